"""Numbers in both digit systems: Khmer ០–៩ and Latin 0–9 are read alike; Latin digits are kept and shown by default."""

import re
from typing import Literal

from .letters import KHMER_DIGITS

Digits = Literal["latin", "khmer"]

_TO_ASCII = str.maketrans(KHMER_DIGITS, "0123456789")
_TO_KHMER = str.maketrans("0123456789", KHMER_DIGITS)
_WHOLE_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?:[, ][0-9]{3}){1,5})", re.ASCII)


def to_ascii_digits(text: str) -> str:
    return text.translate(_TO_ASCII)


def to_khmer_digits(text: str) -> str:
    return text.translate(_TO_KHMER)


def with_digits(text: str, digits: Digits) -> str:
    """The text with its digits in the system asked for."""
    return to_khmer_digits(text) if digits == "khmer" else to_ascii_digits(text)


def format_number(value: int | float, digits: Digits = "latin", places: int | None = None) -> str:
    """``12,345.6``: comma between thousands, dot before the fraction, in both languages."""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return with_digits(text, digits)


def parse_int(text: str) -> int:
    """A whole number typed in either digit system, thousands set apart or not; ``ValueError`` for anything else."""
    plain = to_ascii_digits(text).strip()
    if not _WHOLE_NUMBER.fullmatch(plain):
        raise ValueError(f"Not a whole number: {text[:40]!r}")
    return int(re.sub("[, ]", "", plain))
