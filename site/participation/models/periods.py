"""What the database itself holds about periods, on both engines: no two rows that belong together share a day.

PostgreSQL has exclusion constraints; SQLite is given triggers. They stand in ``Meta.constraints``, so that a table that
SQLite makes anew for a later migration has its triggers again.
"""

from datetime import date
from typing import Self

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Q
from django.db.models.constraints import BaseConstraint

from accounts.scoping import ScopedQuerySet

MODEL = type[models.Model]
FIRST = "began_on"
OF_A_TERM = ("ended_on", "ends_on")
"""The last day of a term: its early end where there is one, else its end."""
LAST_OF_ALL = "'9999-12-31'"
"""To SQLite, the last day of a period that is open; PostgreSQL knows an open range."""

TRIGGER = (
    "CREATE TRIGGER {name}_{verb} BEFORE {event} ON %(table)s "
    "WHEN EXISTS (SELECT 1 FROM %(table)s AS other WHERE other.id <> NEW.id AND {same} "
    "AND other.{first} <= {last} AND {other_last} >= NEW.{first}) "
    "BEGIN SELECT RAISE(ABORT, '{name}'); END"
)


class OpenPeriodQuerySet(ScopedQuerySet):
    """Rows from ``began_on`` to ``ended_on``, end inclusive, null while they go on."""

    def current(self, on: date) -> Self:
        """In force on a day."""
        return self.not_over(on).filter(began_on__lte=on)

    def not_over(self, on: date) -> Self:
        """In force on a day, or to begin later."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def overlapping(self, began_on: date, ended_on: date | None) -> Self:
        """What shares a day with a period; one without an end goes on."""
        begun = self.filter(began_on__lte=ended_on) if ended_on else self
        return begun.not_over(began_on)


class OfDatabase(BaseConstraint):
    """A constraint that the database alone judges; the action that writes turns its refusal into a sentence."""

    def validate(
        self, model: MODEL, instance: models.Model, exclude: set[str] | None = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Nothing to say here: between a look and the write another writer may come, so the database is asked."""

    def remove_sql(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_constraint, model, self.name)

    def create_sql(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(f"ALTER TABLE %(table)s ADD {self.clause(model, schema_editor)}", table=table)

    def constraint_sql(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> str | None:
        return self.clause(model, schema_editor)

    def clause(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> str:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class NoOverlap(OfDatabase):
    """Two rows with the same values in ``together`` never share a day; on PostgreSQL it needs ``btree_gist``.

    The last day is the first of the columns ``until`` that says one; where none does, the period goes on.
    """

    def __init__(self, *, together: tuple[str, ...], name: str, until: tuple[str, ...] = OF_A_TERM) -> None:
        super().__init__(name=name)
        self.together, self.until = tuple(together), tuple(until)

    def deconstruct(self) -> tuple[str, tuple, dict[str, object]]:
        path, args, kwargs = super().deconstruct()
        own = {"together": self.together} | ({} if self.until == OF_A_TERM else {"until": self.until})
        return path, args, kwargs | own

    def clause(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> str:
        same = ", ".join(f"{schema_editor.quote_name(column)} WITH =" for column in self._columns(model))
        days = f"daterange({FIRST}, {self._last_day()}, '[]') WITH &&"
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} EXCLUDE USING gist ({same}, {days})"

    def constraint_sql(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> str | None:
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def _triggers(self, model: MODEL, schema_editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        columns = self._columns(model)
        words = {
            "name": self.name,
            "same": " AND ".join(f"other.{column} = NEW.{column}" for column in columns),
            "first": FIRST,
            "last": self._last_day("NEW.", LAST_OF_ALL),
            "other_last": self._last_day("other.", LAST_OF_ALL),
        }
        watched = ", ".join((*columns, FIRST, *self.until))
        return [
            Statement(
                TRIGGER.format(**words, verb=verb, event=event),
                table=Table(model._meta.db_table, schema_editor.quote_name),
            )
            for verb, event in (("insert", "INSERT"), ("update", f"UPDATE OF {watched}"))
        ]

    def _columns(self, model: MODEL) -> list[str]:
        return [model._meta.get_field(name).column for name in self.together]

    def _last_day(self, row: str = "", otherwise: str = "") -> str:
        columns = [f"{row}{column}" for column in self.until] + ([otherwise] if otherwise else [])
        return columns[0] if len(columns) == 1 else f"COALESCE({', '.join(columns)})"
