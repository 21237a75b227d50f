"""The two kinds of file. Both are written row by row, so that memory does not grow with the list."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import batched

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from .cells import Cell, looks_like_formula, writable
from .tables import Table

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read Khmer as something else."""
ROWS_AT_ONCE = 200
MOST_ROWS_OF_XLSX = 50_000
"""A sheet of more rows takes longer than a reader waits; as CSV there is no limit."""


class _Echo:
    """Hands each line back to the writer's caller instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_cell(value: Cell) -> str | int:
    """Text that looks like a formula gets a quote before it; all else stays as it is."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = writable(value)
        return f"'{text}" if looks_like_formula(text) else text
    return value


def csv_lines(columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow([csv_cell(column) for column in columns])
    for some in batched(rows, ROWS_AT_ONCE):
        yield "".join(writer.writerow([csv_cell(value) for value in row]) for row in some)


def as_csv(table: Table, *, name: str) -> HttpResponse:
    response = StreamingHttpResponse(csv_lines(table.columns, table.rows()), content_type="text/csv; charset=utf-8")
    return as_download(response, f"{name}.csv")


def as_xlsx(table: Table, *, name: str) -> HttpResponse:
    from .xlsx import write_xlsx  # openpyxl is heavy, and most workers never write a sheet

    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    write_xlsx(table.columns, table.rows(), name=table.name, to=file)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return as_download(FileResponse(file, content_type=kind), f"{name}.xlsx")


def as_download(response: HttpResponse, name: str) -> HttpResponse:
    """An answer as a file that is saved under a name and kept by nobody on the way."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


WRITERS: dict[str, Callable[..., HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx}
