"""A file as a table of cells: XLSX or CSV, judged by its size before anything is unpacked."""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .refusals import NothingInTheSheet, TakesTooLong, TooManyColumns, TooManyRows

MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_READING = 120
"""Seconds; a sheet of all rows that are allowed takes two."""
FURTHEST_LINE = 20_000
"""Lines looked at, blank ones included."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Flaw(StrEnum):
    """Why the value of a cell cannot be taken."""

    FORMULA = "formula"
    MERGED = "merged"
    ERROR = "error"
    CONTROL = "control"


type Value = str | int | float | bool | date | None
"""What a spreadsheet keeps in a cell."""


class Cell(NamedTuple):
    """What stands in a cell, or what keeps it from being read."""

    value: Value = None
    flaw: Flaw | None = None

    @property
    def is_blank(self) -> bool:
        return self.flaw is None and (self.value is None or isinstance(self.value, str) and not self.value.strip())


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet under the number that a spreadsheet shows beside it."""

    number: int
    cells: list[Cell]


def within_limits(lines: Iterable[Line], *, columns: int = MOST_COLUMNS, may_be_empty: bool = False) -> Iterator[Line]:
    """The lines that hold something, the headings first, one at a time; refused where there are too many or none."""
    found, ends_at = 0, time.monotonic() + LONGEST_READING
    for line in lines:
        if time.monotonic() > ends_at:
            raise TakesTooLong
        if line.number > FURTHEST_LINE:
            raise TooManyRows
        while line.cells and line.cells[-1].is_blank:
            line.cells.pop()
        if not line.cells:
            continue
        if len(line.cells) > columns:
            raise TooManyColumns
        if found > MOST_ROWS:
            raise TooManyRows
        found += 1
        yield line
    if found < 2 and not may_be_empty:
        raise NothingInTheSheet


def has_control_signs(text: str) -> bool:
    """Signs that no keyboard makes and no database keeps."""
    return _CONTROL.search(text) is not None


def text_cell(text: str) -> Cell:
    """A cell of text; what would be a formula in a spreadsheet counts as one."""
    if not text:
        return BLANK
    if has_control_signs(text):
        return Cell(flaw=Flaw.CONTROL)
    if text.lstrip().startswith("="):
        return Cell(flaw=Flaw.FORMULA)
    return Cell(text)
