"""What an import of services leaves behind for its undo."""

from enum import StrEnum

from django.db.models import Count, Model

from participation.imports.traces import columns_of
from participation.models import ImportRun, ImportTrace

from ..models import Service, ServiceCoverage


class Kind(StrEnum):
    """The tables of this subject, as ``ImportTrace.kind`` names them."""

    SERVICE = "service"
    COVERAGE = "coverage"


KINDS: dict[Kind, type[Model]] = {Kind.SERVICE: Service, Kind.COVERAGE: ServiceCoverage}


def made(run: ImportRun, kind: Kind, record: Model) -> ImportTrace:
    """A record that was not there before."""
    return ImportTrace(run=run, kind=kind, record=record.pk, is_made=True, after=columns_of(record))


def changed(run: ImportRun, kind: Kind, record: Model, before: dict) -> ImportTrace:
    """A record that stood otherwise before."""
    return ImportTrace(run=run, kind=kind, record=record.pk, is_made=False, before=before, after=columns_of(record))


def numbers_of(run: ImportRun) -> dict[str, int]:
    """How much was made and changed: one query."""
    found = {"services": 0, "coverages": 0, "changed": 0}
    names = {Kind.SERVICE: "services", Kind.COVERAGE: "coverages"}
    for kind, is_made, number in run.traces.order_by().values_list("kind", "is_made").annotate(Count("pk")):
        found[names[Kind(kind)] if is_made else "changed"] += number
    return found
