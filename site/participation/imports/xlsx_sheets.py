"""XLSX files: the directory of the archive is judged first; formulas and merged cells are seen, never computed."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from datetime import date, datetime

from accounts.refusals import Refusal

from .refusals import HeadingsMerged, NotASheet, TooManyMerged, UnpacksTooLarge
from .sheets import Cell, Flaw, Line, text_cell

LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_MEMBERS = 200
MOST_MERGED = 1_000
PIECE = 256 * 1024
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)[\"']")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")

type Block = tuple[int, int, int, int]
"""First column and row, last column and row, counted from one."""


def lines_of(content: bytes) -> Iterator[Line]:
    """The lines of the first sheet."""
    return lines_of_sheet(content, 0)


def number_of_sheets(content: bytes) -> int:
    try:
        with _book(content) as book:
            return len(book.worksheets)
    except Refusal:
        raise
    except Exception as error:  # as below
        raise NotASheet from error


def lines_of_sheet(content: bytes, place: int) -> Iterator[Line]:
    """The lines of one of the sheets, the first of which has the place 0."""
    try:
        yield from _lines(content, place)
    except Refusal:
        raise
    except Exception as error:  # openpyxl and the parsers below it name their failures in dozens of ways
        raise NotASheet from error


def judge_directory(content: bytes) -> None:
    """Refuse an archive that unpacks to more than a sheet ever does, or whose parts declare entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise UnpacksTooLarge
            for member in members:
                is_text = member.filename.endswith((".xml", ".rels"))
                if is_text and any(_DECLARATION.search(text) for text in _pieces(archive, member.filename)):
                    raise NotASheet
    except Refusal:
        raise
    except Exception as error:  # a damaged archive fails in dozens of ways
        raise NotASheet from error


def _book(content: bytes) -> AbstractContextManager:
    from openpyxl import load_workbook  # heavy, and most workers never read a sheet

    return closing(load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False))


def _lines(content: bytes, place: int) -> Iterator[Line]:
    with _book(content) as book:
        if place >= len(book.worksheets):
            raise NotASheet
        sheet = book.worksheets[place]
        sheet.reset_dimensions()
        merged = _merged_blocks(content, sheet._worksheet_path)
        if any(block[1] == 1 for block in merged):
            raise HeadingsMerged
        if len(merged) > MOST_MERGED:
            raise TooManyMerged
        for number, row in enumerate(sheet.iter_rows(), 1):
            of_row = [(left, right) for left, top, right, bottom in merged if top <= number <= bottom]
            yield Line(number, [_cell(cell, column, of_row) for column, cell in enumerate(row, 1)])


def _merged_blocks(content: bytes, path: str) -> list[Block]:
    from openpyxl.utils.cell import range_boundaries  # as above

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pieces = _pieces(archive, path.lstrip("/"))
        return [range_boundaries(ref.decode()) for text in pieces for ref in _MERGED.findall(text)]


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member a little at a time, cut before the beginning of a tag, so that none is torn apart."""
    rest = b""
    with archive.open(name) as member:
        while text := member.read(PIECE):
            head, mark, tail = (rest + text).rpartition(b"<")
            yield head
            rest = mark + tail
    yield rest


def _cell(cell: object, column: int, merged: list[tuple[int, int]]) -> Cell:
    if any(left <= column <= right for left, right in merged):
        return Cell(flaw=Flaw.MERGED)
    kind, value = getattr(cell, "data_type", "n"), cell.value
    if kind == "f":
        return Cell(flaw=Flaw.FORMULA)
    if kind == "e":
        return Cell(flaw=Flaw.ERROR)
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime):
        return Cell(value.date()) if value.time() == datetime.min.time() else Cell(value.isoformat(" "))
    if value is None or isinstance(value, int | float | date):
        return Cell(value)
    return Cell(str(value))
