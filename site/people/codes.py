"""Random codes of persons: nothing of place, time or name can be read from them."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that are mistaken for one another on paper: 0 O, 1 I L."""


def new_person_code() -> str:
    """Eight random signs, about 10^12 possible codes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
