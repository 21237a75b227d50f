"""A draft whose rows are all written or none: the frame of every import, and a whole one that a refused row stops."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User

from ..models import ImportedRow, ImportRun
from .findings import State
from .progress import Stage, Task, hold, report
from .reading import Row
from .refusals import AlreadyApplied, NothingToImport, RowsAreRefused, RowsHaveChanged
from .subjects import RowChecker, RowFinding

BATCH = 500
"""Rows looked at together."""


def apply_at_once(
    *,
    run: ImportRun,
    by: User,
    checker: RowChecker,
    write: Callable[[Sequence[RowFinding]], None],
    numbers: Callable[[ImportRun], Mapping[str, int]],
) -> ImportRun:
    """Check once more, then write in one short transaction; who refused a row in between keeps all of them out.

    ``write`` gets what the rows do, without those that change nothing; ``numbers`` tells the journal what was done.
    """
    refuse_applied(run)
    found = _look_again(run, checker)
    if not found:
        raise NothingToImport
    with written(run, by=by, numbers=numbers):
        write(found)
        run.rows.update(cells={}, problems={})
    return run


def refuse_applied(run: ImportRun) -> None:
    """Before the rows are looked at once more, which takes long and holds nobody up."""
    if ImportRun.objects.filter(pk=run.pk, is_applied=True).exists():
        raise AlreadyApplied


@contextmanager
def written(
    run: ImportRun,
    *,
    by: User,
    numbers: Callable[[ImportRun], Mapping[str, int]],
    hanging: Callable[[ImportRun], Mapping[str, int]] | None = None,
) -> Iterator[None]:
    """One transaction in which the rows are written and forgotten; then the run is applied, and the journal knows.

    ``hanging``: what hung on the records the moment they were made, for an undo to see what came later.
    """
    with transaction.atomic():
        hold(run)
        if run.is_applied:
            raise AlreadyApplied
        yield
        if hanging is not None:
            run.hanging = hanging(run)
        run.is_applied, run.applied_at = True, timezone.now()
        run.task, run.stage, run.failure = Task.APPLY, Stage.DONE, ""
        run.full_clean()
        run.save(update_fields=["is_applied", "applied_at", "hanging", "task", "stage", "failure"])
        journal.note("import.applied", about=run, by=by, **numbers(run))


def _look_again(run: ImportRun, checker: RowChecker) -> list[RowFinding]:
    """What each row will do now. Where that is refused, the new answer is kept and nothing is written."""
    if run.rows.filter(state=State.REFUSED).exists():
        raise RowsAreRefused
    report(run, done=0, rows_total=run.rows.count())
    found, done = [], 0
    for rows in batched(run.rows.order_by("number"), BATCH):
        found += checker.findings([Row.restored(row.number, row.cells) for row in rows], {})
        done += len(rows)
        report(run, done=done)
    refused = {each.row.number: each.problems for each in found if each.problems}
    if refused:
        told = list(run.rows.filter(number__in=refused))
        for row in told:
            row.state, row.problems = State.REFUSED, refused[row.number]
        ImportedRow.objects.bulk_update(told, ["state", "problems"], batch_size=100)
        raise RowsHaveChanged
    return [each for each in found if each.state != State.KNOWN]
