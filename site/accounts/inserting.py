"""Many new rows of one table at once: COPY where the database knows it, one prepared INSERT elsewhere.

A whole commune is five times as many rows as its members, and the ORM's ``bulk_create`` weighs each value four times.
The rules are judged before, by the actions that call this.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

type Place = tuple[int, models.Field]
"""A field and where it stands among the columns."""

KNOWN = {
    "BigAutoField",
    "BooleanField",
    "CharField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "TextField",
}
KNOWN_TO_POSTGRESQL = {"DateField", "UUIDField"}
"""Kinds of columns whose values need no translation for the driver."""


def insert_all(rows: Iterable[models.Model]) -> None:
    """Write rows that are not saved yet. A number that the database gives itself stays unknown here."""
    rows = list(rows)
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields, own = _all_fields(model, connection.alias)
    _write(connection, model, [field.column for field in fields], _values(connection, fields, own, rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert(row: models.Model) -> None:
    """As ``row.save(force_insert=True)`` in a third of its time, for a row that nothing waits to be told of."""
    model = type(row)
    connection = connections[router.db_for_write(model)]
    fields, own = _all_fields(model, connection.alias)
    statement = _insert(connection, model, [field.column for field in fields])
    with connection.cursor() as cursor:
        cursor.execute(statement, next(_values(connection, fields, own, [row])))
    row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows of which only the values of some columns are told; the others stay empty."""
    rows = list(rows)
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    own = [(place, _translation(connection, field)) for place, field in _own(connection, fields)]

    def values() -> Iterator[list]:
        for row in rows:
            told = list(row)
            for place, translated in own:
                told[place] = translated(told[place], connection)
            yield told

    _write(connection, model, [field.column for field in fields], values())


@cache
def _all_fields(model: type[models.Model], alias: str) -> tuple[Sequence[models.Field], Sequence[Place]]:
    """The columns of a row that is written whole, and those that need a translation."""
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    return fields, _own(connections[alias], fields)


def _values(
    connection: BaseDatabaseWrapper,
    fields: Sequence[models.Field],
    own: Sequence[Place],
    rows: Iterable[models.Model],
) -> Iterator[list]:
    """The values of each row for the database's driver; what the driver knows by itself is taken as it stands."""
    taken = attrgetter(*(field.attname for field in fields))
    for row in rows:
        values = list(taken(row))
        for place, field in own:
            values[place] = field.get_db_prep_save(field.pre_save(row, True), connection)
        yield values


def _own(connection: BaseDatabaseWrapper, fields: Sequence[models.Field]) -> list[Place]:
    """The fields whose values the driver does not know by itself, with their places."""
    known = KNOWN | KNOWN_TO_POSTGRESQL if connection.vendor == "postgresql" else KNOWN
    return [(place, field) for place, field in enumerate(fields) if _kind_of(field) not in known]


def _translation(
    connection: BaseDatabaseWrapper, field: models.Field
) -> Callable[[object, BaseDatabaseWrapper], object]:
    """What the driver is given for a value of the field. An id needs no more than its own letters."""
    if _kind_of(field) == "UUIDField" and not connection.features.has_native_uuid_field:
        return lambda value, _connection: value and value.hex
    return field.get_db_prep_save


def _kind_of(field: models.Field) -> str:
    """What kind of value a column holds; a foreign key holds that of the column it points at."""
    while field.remote_field is not None:
        field = field.target_field
    return field.get_internal_type()


def _write(
    connection: BaseDatabaseWrapper, model: type[models.Model], columns: Sequence[str], values: Iterable[list]
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copied = f"COPY {_target(connection, model, columns)} FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(copied) as copy:
                for row in values:
                    copy.write_row(row)
        else:
            cursor.executemany(_insert(connection, model, columns), values)


def _insert(connection: BaseDatabaseWrapper, model: type[models.Model], columns: Sequence[str]) -> str:
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {_target(connection, model, columns)} VALUES ({places})"  # noqa: S608 — own tables


def _target(connection: BaseDatabaseWrapper, model: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
