"""From the bytes of a file to typed rows: what could be read, and at which cell what could not."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from . import csv_sheets, xlsx_sheets
from .cells import FLAWS, Reader, Unclear
from .columns import Layout
from .layout import LAYOUT
from .refusals import FileTooLarge, HeadingsUnknown, HeadingTwice, NotASheet, NothingInTheSheet
from .sheets import BLANK, Line, within_limits

LARGEST_FILE = 5 * 1024 * 1024
OF_A_DAY = "_on"
"""How the key of every column ends that holds a day."""


@dataclass(slots=True)
class Row:
    """One row: values by column, and a sentence for each cell that could not be read. Blank cells are in neither."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """The values as JSON keeps them."""
        days = {key: day.isoformat() for key, day in self.values.items() if key.endswith(OF_A_DAY)}
        return {**self.values, **days}

    @classmethod
    def restored(cls, number: int, cells: dict[str, object]) -> "Row":
        """The row from what ``stored`` gave."""
        days = {key: date.fromisoformat(str(day)) for key, day in cells.items() if key.endswith(OF_A_DAY)}
        return cls(number, {**cells, **days})


def packed(rows: Iterable[Row]) -> bytes:
    """Rows in few bytes, while others are still being read."""
    told = [[row.number, row.stored(), row.problems] for row in rows]
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), level=1)


def unpacked(rows: bytes) -> list[Row]:
    """The rows from what ``packed`` gave."""
    found = []
    for number, cells, problems in json.loads(zlib.decompress(rows)):
        row = Row.restored(number, cells)
        row.problems = problems
        found.append(row)
    return found


def judge_file(content: bytes) -> None:
    """What can be said of a file at once, before anything of it is unpacked or kept."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    if not content:
        raise NothingInTheSheet
    if _is_archive(content):
        xlsx_sheets.judge_directory(content)
    else:
        csv_sheets.judge_letters(content)


def rows_in(content: bytes, layout: Layout = LAYOUT) -> Iterator[Row]:
    """The typed rows of a file, one at a time; a file may be refused after some of them."""
    judge_file(content)
    lines = within_limits(xlsx_sheets.lines_of(content) if _is_archive(content) else csv_sheets.lines_of(content))
    headings = next(lines)
    places = _columns_of(headings, layout)
    readers = {key: _once(layout.readers[key]) for key in places.values()}
    for line in lines:
        row = _row(line, places, readers)
        if row.values or row.problems:
            yield row


def read_rows(content: bytes, layout: Layout = LAYOUT) -> list[Row]:
    """All rows of a file."""
    return list(rows_in(content, layout))


def _is_archive(content: bytes) -> bool:
    """An XLSX begins with the mark of a zip archive; anything else is read as CSV."""
    return content.startswith(b"PK")


def _columns_of(headings: Line, layout: Layout) -> dict[int, str]:
    """Where each of our columns stands; other columns are left alone."""
    found: dict[int, str] = {}
    seen: set[str] = set()
    for place, cell in enumerate(headings.cells):
        if cell.flaw:
            raise NotASheet
        heading = "" if cell.value is None else str(cell.value)
        key = layout.column_of(heading)
        if key is None:
            continue
        if key in seen:
            raise HeadingTwice(heading=heading.strip()[:60])
        seen.add(key)
        found[place] = key
    for choice in layout.needed:
        if not seen & set(choice):
            raise HeadingsUnknown(heading=layout.by_key[choice[-1]].english)
    return found


def _once(read: Reader) -> Reader:
    """Places, days and posts stand below one another in hundreds of rows: an equal value need not be read again."""
    return lru_cache(maxsize=512, typed=True)(read)


def _row(line: Line, places: dict[int, str], readers: dict[str, Reader]) -> Row:
    row = Row(line.number)
    for place, key in places.items():
        cell = line.cells[place] if place < len(line.cells) else BLANK
        if cell.is_blank:
            continue
        if cell.flaw:
            row.problems[key] = str(FLAWS[cell.flaw])
            continue
        try:
            row.values[key] = readers[key](cell.value)
        except Unclear as unclear:
            row.problems[key] = str(unclear.sentence)
    return row
