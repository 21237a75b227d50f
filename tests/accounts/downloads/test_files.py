"""Both kinds of file: nothing in them is ever calculated, and nothing else is harmed."""

import csv
import io
import tracemalloc
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_FORMULA

from accounts.downloads.cells import STARTS_A_FORMULA, UNSEEN, looks_like_formula
from accounts.downloads.files import BYTE_ORDER_MARK, csv_lines
from accounts.downloads.xlsx import write_xlsx
from tests.accounts.downloads.payloads import DANGEROUS, HARMLESS

pytestmark = pytest.mark.once


def csv_back(rows, columns=("A",)):
    text = "".join(csv_lines(columns, rows))
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def xlsx_back(rows, columns=("A",)):
    file = io.BytesIO()
    write_xlsx(columns, rows, name="sheet", to=file)
    return list(load_workbook(file).active.iter_rows())


def formulas_in_csv(lines):
    return [cell for line in lines for cell in line if cell and cell.lstrip(UNSEEN)[:1] in STARTS_A_FORMULA]


def formulas_in_xlsx(lines):
    return [cell.value for line in lines for cell in line if cell.data_type not in ("s", "n", "d")]


def test_there_are_fifty_dangerous_texts_and_each_is_recognised():
    assert len(set(DANGEROUS)) == 50
    assert [text for text in DANGEROUS if not looks_like_formula(text.lstrip("\x00\x0b"))] == []
    assert [text for text in HARMLESS if looks_like_formula(text)] == []


def test_no_dangerous_cell_is_left_in_csv():
    assert formulas_in_csv([[text] for text in DANGEROUS if text[0] not in "\x00\x0b"]) != []
    lines = csv_back([(text, text) for text in DANGEROUS], columns=("=head", "B"))
    assert len(lines) == 51
    assert formulas_in_csv(lines) == []
    assert {line[0][0] for line in lines} == {"'"}


def test_no_formula_is_left_in_xlsx():
    lines = xlsx_back([(text, text) for text in DANGEROUS], columns=("=head", "B"))
    assert len(lines) == 51
    assert formulas_in_xlsx(lines) == []
    dangerous = [line[0] for line in lines]
    assert {(cell.data_type, cell.number_format, cell.quotePrefix) for cell in dangerous} == {("s", "@", True)}


def test_a_formula_that_slipped_in_would_be_found(monkeypatch):
    monkeypatch.setattr("accounts.downloads.xlsx.xlsx_cell", WriteOnlyCell)
    assert formulas_in_xlsx(xlsx_back([("=1+1",)])) == ["=1+1"]
    assert xlsx_back([("=1+1",)])[1][0].data_type == TYPE_FORMULA
    monkeypatch.setattr("accounts.downloads.files.csv_cell", lambda value: value)
    assert formulas_in_csv(csv_back([("=1+1",)])) == ["=1+1"]


def test_harmless_text_and_khmer_come_back_as_they_were():
    assert [line[0] for line in csv_back([(text,) for text in HARMLESS])[1:]] == HARMLESS
    assert [line[0].value or "" for line in xlsx_back([(text, 1) for text in HARMLESS])[1:]] == HARMLESS


def test_numbers_days_and_nothing_keep_their_kind():
    row = (12, -3, date(2026, 5, 9), None)
    assert csv_back([row], columns="ABCD")[1] == ["12", "-3", "2026-05-09", ""]
    cells = xlsx_back([row], columns="ABCD")[1]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "n"]
    assert (cells[0].value, cells[1].value, cells[2].value.date(), cells[3].value) == (12, -3, date(2026, 5, 9), None)


@pytest.fixture
def peak():
    """The most memory in use since the test began, in bytes."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def test_csv_holds_few_rows_in_memory(peak):
    rows = (("x" * 1000,) for _number in range(20_000))  # 20 MB
    assert sum(map(len, csv_lines(("A",), rows))) > 20_000_000
    assert peak() < 2_000_000


def test_xlsx_holds_few_rows_in_memory(peak, tmp_path):
    rows = (("x" * 10_000,) for _number in range(1_000))  # 10 MB
    with (tmp_path / "list.xlsx").open("wb") as file:
        write_xlsx(("A",), rows, name="sheet", to=file)
    assert peak() < 5_000_000
