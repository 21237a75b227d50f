"""A query whose SQL is made once and then run with other values.

Django makes the SQL of a query anew each time, which for a query of many parts takes several times as long as the
database needs to answer it. Where one such query is asked at every request, it is written once, over stand-ins for what
differs.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.sql import UpdateQuery

type Value = uuid.UUID | date | int | str
type Slot = tuple[str | None, Any]
"""A name with the form in which its value is given, or no name with the value itself."""

ANY_KEY, ANOTHER_KEY = -1_000_000_001, -1_000_000_002
"""Stand-ins for keys that are numbers: no row has them, and nothing else in a query is likely to be them."""

FORMS: tuple[Callable[[Any], Any], ...] = (
    lambda value: value,
    str,
    lambda value: value.hex if isinstance(value, uuid.UUID) else None,
)
"""How a value may stand among the parameters: as itself, or as the text that a database without its type is given."""


class Compiled:
    """``rows`` was made with a stand-in for each value that differs from run to run: an id, a day or a word found
    nowhere else in the query. Whatever else it depends on (the reader's roles, today) belongs into the key under which
    the caller keeps it. Raises ``LookupError`` where a stand-in is not among the parameters, unless it ``may_miss``.
    """

    def __init__(self, rows: models.QuerySet, stand_ins: Mapping[str, Value], *, may_miss: Collection[str] = ()):
        self._rows, self._compiler = rows, rows.query.get_compiler(rows.db)
        self._converters: dict | None = None
        try:
            self._sql, parameters = self._compiler.as_sql()
        except EmptyResultSet:  # nobody reaches anything
            self._sql, self._parameters = None, []
            return
        self._parameters = _slots(parameters, stand_ins, may_miss)

    def run(self, **values: Value) -> models.QuerySet:
        """The rows for these values, not yet fetched."""
        if self._sql is None:
            return self._rows.none()
        parameters = _filled(self._parameters, values)
        compiler, query = copy(self._compiler), copy(self._rows.query)
        compiler.connection = connections[self._rows.db]  # each thread has its own
        compiler.as_sql = lambda *_args, **_kwargs: (self._sql, parameters)
        compiler.get_converters = self._converters_of
        query.get_compiler = lambda *_args, **_kwargs: compiler
        return type(self._rows)(self._rows.model, query, self._rows.db)

    def _converters_of(self, columns: Iterable) -> dict:
        """How the driver's values become ours; the columns are the same at every run."""
        if self._converters is None:
            self._converters = self._compiler.get_converters(columns)
        return self._converters


class CompiledUpdate:
    """As ``Compiled``, for a change of some columns of ``rows``."""

    def __init__(self, rows: models.QuerySet, changes: Mapping[str, object], stand_ins: Mapping[str, Value]):
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        self._database = rows.db
        self._sql, parameters = query.get_compiler(rows.db).as_sql()
        self._parameters = _slots(parameters, stand_ins)

    def run(self, **values: Value) -> int:
        """How many rows were changed."""
        with connections[self._database].cursor() as cursor:
            cursor.execute(self._sql, _filled(self._parameters, values))
            return cursor.rowcount


def _slots(parameters: Iterable, stand_ins: Mapping[str, Value], may_miss: Collection[str] = ()) -> list[Slot]:
    found = [_slot(each, stand_ins) for each in parameters]
    missing = stand_ins.keys() - {name for name, _ in found} - set(may_miss)
    if missing:
        raise LookupError(f"Not among the parameters: {', '.join(sorted(missing))}.")
    return found


def _filled(slots: Iterable[Slot], values: Mapping[str, Value]) -> tuple:
    return tuple(form if name is None else form(values[name]) for name, form in slots)


def _slot(parameter: Any, stand_ins: Mapping[str, Value]) -> Slot:
    for name, stand_in in stand_ins.items():
        for form in FORMS:
            told = form(stand_in)
            if type(told) is type(parameter) and told == parameter:
                return name, form
    return None, parameter
