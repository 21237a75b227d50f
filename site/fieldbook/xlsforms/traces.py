"""What an import of meetings leaves behind for its undo."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Count, Model

from participation.models import ImportRun, ImportTrace, Meeting, MissedMeeting


class Kind(StrEnum):
    MEETING = "meeting"
    MISSED = "missed"


KINDS: dict[Kind, type[Model]] = {Kind.MEETING: Meeting, Kind.MISSED: MissedMeeting}


def keep(run: ImportRun, kind: Kind, records: Iterable[tuple[object, int | None]]) -> None:
    """What was made, with its version."""
    ImportTrace.objects.bulk_create(
        (ImportTrace(run=run, kind=kind, record=id, is_made=True, version=version) for id, version in records),
        batch_size=500,
    )


def numbers_of(run: ImportRun) -> dict[str, int]:
    """How many meetings, and days without one, the import brought: one query."""
    found = {"meetings": 0, "not_held": 0}
    names = {Kind.MEETING: "meetings", Kind.MISSED: "not_held"}
    for kind, number in run.traces.order_by().values_list("kind").annotate(Count("pk")):
        found[names[Kind(kind)]] = number
    return found


def hanging_on(run: ImportRun) -> dict[str, int]:
    """How many rows of each table point at the meetings that the import brought, whatever package they belong to."""
    made, found = run.traces.made().records(Kind.MEETING), {}
    for relation in Meeting._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": made})
        found[f"{relation.related_model._meta.label_lower}.{relation.field.name}"] = rows.count()
    return {name: number for name, number in found.items() if number}
