"""A draft into the codes: all rows are looked at once more, then they are written, all of them or none; and back."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts import journal
from accounts.models import User
from participation.imports.at_once import apply_at_once
from participation.imports.progress import hold
from participation.imports.refusals import (
    ImportHasLaterFacts,
    ImportOutOfReach,
    NotApplied,
    RowNotTaken,
)
from participation.imports.subjects import RowChecker
from participation.imports.traces import columns_of, restored_columns
from participation.models import ImportRun, ImportTrace

from ...scopes import keeps_the_programme
from .checking import Finding


def apply_import(*, run: ImportRun, by: User, checker: Callable[[User], RowChecker], kind: str) -> ImportRun:
    """Into the codes, all rows or none."""

    def write(found: Sequence[Finding]) -> None:
        ImportTrace.objects.bulk_create([_written(run, kind, each) for each in found])

    return apply_at_once(run=run, by=by, checker=checker(by), write=write, numbers=numbers_of)


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
