"""Many new rows of one table judged together: a value that stands in many of them is judged once."""

from collections.abc import Collection
from functools import lru_cache, partial

from django.core.exceptions import ValidationError
from django.db import models


class Cleaner:
    """``clean_fields`` for one row after the other, without the columns of ``exclude``."""

    def __init__(self, model: type[models.Model], *, exclude: Collection[str]) -> None:
        self.exclude = exclude
        self._columns = [
            (field.attname, lru_cache(maxsize=None, typed=True)(partial(_cleaned, field)))
            for field in model._meta.fields
            if field.name not in exclude and not field.generated
        ]

    def clean_fields(self, row: models.Model) -> None:
        """Where anything is wrong, the row itself says all that is."""
        try:
            for name, cleaned in self._columns:
                setattr(row, name, cleaned(getattr(row, name)))
        except ValidationError:
            row.clean_fields(exclude=self.exclude)


def _cleaned(field: models.Field, value: object) -> object:
    return value if field.blank and value in field.empty_values else field.clean(value, None)
