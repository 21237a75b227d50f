"""The template to fill in: Khmer or English headings, and nothing below them."""

import csv
import io

from .columns import Layout
from .layout import LAYOUT

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
WIDTH = 22


def headings(language: str, layout: Layout = LAYOUT) -> list[str]:
    return [column.khmer if language == "km" else column.english for column in layout.columns]


def xlsx_template(language: str, layout: Layout = LAYOUT) -> bytes:
    """Every column is text, so that codes keep their zeros and days stay as they are typed."""
    from openpyxl import Workbook  # heavy, and most workers never make a template
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Import"
    sheet.append(headings(language, layout))
    for number, cell in enumerate(sheet[1], 1):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = WIDTH
        sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_template(language: str, layout: Layout = LAYOUT) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO()
    csv.writer(stream).writerow(headings(language, layout))
    return stream.getvalue().encode("utf-8-sig")
