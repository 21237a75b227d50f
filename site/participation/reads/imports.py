"""The rows of an import as its page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from ..imports.columns import BY_KEY
from ..models import ImportedRow, ImportRun

TONES = {"new": "ok", "changed": "info", "duplicate": "warn", "refused": "danger", "known": "quiet"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have one answer."""

    state: str
    label: str
    tone: str
    number: int


@dataclass(frozen=True, slots=True)
class ShownCell:
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: who and what it is about, the answer, and each cell of which something is to be said."""

    number: int
    state: str
    tone: str
    group: str
    person: str
    cells: list[ShownCell]


def counts_of(run: ImportRun) -> list[Tally]:
    """Rows by answer, in one query, in the order of the answers."""
    numbers = dict(run.rows.values_list("state").annotate(Count("pk")).order_by())
    return [
        Tally(state.value, str(state.label), TONES[state], numbers[state])
        for state in ImportedRow.State
        if numbers.get(state)
    ]


def shown_rows(rows: Iterable[ImportedRow]) -> list[ShownRow]:
    return [
        ShownRow(
            row.number,
            row.get_state_display(),
            TONES[row.state],
            str(row.cells.get("group_code") or row.cells.get("group_name") or ""),
            _person(row.cells),
            [ShownCell(BY_KEY[key].heading, sentence) for key, sentence in row.problems.items()],
        )
        for row in rows
    ]


def _person(cells: dict) -> str:
    return " ".join(str(cells[key]) for key in ("person_code", "family_name", "given_name") if key in cells)
