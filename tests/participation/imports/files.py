"""Files for the tests of imports, made from rows of plain values."""

import csv
import io
import zipfile

from openpyxl import Workbook

HEADINGS = [
    "group_code",
    "group_kind",
    "group_name",
    "place_code",
    "founded_on",
    "person_code",
    "family_name",
    "given_name",
    "sex",
    "birth_year",
    "village_code",
    "post",
    "began_on",
]
ROW = {
    "group_kind": "club",
    "group_name": "ក្លឹបផ្កាឈូក",
    "place_code": "050601",
    "founded_on": "15/01/2020",
    "family_name": "សុខ",
    "given_name": "បូផា",
    "sex": "ស្រី",
    "birth_year": "២០១៤",
    "post": "member",
    "began_on": "01/03/2023",
}


def row(**changed) -> dict:
    """A row that is all right; ``None`` empties a cell."""
    return {key: value for key, value in {**ROW, **changed}.items() if value is not None}


def table(rows, headings=HEADINGS) -> list[list]:
    return [list(headings), *([each.get(key) for key in headings] for each in rows)]


def csv_file(lines, encoding="utf-8-sig", delimiter=",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue().encode(encoding)


def csv_of(*rows) -> bytes:
    return csv_file(table(rows))


def xlsx_file(lines, *, merged=(), change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    for block in merged:
        sheet.merge_cells(block)
    if change:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx_of(*rows, **options) -> bytes:
    return xlsx_file(table(rows), **options)


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()
