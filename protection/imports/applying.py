"""A draft into the directory: all rows are looked at once more, then they are written, all of them or none."""

from itertools import batched

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import User
from participation.imports.progress import Stage, Task, hold, report
from participation.imports.reading import Row
from participation.imports.refusals import (
    AlreadyApplied,
    NothingToImport,
    RowNotTaken,
    RowsAreRefused,
    RowsHaveChanged,
)
from participation.models import ImportedRow, ImportRun

from .checking import Checker, Finding, State
from .traces import numbers_of
from .writing import Writer

BATCH = 500
"""Rows looked at together."""


def apply_import(*, run: ImportRun, by: User) -> ImportRun:
    """Check once more, then write in one short transaction; who refused a row in between keeps all of them out."""
    if ImportRun.objects.filter(pk=run.pk, is_applied=True).exists():
        raise AlreadyApplied
    found = _look_again(run, by)
    if not found:
        raise NothingToImport
    with transaction.atomic():
        hold(run)
        if run.is_applied:
            raise AlreadyApplied
        _write(run, by, found)
        run.is_applied, run.applied_at = True, timezone.now()
        run.task, run.stage, run.failure = Task.APPLY, Stage.DONE, ""
        run.full_clean()
        run.save(update_fields=["is_applied", "applied_at", "task", "stage", "failure"])
        run.rows.update(cells={}, problems={})
        journal.note("import.applied", about=run, by=by, **numbers_of(run))
    return run


def _look_again(run: ImportRun, by: User) -> list[Finding]:
    """What each row will do now. Where that is refused, the new answer is kept and nothing is written."""
    if run.rows.filter(state=State.REFUSED).exists():
        raise RowsAreRefused
    report(run, done=0, rows_total=run.rows.count())
    checker, found, done = Checker(by), [], 0
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


def _write(run: ImportRun, by: User, found: list[Finding]) -> None:
    writer = Writer(run, by)
    for each in found:
        try:
            writer.add(each)
        except ValidationError as refusal:
            reason = " ".join(refusal.messages)
            raise RowNotTaken(row=each.row.number, reason=reason) from refusal
    try:
        with transaction.atomic():
            writer.write()
    except IntegrityError as error:
        raise RowNotTaken(row=found[0].row.number, reason=_("The directory has changed.")) from error
