"""A file that came back as the tables it holds: XLSX with a sheet for each, CSV with one, or ZIP with a CSV for each.

All is judged by its size before anything is unpacked, and nothing of it is ever run or calculated.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.refusals import Refusal
from participation.imports import csv_sheets, xlsx_sheets
from participation.imports.reading import LARGEST_FILE
from participation.imports.refusals import (
    FileTooLarge,
    HeadingTwice,
    NotASheet,
    NothingInTheSheet,
    UnpacksTooLarge,
)
from participation.imports.sheets import BLANK, Cell, Line, within_limits

from .headings import Place, place_of
from .refusals import HasMacros, LockedArchive, NoTables, TooManyTables

MOST_TABLES = 20
MOST_COLUMNS = 6_000
"""A form with the codes of all members has a column for each of them."""
_MACROS = ("vbaproject.bin", "xl/macrosheets/")


@dataclass(slots=True)
class Table:
    """One table: what each of its columns stands for, and its lines."""

    columns: dict[int, Place]
    lines: Iterator[Line]

    @property
    def asks(self) -> set[str]:
        return {place.question for place in self.columns.values() if not place.is_link}


@dataclass(slots=True)
class Entry:
    """A line of a table by what its cells stand for. ``ticks``: of a question with several answers, each column."""

    number: int
    links: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    ticks: dict[str, dict[str, Cell]] = field(default_factory=dict)


def judge(content: bytes) -> None:
    """What can be said of a file at once, before anything of it is unpacked or kept."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    if not content:
        raise NothingInTheSheet
    if not content.startswith(b"PK"):
        csv_sheets.judge_letters(content)
    elif _is_book(content):
        xlsx_sheets.judge_directory(content)
    else:
        for _name, text in _files_in(content):
            csv_sheets.judge_letters(text)


def tables_in(content: bytes) -> Iterator[Table]:
    """The tables that have a column of ours, one at a time: read each before asking for the next."""
    for lines in _sheets_in(content):
        if (table := _table(lines)) is not None:
            yield table


def entries_of(table: Table) -> Iterator[Entry]:
    """The lines below the headings, by what their cells stand for."""
    for line in table.lines:
        entry = Entry(line.number)
        for number, place in table.columns.items():
            cell = line.cells[number] if number < len(line.cells) else BLANK
            if place.is_link:
                entry.links[place.question] = "" if cell.is_blank or cell.flaw else str(cell.value).strip()
            elif place.answer:
                entry.ticks.setdefault(place.question, {})[place.answer] = cell
            elif not cell.is_blank:
                entry.cells[place.question] = cell
        yield entry


def _table(lines: Iterator[Line]) -> Table | None:
    lines = within_limits(lines, columns=MOST_COLUMNS, may_be_empty=True)
    headings = next(lines, None)
    if headings is None:
        return None
    columns: dict[int, Place] = {}
    seen: set[Place] = set()
    for number, cell in enumerate(headings.cells):
        if cell.flaw:
            raise NotASheet
        place = place_of("" if cell.value is None else str(cell.value))
        if place is None:
            continue
        if place in seen and not place.is_link:
            raise HeadingTwice(heading=str(cell.value).strip()[:60])
        seen.add(place)
        columns[number] = place
    return Table(columns, lines) if columns else None


def _sheets_in(content: bytes) -> Iterator[Iterator[Line]]:
    judge(content)
    if not content.startswith(b"PK"):
        yield csv_sheets.lines_of(content)
    elif _is_book(content):
        number = xlsx_sheets.number_of_sheets(content)
        if number > MOST_TABLES:
            raise TooManyTables
        for place in range(number):
            yield xlsx_sheets.lines_of_sheet(content, place)
    else:
        for _name, text in _files_in(content):
            yield csv_sheets.lines_of(text)


def _is_book(content: bytes) -> bool:
    """Whether the archive is a workbook; one with macros, or one that is locked, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except Exception as error:  # a damaged archive fails in dozens of ways
        raise NotASheet from error
    if len(members) > xlsx_sheets.MOST_MEMBERS:
        raise UnpacksTooLarge
    names = [member.filename.lower() for member in members]
    if any(mark in name for name in names for mark in _MACROS):
        raise HasMacros
    if any(member.flag_bits & 1 for member in members):
        raise LockedArchive
    return "[content_types].xml" in names


def _files_in(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The CSV files of an archive, none of which unpacks to more than a sheet ever does; pictures are left alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [each for each in archive.infolist() if _is_csv(each)]
            if not members:
                raise NoTables
            if len(members) > MOST_TABLES:
                raise TooManyTables
            if sum(member.file_size for member in members) > xlsx_sheets.LARGEST_UNPACKED:
                raise UnpacksTooLarge
            for member in members:
                with archive.open(member) as file:
                    text = file.read(member.file_size + 1)
                if len(text) > member.file_size:
                    raise UnpacksTooLarge
                if text.strip():
                    yield member.filename, text
    except Refusal:
        raise
    except Exception as error:  # as above
        raise NotASheet from error


def _is_csv(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return name.endswith(".csv") and not name.startswith(("media/", "__macosx/"))
