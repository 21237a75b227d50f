"""What an import leaves behind for its undo: what it made, what stood before, and what hung on it at its end."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import models
from django.db.models import Model

from people.models import Person

from ..models import CommunityGroup, Membership

CHANGED: dict[str, type[Model]] = {"group": CommunityGroup, "person": Person}


@dataclass(slots=True)
class Traces:
    """Kept with the run as JSON; ids are texts there."""

    groups: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    memberships: dict[str, int] = field(default_factory=dict)
    """The post of each membership by its id."""
    changed: list[dict] = field(default_factory=list)
    hanging: dict[str, int] = field(default_factory=dict)

    def stored(self) -> dict:
        return asdict(self)

    def made(self) -> dict[type[Model], list[str]]:
        return {CommunityGroup: self.groups, Person: self.people, Membership: list(self.memberships)}


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


def hanging_on(made: dict[type[Model], Iterable[str]]) -> dict[str, int]:
    """How many rows of each kind point at the records, whatever package they belong to."""
    found: dict[str, int] = {}
    for model, keys in made.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not relation.auto_created or relation.concrete or relation.many_to_many:
                continue
            column: models.Field = relation.field
            rows = relation.related_model._base_manager.filter(**{f"{column.name}__in": list(keys)})
            found[f"{relation.related_model._meta.label_lower}.{column.name}"] = rows.count()
    return found
