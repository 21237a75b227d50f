"""The meeting register as a form for KoboToolbox and ODK: made here, filled in elsewhere, and read when it comes back."""
