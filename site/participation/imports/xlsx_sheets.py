"""XLSX files: the directory of the archive is judged first; formulas and merged cells are seen, never computed."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from accounts.refusals import Refusal

from .refusals import HeadingsMerged, NotASheet, TooManyMerged, UnpacksTooLarge
from .sheets import Cell, Flaw, Line, text_cell

LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_MEMBERS = 200
MOST_MERGED = 1_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)[\"']")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")

type Block = tuple[int, int, int, int]
"""First column and row, last column and row, counted from one."""


def lines_of(content: bytes) -> Iterator[Line]:
    _judge_directory(content)
    try:
        yield from _lines(content)
    except Refusal:
        raise
    except Exception as error:  # openpyxl and the parsers below it name their failures in dozens of ways
        raise NotASheet from error


def _judge_directory(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise UnpacksTooLarge
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _DECLARATION.search(archive.read(member)):
                    raise NotASheet
    except Refusal:
        raise
    except Exception as error:  # a damaged archive fails in dozens of ways
        raise NotASheet from error


def _lines(content: bytes) -> Iterator[Line]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        if not book.worksheets:
            raise NotASheet
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        merged = _merged_blocks(content, sheet._worksheet_path)
        if any(block[1] == 1 for block in merged):
            raise HeadingsMerged
        if len(merged) > MOST_MERGED:
            raise TooManyMerged
        for number, row in enumerate(sheet.iter_rows(), 1):
            of_row = [(left, right) for left, top, right, bottom in merged if top <= number <= bottom]
            yield Line(number, [_cell(cell, column, of_row) for column, cell in enumerate(row, 1)])
    finally:
        book.close()


def _merged_blocks(content: bytes, path: str) -> list[Block]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(path.lstrip("/"))
    return [range_boundaries(ref.decode()) for ref in _MERGED.findall(text)]


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
