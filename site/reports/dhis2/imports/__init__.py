"""Codes of DHIS2 from a spreadsheet: what its rows say, what they would do, and how it is taken back."""

CODES, PLACES = "dhis2_codes", "dhis2_places"
"""The keys of the two subjects."""
