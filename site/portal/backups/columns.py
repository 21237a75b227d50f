"""One form of a value on both databases: what stands in a line of a backup, and how it goes back into a column.

Values are read as the database gives them, past the wrappers of fields (stream blocks, files), so that what comes back
is what was there.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.dateparse import parse_date, parse_datetime, parse_time

type Value = str | int | float | bool | None
"""What JSON has a word for."""

EXACT = 1e16
"""From here on a float is an integer, and PostgreSQL writes it as one."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``plain``: the field that reads the column. ``told``: its value in a line. ``read``: the value of a line again.

    ``None`` where the value stands for itself.
    """

    plain: Callable[[], models.Field]
    told: Callable[[Any], Value] | None = None
    read: Callable[[Any], Any] | None = None


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def canonical_json(text: str) -> str:
    """The same document on both databases: PostgreSQL forgets the order of keys and how a number was written."""
    return json.dumps(json.loads(text, parse_float=_number), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def django_json(text: str) -> str:
    """The document as Django writes it into a column."""
    return json.dumps(json.loads(text))


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if abs(value) >= EXACT and value.is_integer() else value


def _bytes(value: bytes | memoryview) -> str:
    return base64.b64encode(bytes(value)).decode()


WHOLE, TEXT = Kind(models.BigIntegerField), Kind(models.TextField)
KINDS: dict[str, Kind] = {
    "AutoField": WHOLE,
    "BigAutoField": WHOLE,
    "BigIntegerField": WHOLE,
    "IntegerField": WHOLE,
    "PositiveBigIntegerField": WHOLE,
    "PositiveIntegerField": WHOLE,
    "PositiveSmallIntegerField": WHOLE,
    "SmallIntegerField": WHOLE,
    "CharField": TEXT,
    "FileField": TEXT,
    "SlugField": TEXT,
    "TextField": TEXT,
    "BooleanField": Kind(models.BooleanField),
    "FloatField": Kind(models.FloatField),
    "BinaryField": Kind(models.BinaryField, _bytes, base64.b64decode),
    "DateField": Kind(models.DateField, date.isoformat, parse_date),
    "DateTimeField": Kind(models.DateTimeField, moment, parse_datetime),
    "TimeField": Kind(models.TimeField, time.isoformat, parse_time),
    "UUIDField": Kind(models.UUIDField, UUID.__str__, UUID),
    "JSONField": Kind(models.TextField, canonical_json, django_json),
}
"""By ``Field.get_internal_type()``. A kind that is missing here stops a backup, and a guard before it."""


class UnknownKind(Exception):
    """A field of a kind that no backup has carried yet: say in ``KINDS`` how it is written."""


def kind_of(field: models.Field) -> Kind:
    """How a column is written; one that points somewhere, as the key that it points to."""
    while field.remote_field is not None:
        field = field.target_field
    try:
        return KINDS[field.get_internal_type()]
    except KeyError as unknown:
        raise UnknownKind(f"{field}: {field.get_internal_type()}") from unknown


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that are written; what the database makes itself is made again."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def into_column(kind: Kind, connection: BaseDatabaseWrapper) -> Callable[[Value], Any] | None:
    """What turns a value of a line into a parameter of a statement.

    PostgreSQL reads every kind from the words of a line; SQLite keeps what Django would have written.
    """
    if connection.vendor == "postgresql":
        return base64.b64decode if kind.read is base64.b64decode else None
    if kind.read is None:
        return None
    if kind.read is django_json:
        return django_json
    field = kind.plain()
    return lambda value: field.get_db_prep_save(kind.read(value), connection)
