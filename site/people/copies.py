"""Exact copies of rows as JSON, and putting them back with every byte, dates that keep themselves included."""

from collections.abc import Iterable

from django.db import models

type Copy = dict[str, object]


def copy_of(row: models.Model) -> Copy:
    """Every column of a row, in text that its field reads back."""
    return {
        field.attname: None if field.value_from_object(row) is None else field.value_to_string(row)
        for field in row._meta.concrete_fields
    }


def values_of(model: type[models.Model], copy: Copy) -> dict[str, object]:
    """The columns of a copy as the values of its fields."""
    return {
        field.attname: None if copy[field.attname] is None else field.to_python(copy[field.attname])
        for field in model._meta.concrete_fields
    }


def put_back(model: type[models.Model], copies: Iterable[Copy]) -> None:
    """Make the rows what their copies say; what is not there is written anew."""
    for copy in copies:
        values = values_of(model, copy)
        key = values[model._meta.pk.attname]
        others = {name: value for name, value in values.items() if name != model._meta.pk.attname}
        if not model._base_manager.filter(pk=key).update(**others):
            model._base_manager.bulk_create([model(**values)])
            model._base_manager.filter(pk=key).update(**others)
