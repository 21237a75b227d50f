"""What may stand in a cell of a file: text, a number, a day or nothing; and text that a spreadsheet would calculate."""

import re
from datetime import date

type Cell = str | int | date | None

STARTS_A_FORMULA = frozenset("=+-@＝＋－＠\t\r")
UNSEEN = " \n\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""Signs before a formula that a program may drop."""
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no spreadsheet takes."""


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate this text instead of showing it."""
    return text.lstrip(UNSEEN)[:1] in STARTS_A_FORMULA if text else False
