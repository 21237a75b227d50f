"""A row of a list of areas, and what can be wrong with it."""

import re
from dataclasses import dataclass

from khmertext.folding import fold
from khmertext.normalise import normalise
from khmertext.numbers import to_ascii_digits

from ..codes import level_of, unit_type

LONGEST_NAME = 100

UNIT_TYPES = {
    "khaet": ("ខេត្ត", 1),
    "reach_theani": ("រាជធានី", 1),
    "srok": ("ស្រុក", 2),
    "krong": ("ក្រុង", 2),
    "khan": ("ខណ្ឌ", 2),
    "khum": ("ឃុំ", 3),
    "sangkat": ("សង្កាត់", 3),
    "phum": ("ភូមិ", 4),
}
UNIT_WORDS = {unit: word for unit, (word, _level) in UNIT_TYPES.items()}
_UNIT_OF_WORD = {fold(word): unit for unit, (word, _level) in UNIT_TYPES.items()} | {
    fold(unit): unit for unit in UNIT_TYPES
}
_CODE = re.compile("[0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Row:
    """One area as the list gives it, with its code made whole. ``has_type`` says whether the list gave the kind."""

    line: int
    code: str
    unit_type: str
    name_km: str
    name_latin: str
    parent_code: str
    has_type: bool = True

    @property
    def level(self) -> int:
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that gives no area: which line, the code as it stands there, and what is wrong (a word of ``REASONS``)."""

    line: int
    code: str
    reason: str


REASONS = {
    "code": "the code is not 2, 4, 6 or 8 digits",
    "name": "the Khmer name is missing",
    "long name": "a name is longer than 100 letters",
    "kind": "the kind does not fit the code",
}


def whole_code(text: str) -> str:
    """The code in ASCII digits with the zero that spreadsheets drop; empty when it is no code."""
    plain = to_ascii_digits(text).strip()
    if not _CODE.fullmatch(plain):
        return ""
    return plain.zfill(len(plain) + len(plain) % 2)


def read_row(line: int, *, code: str, kind: str, name_km: str, name_latin: str, parent: str) -> Row | Malformed:
    """The area of one line, or what is wrong with the line."""
    whole = whole_code(code)
    if not whole:
        return Malformed(line, code.strip()[:20], "code")
    name_km, name_latin = normalise(name_km.replace("\n", " ")), normalise(name_latin.replace("\n", " "))
    if not any(char.isalnum() for char in name_km):
        return Malformed(line, whole, "name")
    if max(len(name_km), len(name_latin)) > LONGEST_NAME:
        return Malformed(line, whole, "long name")
    unit = _UNIT_OF_WORD.get(fold(kind)) if kind.strip() else unit_type(whole)
    if unit is None or UNIT_TYPES[unit][1] != level_of(whole):
        return Malformed(line, whole, "kind")
    parent_code = whole_code(parent) if parent.strip() else whole[:-2]
    return Row(line, whole, unit, name_km, name_latin, parent_code, bool(kind.strip()))
