"""Lists as CSV: our own columns, the official NCDD sheet, and the files of the package, told apart by their header."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from .refusals import FileTooBig, NoTextFile, UnknownColumns, WrongEncoding
from .rows import Malformed, Row, read_row

MOST_BYTES = 20 * 1024 * 1024
HEADER_WITHIN = 12
"""The header stands in one of the first lines; the official sheet has two title rows above it."""


@dataclass(frozen=True)
class Columns:
    """Where in a line the parts of an area stand; ``None`` where the list leaves a part out."""

    code: int
    name_km: int
    name_latin: int | None = None
    kind: int | None = None
    parent: int | None = None


def _plain(cell: str) -> str:
    return re.sub(r"[^a-z_]+", " ", cell.casefold()).strip()


def _columns(cells: list[str]) -> Columns | None:
    """The columns of a header line; ``None`` for any other line."""
    if "code" not in " ".join(cells).casefold():  # of fifteen thousand lines, nearly every one
        return None
    place = {_plain(cell): number for number, cell in reversed(list(enumerate(cells)))}
    if "code" in place and "name_km" in place:
        return Columns(place["code"], place["name_km"], place.get("name_latin"), place.get("type"), place.get("parent"))
    if "code" in place and "name khmer" in place:
        return Columns(place["code"], place["name khmer"], place.get("name latin"), place.get("type"))
    above = None
    for level in ("village", "commune", "district", "province"):
        if f"{level}_code" in place and f"{level}_kh" in place:
            above = {"village": "commune_code", "commune": "district_code", "district": "province_code"}.get(level)
            parent = place.get(above) if above else None
            return Columns(place[f"{level}_code"], place[f"{level}_kh"], place.get(f"{level}_en"), parent=parent)
    return None


def _delimiter(text: str) -> str:
    """Spreadsheets part cells by comma, semicolon or tab, as their country has it."""
    start = text[:4000]
    return max(",;\t", key=start.count)


def decode(content: bytes) -> str:
    """The text of a file; refused when it is too big, not text, or in an encoding that Khmer does not survive."""
    if len(content) > MOST_BYTES:
        raise FileTooBig
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\x00" in content or content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise NoTextFile
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError:
        raise WrongEncoding from None


def _cell(cells: list[str], number: int | None) -> str:
    return cells[number] if number is not None and number < len(cells) else ""


def read_text(text: str) -> Iterator[Row | Malformed]:
    """The rows of a list in any of the known shapes. Empty lines count for nothing."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = None
    try:
        for cells in lines:
            if columns is None:
                columns = _columns(cells)
                if columns is None and lines.line_num >= HEADER_WITHIN:
                    raise UnknownColumns
            elif any(cell.strip() for cell in cells) and _columns(cells) is None:
                yield read_row(
                    lines.line_num,
                    code=_cell(cells, columns.code),
                    kind=_cell(cells, columns.kind),
                    name_km=_cell(cells, columns.name_km),
                    name_latin=_cell(cells, columns.name_latin),
                    parent=_cell(cells, columns.parent),
                )
    except csv.Error:
        raise NoTextFile from None
    if columns is None:
        raise UnknownColumns


def read_content(content: bytes) -> list[Row | Malformed]:
    return list(read_text(decode(content)))


def read_file(path: Path) -> list[Row | Malformed]:
    """The rows of a file; its size is looked at before a byte is read."""
    if path.stat().st_size > MOST_BYTES:
        raise FileTooBig
    return read_content(path.read_bytes())
