"""An import of services taken back whole: what it made goes, what it changed stands as before, unless life went on."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.imports.progress import hold
from participation.imports.refusals import ImportHasLaterFacts, ImportOutOfReach, NotApplied
from participation.imports.traces import columns_of, restored_columns
from participation.models import ImportRun, ImportTrace

from ..models import Service, ServiceCoverage
from .traces import KINDS, Kind, numbers_of


@transaction.atomic
def undo_import(*, run: ImportRun, by: User) -> None:
    """Bring the directory back to the moment before the import; the run itself goes too, the journal keeps both."""
    hold(run)
    if not run.is_applied:
        raise NotApplied
    _refuse_beyond_reach(run, by)
    for kind in KINDS:
        _refuse_later_facts(run, kind)
    made = run.traces.made()
    services = Service.objects.filter(pk__in=made.records(Kind.SERVICE))
    own = ServiceCoverage.objects.filter(pk__in=made.records(Kind.COVERAGE))
    if ServiceCoverage.objects.filter(service__in=services).exclude(pk__in=own.values("pk")).exists():
        raise ImportHasLaterFacts
    own.delete()
    services.delete()
    for kind, model in KINDS.items():
        for trace in run.traces.changed().filter(kind=kind):
            model.objects.filter(pk=trace.record).update(**restored_columns(model, trace.before))
    journal.note("import.undone", about=run, by=by, **numbers_of(run))
    run.delete()


def _refuse_beyond_reach(run: ImportRun, by: User) -> None:
    for kind, model in KINDS.items():
        rows = model.objects.filter(pk__in=run.traces.records(kind))
        if rows.count() != rows.editable_by(by).count():
            raise ImportOutOfReach


def _refuse_later_facts(run: ImportRun, kind: Kind) -> None:
    """Every record is there, held for this transaction, and as the import left it."""
    traces: list[ImportTrace] = list(run.traces.filter(kind=kind))
    rows = KINDS[kind].objects.select_for_update().order_by("pk").in_bulk([trace.record for trace in traces])
    for trace in traces:
        record = rows.get(trace.record)
        if record is None or columns_of(record) != trace.after:
            raise ImportHasLaterFacts
