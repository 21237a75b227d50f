"""Rows as a workbook of one sheet, each cell as text: codes keep their zeros. Loaded when the first one is made."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook

from accounts.downloads.xlsx import xlsx_cell

LONGEST = 31
"""A sheet has no longer name."""


def workbook(rows: Iterable[tuple[str, ...]], *, name: str) -> bytes:
    book = Workbook(write_only=True)
    book.properties.creator = None
    sheet = book.create_sheet(name[:LONGEST])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
