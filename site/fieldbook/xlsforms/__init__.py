"""The meeting register as a form for KoboToolbox and ODK: made here, filled in elsewhere, read when it comes back."""

KOBO = "kobo"
"""The subject of the import of what comes back."""
