"""A draft into the codes: all rows are looked at once more, then they are written, all of them or none; and back."""

from collections.abc import Callable
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.imports.progress import Stage, Task, hold, report
from participation.imports.reading import Row
from participation.imports.refusals import (
    AlreadyApplied,
    ImportHasLaterFacts,
    ImportOutOfReach,
    NotApplied,
    NothingToImport,
    RowNotTaken,
    RowsAreRefused,
    RowsHaveChanged,
)
from participation.imports.subjects import RowChecker
from participation.imports.traces import columns_of, restored_columns
from participation.models import ImportedRow, ImportRun, ImportTrace

from ...scopes import keeps_the_programme
from .checking import Finding, State

BATCH = 500
"""Rows looked at together."""


def apply_import(*, run: ImportRun, by: User, checker: Callable[[User], RowChecker], kind: str) -> ImportRun:
    """Check once more, then write in one transaction; who refused a row in between keeps all of them out."""
    if ImportRun.objects.filter(pk=run.pk, is_applied=True).exists():
        raise AlreadyApplied
    found = _look_again(run, checker(by))
    if not found:
        raise NothingToImport
    with transaction.atomic():
        hold(run)
        if run.is_applied:
            raise AlreadyApplied
        ImportTrace.objects.bulk_create([_written(run, kind, each) for each in found])
        run.is_applied, run.applied_at = True, timezone.now()
        run.task, run.stage, run.failure = Task.APPLY, Stage.DONE, ""
        run.full_clean()
        run.save(update_fields=["is_applied", "applied_at", "task", "stage", "failure"])
        run.rows.update(cells={}, problems={})
        journal.note("import.applied", about=run, by=by, **numbers_of(run))
    return run


def _look_again(run: ImportRun, checker: RowChecker) -> list[Finding]:
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


def _written(run: ImportRun, kind: str, found: Finding) -> ImportTrace:
    record = found.made
    before = columns_of(record) if found.found is not None else None
    for name, value in found.after.items():
        setattr(record, name, value)
    try:
        record.full_clean()
    except ValidationError as refusal:
        raise RowNotTaken(row=found.row.number, reason=" ".join(refusal.messages)) from refusal
    record.save()
    after, is_made = columns_of(record), found.found is None
    return ImportTrace(run=run, kind=kind, record=record.pk, is_made=is_made, before=before, after=after)


def numbers_of(run: ImportRun) -> dict[str, int]:
    """How much was made and changed."""
    return {"made": run.traces.filter(is_made=True).count(), "changed": run.traces.filter(is_made=False).count()}


@transaction.atomic
def undo_import(*, run: ImportRun, by: User, model: type[models.Model]) -> None:
    """Codes as they stood before the import, unless somebody changed them since."""
    hold(run)
    if not run.is_applied:
        raise NotApplied
    if not keeps_the_programme(by):
        raise ImportOutOfReach
    traces = list(run.traces.all())
    records = model.objects.select_for_update().in_bulk([trace.record for trace in traces])
    for trace in traces:
        record = records.get(trace.record)
        if record is None or columns_of(record) != trace.after:
            raise ImportHasLaterFacts
    for trace in traces:
        record = records[trace.record]
        if trace.is_made:
            record.delete()
        else:
            model.objects.filter(pk=record.pk).update(**restored_columns(model, trace.before))
    journal.note("import.undone", about=run, by=by, **numbers_of(run))
    run.delete()
