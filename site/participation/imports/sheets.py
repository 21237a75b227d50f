"""A file as a table of cells: XLSX or CSV, judged by its size before anything is unpacked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .refusals import NothingInTheSheet, TooManyColumns, TooManyRows

MOST_ROWS = 5_000
MOST_COLUMNS = 200
FURTHEST_LINE = 20_000
"""Lines looked at, blank ones included."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Flaw(StrEnum):
    """Why the value of a cell cannot be taken."""

    FORMULA = "formula"
    MERGED = "merged"
    ERROR = "error"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, or what keeps it from being read."""

    value: object = None
    flaw: Flaw | None = None

    @property
    def is_blank(self) -> bool:
        return self.flaw is None and (self.value is None or isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet under the number that a spreadsheet shows beside it."""

    number: int
    cells: list[Cell]


def within_limits(lines: Iterable[Line]) -> list[Line]:
    """The lines that hold something, the headings first; refused where there are too many or none."""
    found: list[Line] = []
    for line in lines:
        if line.number > FURTHEST_LINE:
            raise TooManyRows
        while line.cells and line.cells[-1].is_blank:
            line.cells.pop()
        if not line.cells:
            continue
        if len(line.cells) > MOST_COLUMNS:
            raise TooManyColumns
        if len(found) > MOST_ROWS:
            raise TooManyRows
        found.append(line)
    if len(found) < 2:
        raise NothingInTheSheet
    return found


def has_control_signs(text: str) -> bool:
    """Signs that no keyboard makes and no database keeps."""
    return _CONTROL.search(text) is not None


def text_cell(text: str) -> Cell:
    """A cell of text; what would be a formula in a spreadsheet counts as one."""
    if has_control_signs(text):
        return Cell(flaw=Flaw.CONTROL)
    if text.lstrip().startswith("="):
        return Cell(flaw=Flaw.FORMULA)
    return Cell(text)
