"""An import as its page shows it: how far it is, and its rows with the answer of the check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.forms import BoundField
from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person

from ..imports.findings import Like
from ..imports.jobs import TO_WRITE, may_start_again
from ..imports.subjects import Subject
from ..models import ImportedRow, ImportRun

TONES = {"new": "ok", "changed": "info", "duplicate": "warn", "refused": "danger", "known": "quiet"}
Task, Stage = ImportRun.Task, ImportRun.Stage


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
    """One row: what it is about, the answer, each cell of which something is to be said, and the question."""

    number: int
    state: str
    tone: str
    about: list[tuple[str, str]]
    """Heading and words."""
    cells: list[ShownCell]
    question: BoundField | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an import is, in words."""

    word: str
    tone: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ShownRun:
    """An import in the list."""

    run: ImportRun
    standing: Standing


def standing_of(run: ImportRun) -> Standing:
    if run.is_busy:
        return Standing(*_busy(run))
    if run.is_applied:
        return Standing(_("imported"), "ok")
    if run.task == Task.CHECK and run.stage == Stage.FAILED:
        return Standing(_("could not be checked"), "danger")
    return Standing(_("not imported yet"), "info")


def _busy(run: ImportRun) -> tuple[str, str, str]:
    words = {Task.CHECK: _("being checked"), Task.APPLY: _("being imported"), Task.UNDO: _("being taken back")}
    if run.stage == Stage.WAITING:
        return words[run.task], "warn", _("This waits for its turn. You may leave this page.")
    is_written = run.rows_total and run.rows_done == run.rows_total
    sentences = {
        Task.CHECK: _("The rows are being checked. You may leave this page."),
        Task.APPLY: _("All rows are being written.") if is_written else _("The rows are being checked once more."),
        Task.UNDO: _("The import is being taken back."),
    }
    return words[run.task], "warn", sentences[run.task]


def shown_runs(runs: Iterable[ImportRun]) -> list[ShownRun]:
    return [ShownRun(run, standing_of(run)) for run in runs]


def run_context(run: ImportRun, subject: Subject) -> dict[str, object]:
    """How far it is and what can be done about it."""
    counts = counts_of(run)
    has_stopped = may_start_again(run)
    refused = sum(each.number for each in counts if each.state == ImportedRow.State.REFUSED)
    may_apply = run.is_ready and (subject.skips_refused or not refused)
    if may_apply and subject.skips_refused:
        may_apply = run.rows.filter(TO_WRITE).exists()
    return {
        "run": run,
        "standing": standing_of(run),
        "shows_rows": run.rows_total and run.task != Task.UNDO,
        "may_start_again": has_stopped,
        "follows": run.is_busy and not has_stopped and run.task != Task.UNDO,  # an import taken back has no page
        "counts": counts,
        "may_apply": may_apply,
        "left_out": refused if may_apply else 0,
        "undecided": undecided_of(run) if may_apply else 0,
    }


def counts_of(run: ImportRun) -> list[Tally]:
    """Rows by answer, in one query, in the order of the answers."""
    numbers = dict(run.rows.values_list("state").annotate(Count("pk")).order_by())
    return [
        Tally(state.value, str(state.label), TONES[state], numbers[state])
        for state in ImportedRow.State
        if numbers.get(state)
    ]


def undecided_of(run: ImportRun) -> int:
    """Doubtful rows of which nothing was said: they are left out."""
    return run.rows.filter(state=ImportedRow.State.DUPLICATE, choice="").count()


def people_asked_about(rows: Sequence[ImportedRow], *, user: User) -> dict[UUID, Person]:
    """The records that rows may be about, as far as the reader may change them."""
    keys = {like.person for row in rows for told in row.likes if (like := Like.restored(told)).person}
    return Person.objects.editable_by(user).in_bulk(keys) if keys else {}


def shown_rows(
    rows: Iterable[ImportedRow], question_of: Callable[[ImportedRow], BoundField | None], *, subject: Subject
) -> list[ShownRow]:
    columns = subject.layout.by_key
    return [
        ShownRow(
            row.number,
            row.get_state_display(),
            TONES[row.state],
            [(str(heading), words(row.cells)) for heading, words in subject.about],
            [ShownCell(columns[key].heading, sentence) for key, sentence in row.problems.items()],
            question_of(row),
        )
        for row in rows
    ]
