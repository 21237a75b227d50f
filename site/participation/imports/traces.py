"""What an import leaves behind for its undo: what it made, what stood before, and what hung on it at its end."""

from django.db.models import Count, Model

from people.models import Person

from ..models import CommunityGroup, ImportRun, ImportTrace, Membership

Kind = ImportTrace.Kind
KINDS: dict[Kind, type[Model]] = {Kind.GROUP: CommunityGroup, Kind.PERSON: Person, Kind.MEMBERSHIP: Membership}
VERSIONED = (Kind.GROUP, Kind.PERSON)


def numbers_of(run: ImportRun) -> dict[str, int]:
    """How much was made and changed: one query."""
    found = {"groups": 0, "persons": 0, "memberships": 0, "changed": 0}
    names = {Kind.GROUP: "groups", Kind.PERSON: "persons", Kind.MEMBERSHIP: "memberships"}
    for kind, is_made, number in run.traces.order_by().values_list("kind", "is_made").annotate(Count("pk")):
        found[names[kind] if is_made else "changed"] += number
    return found


def columns_of(record: Model) -> dict[str, str | None]:
    """Every column of a record as text."""
    return {
        column.attname: None if getattr(record, column.attname) is None else column.value_to_string(record)
        for column in record._meta.concrete_fields
        if not column.primary_key
    }


def restored_columns(model: type[Model], columns: dict[str, str | None]) -> dict[str, object]:
    """The values from what ``columns_of`` gave."""
    fields = {column.attname: column for column in model._meta.concrete_fields}
    return {name: None if text is None else fields[name].to_python(text) for name, text in columns.items()}


def hanging_on(run: ImportRun) -> dict[str, int]:
    """How many rows of each kind point at the records that the import made, whatever package they belong to."""
    found: dict[str, int] = {}
    for kind, model in KINDS.items():
        made = run.traces.made().records(kind)
        has_some = made.exists()
        for relation in model._meta.get_fields(include_hidden=True):
            if not relation.auto_created or relation.concrete or relation.many_to_many:
                continue
            column, rows = relation.field.name, relation.related_model._base_manager
            number = rows.filter(**{f"{column}__in": made}).count() if has_some else 0
            found[f"{relation.related_model._meta.label_lower}.{column}"] = number
    return found
