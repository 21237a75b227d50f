"""Fieldbook: the facilitator's phone app; what it delivers is turned into the same actions that the desk calls."""
