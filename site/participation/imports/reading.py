"""From the bytes of a file to typed rows: what could be read, and at which cell what could not."""

from dataclasses import dataclass, field
from datetime import date

from . import csv_sheets, xlsx_sheets
from .cells import FLAWS, READERS, Unclear
from .columns import BY_KEY, column_of
from .refusals import FileTooLarge, HeadingsUnknown, HeadingTwice, NotASheet
from .sheets import Cell, Line, within_limits

LARGEST_FILE = 5 * 1024 * 1024
NEEDED = (("group_code", "group_name"),)
"""Of each of these, one column at least."""


@dataclass(slots=True)
class Row:
    """One row: values by column, and a sentence for each cell that could not be read. Blank cells are in neither."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """The values as JSON keeps them."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in self.values.items()}

    @classmethod
    def restored(cls, number: int, cells: dict[str, object]) -> "Row":
        """The row from what ``stored`` gave."""
        days = ("founded_on", "began_on")
        return cls(
            number, {key: date.fromisoformat(str(value)) if key in days else value for key, value in cells.items()}
        )


def read_rows(content: bytes) -> list[Row]:
    """The typed rows of a file; an XLSX begins with the mark of a zip archive, anything else is read as CSV."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    lines = xlsx_sheets.lines_of(content) if content.startswith(b"PK") else csv_sheets.lines_of(content)
    headings, *rest = within_limits(lines)
    places = _columns_of(headings)
    return [row for line in rest if (row := _row(line, places)).values or row.problems]


def _columns_of(headings: Line) -> dict[int, str]:
    """Where each of our columns stands; other columns are left alone."""
    found: dict[int, str] = {}
    seen: set[str] = set()
    for place, cell in enumerate(headings.cells):
        if cell.flaw:
            raise NotASheet
        heading = "" if cell.value is None else str(cell.value)
        key = column_of(heading)
        if key is None:
            continue
        if key in seen:
            raise HeadingTwice(heading=heading.strip()[:60])
        seen.add(key)
        found[place] = key
    for choice in NEEDED:
        if not seen & set(choice):
            raise HeadingsUnknown(heading=BY_KEY[choice[-1]].english)
    return found


def _row(line: Line, places: dict[int, str]) -> Row:
    row = Row(line.number)
    for place, key in places.items():
        cell = line.cells[place] if place < len(line.cells) else Cell()
        if cell.is_blank:
            continue
        if cell.flaw:
            row.problems[key] = str(FLAWS[cell.flaw])
            continue
        try:
            row.values[key] = READERS[key](cell)
        except Unclear as unclear:
            row.problems[key] = str(unclear.sentence)
    return row
