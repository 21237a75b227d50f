"""Rows as an XLSX sheet, through openpyxl: loaded when the first sheet is written, not when a worker starts."""

from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from .cells import Cell, looks_like_formula, writable

COLUMN_WIDTH = 18


def xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell) -> WriteOnlyCell:
    """Text is text whatever it looks like, a number a number, a day a day; nothing is ever a formula."""
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = writable(value)
    cell = WriteOnlyCell(sheet, text or None)
    if not text:
        return cell
    cell.data_type = "s"
    if looks_like_formula(text):
        cell.number_format = "@"  # stays text when somebody edits it
        cell.quotePrefix = True
    return cell


def write_xlsx(columns: Iterable[str], rows: Iterable[tuple[Cell, ...]], *, name: str, to: object) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = None
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    head = [xlsx_cell(sheet, column) for column in columns]
    for number, cell in enumerate(head, start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
    sheet.append(head)
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    book.save(to)
