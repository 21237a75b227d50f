"""A directory of services from a spreadsheet: what its rows say, what they would do, and how it is taken back."""

SERVICES = "services"
"""The key of the subject."""
