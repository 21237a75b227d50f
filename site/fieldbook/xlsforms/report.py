"""What became of each submission, as a list to keep or to send back to the partner: no word that somebody wrote."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from khmertext.languages import is_english
from participation.imports.findings import Choice, State
from participation.models import ImportedRow, ImportRun

from .headings import labels_of, questions


def report_of(run: ImportRun) -> Table:
    columns = (_("Row"), _("Group"), _("Day"), _("What became of it"), _("Look at"))

    def lines(rows: list[ImportedRow]) -> Iterator[Line]:
        for row in rows:
            day = row.cells.get("held_on")
            about = (row.cells.get("group_code", ""), date.fromisoformat(day) if day else None)
            yield (row.number, *about, _fate(row, run), " · ".join(_looked_at(row)))

    return Table("kobo-import", columns, run.rows.order_by("number"), lines)


def _fate(row: ImportedRow, run: ImportRun) -> str:
    if row.state == State.KNOWN:
        return _("Here already")
    if row.state == State.REFUSED:
        return _("Refused")
    if row.state == State.DUPLICATE and row.choice != Choice.OTHER:
        return _("Left out") if run.is_applied else _("To be decided")
    return _("Recorded") if run.is_applied else _("To be recorded")


def _looked_at(row: ImportedRow) -> Iterator[str]:
    for name, sentence in row.problems.items():
        known = name in questions()
        yield f"{_heading(name)}: {sentence}" if known else str(sentence)


def _heading(name: str) -> str:
    khmer, english = labels_of(name)
    return english if is_english() else khmer
