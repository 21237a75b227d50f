"""Random codes of persons: nothing of place, time or name can be read from them."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that are mistaken for one another on paper: 0 O, 1 I L."""
LENGTH = 8
POSSIBLE = len(ALPHABET) ** LENGTH
"""About 10^12 codes."""


def new_person_code() -> str:
    """Eight random signs, each as likely as any other: one number is drawn for all of them."""
    number, signs = secrets.randbelow(POSSIBLE), []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def is_code(text: str) -> bool:
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
