"""Where the demo's rows go: through the ORM on any database, through COPY on PostgreSQL. Both leave the same rows."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from django.db import connection, models

from clubs.models import ClubProfile, PeerClubs, PlannedActivity, SeasonPlan
from content.models import AskRelease
from councils.models import (
    Candidate,
    CouncilProfile,
    DrawnLot,
    Election,
    ElectionRound,
    Mandate,
    Representation,
    Seat,
    Tally,
)
from participation.models import (
    Ask,
    AskAnswer,
    AskStep,
    Attendance,
    CommunityGroup,
    CountDelta,
    Decision,
    Facilitation,
    GroupCall,
    GroupStatus,
    GroupWord,
    HeadCount,
    Issue,
    JointMeeting,
    JointPart,
    Meeting,
    Membership,
    MissedMeeting,
    PlannedMeeting,
    ProjectGroup,
    School,
)
from people.models import Consent, Person, PersonLikenessKey

ORDER = (
    School,
    CommunityGroup,
    Person,
    PersonLikenessKey,
    Consent,
    GroupStatus,
    GroupWord,
    CouncilProfile,
    ClubProfile,
    Facilitation,
    ProjectGroup,
    Membership,
    Seat,
    Election,
    Election.seats.through,
    Candidate,
    ElectionRound,
    Tally,
    DrawnLot,
    DrawnLot.among.through,
    Mandate,
    Representation,
    Meeting,
    Attendance,
    HeadCount,
    Decision,
    Meeting.topics.through,
    CountDelta,
    PlannedMeeting,
    MissedMeeting,
    Issue,
    Ask,
    Ask.topics.through,
    AskStep,
    AskAnswer,
    AskRelease,
    JointMeeting,
    JointPart,
    SeasonPlan,
    PlannedActivity,
    PlannedActivity.topics.through,
    PeerClubs,
    GroupCall,
)
"""Every table that grows with the demo, parents before children."""

FULL = 50_000
"""Rows that wait at most before they are copied: what bounds the memory."""

type Row = models.Model | tuple
"""A record, or where there are millions of them its values, in the order of the columns (without a number of the
database's own)."""


class Rows(Protocol):
    """A way into the database."""

    def add(self, model: type[models.Model], rows: Iterable[Row]) -> None: ...

    def commune_done(self) -> None: ...

    def finish(self) -> None: ...


class OrmRows:
    """The way for every database, a commune at a time: records in bulk, bare values past the making of records."""

    def __init__(self) -> None:
        self._records: dict[type[models.Model], list[models.Model]] = {model: [] for model in ORDER}
        self._values: dict[type[models.Model], list[tuple]] = {model: [] for model in ORDER}

    def add(self, model: type[models.Model], rows: Iterable[Row]) -> None:
        for row in rows:
            (self._values if isinstance(row, tuple) else self._records)[model].append(row)

    def commune_done(self) -> None:
        for model in ORDER:
            model._default_manager.bulk_create(self._records[model], batch_size=2000)
            self._records[model].clear()
            if self._values[model]:
                _insert(model, self._values[model])
                self._values[model].clear()

    finish = commune_done


def _insert(model: type[models.Model], rows: list[tuple]) -> None:
    """One statement for all rows of values: half the time of making records of them first."""
    columns = _columns(model)
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    ready = [_preparer(field.target_field if field.is_relation else field) for field in columns]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 — names of our own tables
            ([as_kept(value) for as_kept, value in zip(ready, row, strict=True)] for row in rows),
        )


def _preparer(field: models.Field) -> Callable[[object], object]:
    """What makes of a value the one that the database keeps: the field's own way, or a shorter one to the same."""
    match field:
        case models.BooleanField():
            return bool
        case models.CharField():
            return str
        case models.UUIDField() if not connection.features.has_native_uuid_field:
            return lambda value: value and value.hex
        case models.UUIDField():
            return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)


class CopiedRows:
    """The way for PostgreSQL: lines of text that COPY takes in, some ten thousand at a time."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[str]] = {model: [] for model in ORDER}
        self._columns = {model: _columns(model) for model in ORDER}

    def add(self, model: type[models.Model], rows: Iterable[Row]) -> None:
        columns = self._columns[model]
        self._waiting[model] += [
            "\t".join(map(_text, row if isinstance(row, tuple) else _values(row, columns))) for row in rows
        ]

    def commune_done(self) -> None:
        if sum(map(len, self._waiting.values())) >= FULL:
            self.finish()

    def finish(self) -> None:
        for model, lines in self._waiting.items():
            if lines:
                names = ", ".join(connection.ops.quote_name(column.column) for column in self._columns[model])
                table = connection.ops.quote_name(model._meta.db_table)
                with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    copy.write("\n".join(lines) + "\n")
                lines.clear()


def _columns(model: type[models.Model]) -> list[models.Field]:
    """All columns but a number that the database gives itself."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _values(row: models.Model, columns: list[models.Field]) -> Iterator[object]:
    for field in columns:
        yield field.pre_save(row, True)


ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _word(value: str) -> str:
    text = str(value)
    return text if text.isalnum() else text.translate(ESCAPED)


TEXTS: dict[type, Callable[[object], str]] = {
    type(None): lambda value: r"\N",
    UUID: str,
    str: _word,
    bool: lambda value: "t" if value else "f",
    int: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    dict: lambda value: _word(json.dumps(value)),
}


def _text(value: object) -> str:
    """A value as COPY reads it."""
    kind = type(value)
    if kind not in TEXTS:  # such as a word of a closed set, which is a kind of text
        known = next((each for each in TEXTS if isinstance(value, each)), None)
        if known is None:
            raise TypeError(f"The demo has no way to copy a {kind.__name__}.")
        TEXTS[kind] = TEXTS[known]
    return TEXTS[kind](value)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Takes indexes, unique and foreign keys off the empty tables and puts them back on the full ones.

    One sort is cheaper than millions of insertions, and a foreign key is then checked by one join instead of by a
    queue of one entry a row. All of it is one transaction: a load that fails leaves every table as it was.
    """
    tables = [model._meta.db_table for model in ORDER]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        again: list[str] = []
        for table, name, definition in _constraints(cursor, tables):
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
        for name, definition in _indexes(cursor, tables):
            cursor.execute(f'DROP INDEX "{name}"')
            again.append(definition)
    yield
    with connection.cursor() as cursor:
        for statement in reversed(again):  # what was taken off last, the plain indexes, comes first
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')


def _constraints(cursor, tables: list[str]) -> list[tuple[str, str, str]]:
    """Foreign keys, then unique keys, then primary keys that no other table points to."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint AS one
        WHERE conrelid = ANY(%s::regclass[]) AND (
            contype IN ('f', 'u')
            OR contype = 'p' AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = one.conrelid)
        )
        ORDER BY array_position(ARRAY['f', 'u', 'p'], contype::text), conname
        """,
        [tables],
    )
    return cursor.fetchall()


def _indexes(cursor, tables: list[str]) -> list[tuple[str, str]]:
    """The indexes that are still there and that no constraint owns."""
    cursor.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid = ANY(%s::regclass[])
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
        ORDER BY 1
        """,
        [tables],
    )
    return cursor.fetchall()
