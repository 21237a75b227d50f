"""Importing a roster beside only writing the same records: rows a second, and memory for a small and a large file.

The floor is COPY on PostgreSQL and ``bulk_create`` elsewhere. Import and floor take turns, and before each of them the
tables are put into one state: rows that an earlier turn left dead would slow one of the two and not the other.
"""

import csv
import gc
import io
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from statistics import median

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import JournalEntry, RoleGrant, User
from participation.imports.applying import apply_import
from participation.imports.columns import COLUMNS
from participation.imports.deciding import decide_open_rows
from participation.imports.drafting import check_file, receive_file
from participation.imports.traces import KINDS
from participation.imports.undoing import undo_import
from participation.models import (
    CommunityGroup,
    GroupStatus,
    GroupWord,
    ImportedRow,
    ImportRun,
    ImportTrace,
    Membership,
)
from people.models import NotTheSame, Person, PersonLikenessKey
from places.models import AdminArea
from portal.demo.words import BOYS, FAMILY, GIRLS

MEMBERS = 25
"""Members of each group of the roster."""

type Slice = tuple[type[models.Model], str, list]
"""A table, the column by which rows of it are found, and the values looked for."""

type Writing = Callable[[], int]
"""Puts rows back that were taken down, and says how many."""

WRITTEN = (
    CommunityGroup,
    GroupStatus,
    GroupWord,
    Person,
    PersonLikenessKey,
    NotTheSame,
    Membership,
    JournalEntry,
    ImportRun,
    ImportedRow,
    ImportTrace,
)
"""The tables that an import writes to."""


class NoPlaces(Exception):
    """The register has no villages for a roster."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of so many rows took, in seconds, and what the floor took for what it wrote."""

    rows: int
    doubtful: int
    check: float
    apply: float
    undo: float
    busy: float
    """Seconds of processor that this process took for check and import, without those of the database."""
    written: int = 0
    floor: float = 0.0
    ratios: tuple[float, ...] = ()
    """Of each round, the least first."""

    @property
    def rate(self) -> float:
        return self.rows / (self.check + self.apply)

    @property
    def floor_rate(self) -> float:
        return self.rows / self.floor

    @property
    def ratio(self) -> float:
        return self.rate / self.floor_rate


def roster(rows: int) -> tuple[AdminArea, bytes]:
    """A file of new groups with their new members, village after village, and the province they lie in."""
    chance = Random(rows)  # noqa: S311 — the same children in every run
    first = AdminArea.objects.filter(level=AdminArea.VILLAGE, is_active=True).order_by("pk").first()
    if first is None:
        raise NoPlaces("There are no villages yet. Load them first: python3 manage.py prepare")
    province = first.parent.parent.parent
    villages = AdminArea.objects.filter(pk__startswith=province.pk, level=AdminArea.VILLAGE, is_active=True)
    codes = list(villages.order_by("pk").values_list("code", flat=True))
    stream = io.StringIO()
    sheet = csv.writer(stream)
    sheet.writerow([column.key for column in COLUMNS])
    names = {"female": list(product(FAMILY, GIRLS)), "male": list(product(FAMILY, BOYS))}
    for number in range(rows):
        group, sex = number // MEMBERS, chance.choice(("female", "male"))
        family, given = chance.choice(names[sex])
        told = {
            "group_kind": "club",
            "group_name": f"ក្លឹបកុមារសាកល្បង {group}",
            "place_code": codes[group % len(codes)],
            "founded_on": "15/01/2020",
            "family_name": family[0],
            "given_name": given[0],
            "name_latin": f"{family[1]} {given[1]}",
            "sex": sex,
            "birth_year": chance.randint(2009, 2017),
            "village_code": codes[group % len(codes)],
            "post": "member",
            "began_on": "01/03/2023",
        }
        sheet.writerow([told.get(column.key, "") for column in COLUMNS])
    return province, stream.getvalue().encode()


def measured(rows: int, *, rounds: int) -> Imported:
    """The median of each part over some rounds, with the ratio of every round."""
    taken = [measure(rows) for _ in range(rounds)]
    parts = ("check", "apply", "undo", "busy", "floor")
    middle = {name: median(getattr(each, name) for each in taken) for name in parts}
    return replace(taken[0], **middle, ratios=tuple(sorted(each.ratio for each in taken)))


def measure(rows: int) -> Imported:
    """Import a roster and take it back; then only write the rows that it wrote. Nothing stays."""
    tidy()
    with transaction.atomic():
        took, write_maker, written = _import(rows)
        transaction.set_rollback(True)
    tidy()
    with transaction.atomic():
        write_maker()
        began = time.perf_counter()
        number = sum(write() for write in written)
        _settle()
        floor = time.perf_counter() - began
        transaction.set_rollback(True)
    return replace(took, written=number, floor=floor)


def tidy() -> None:
    """Dead rows away, statistics anew, on PostgreSQL; within a transaction of the caller's that cannot be done."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in WRITTEN)
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {tables}")


def _import(rows: int) -> tuple[Imported, Writing, list[Writing]]:
    """What it took, and what puts back its maker and the rows that it wrote."""
    province, content = roster(rows)
    by, before = _officer(province), _last_line()
    run, check, busy = _timed(lambda: _checked(content, by))
    doubtful = run.rows.filter(state=ImportedRow.State.DUPLICATE).count()
    decide_open_rows(run=run, choice=ImportedRow.Choice.OTHER, by=by)
    _, apply, also_busy = _timed(lambda: (apply_import(run=run, by=by), _settle()))
    taken_down = _copied if connection.vendor == "postgresql" else _listed
    maker, written = taken_down(User, "id", [by.pk]), [taken_down(*each) for each in _slices(run, before)]
    _, undo, _ = _timed(lambda: (undo_import(run=run, by=by), _settle()))
    return Imported(rows, doubtful, check, apply, undo, busy + also_busy), maker, written


def _timed[Given](work: Callable[[], Given]) -> tuple[Given, float, float]:
    """What some work gives, the seconds it takes, and those for which this process held a processor."""
    began, busy = time.perf_counter(), time.process_time()
    given = work()
    return given, time.perf_counter() - began, time.process_time() - busy


@transaction.atomic
def peak_memory(rows: int) -> float:
    """The most that checking and importing a roster adds to what the process holds, in megabytes. Nothing stays.

    Python looks for dead cycles the more seldom, the more lives: what is there before is left out of that, so that an
    earlier measure does not decide how many of them wait.
    """
    gc.collect()
    gc.freeze()
    province, content = roster(rows)
    by = _officer(province)
    tracemalloc.start()
    try:
        run = _checked(content, by)
        decide_open_rows(run=run, choice=ImportedRow.Choice.OTHER, by=by)
        apply_import(run=run, by=by)
        return tracemalloc.get_traced_memory()[1] / 1_000_000
    finally:
        tracemalloc.stop()
        gc.unfreeze()
        transaction.set_rollback(True)


def _checked(content: bytes, by: User) -> ImportRun:
    run = receive_file(content=content, file_name="bench.csv", by=by)
    check_file(run=run, by=by)
    return run


def _officer(province: AdminArea) -> User:
    user = User.objects.create(username="bench-import", full_name="Bench", code_of_conduct_accepted_at=timezone.now())
    RoleGrant.objects.create(user=user, role="programme_officer", area=province, began_on=timezone.localdate())
    return user


def _last_line() -> int:
    return JournalEntry.objects.aggregate(last=models.Max("pk"))["last"] or 0


def _settle() -> None:
    """What a commit would still check is checked within the time that is measured."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _slices(run: ImportRun, before: int) -> list[Slice]:
    """Every row that the import left in the register and in the journal, parents before children."""
    groups, people, memberships = (
        list(run.traces.made().records(kind).values_list("record", flat=True)) for kind in KINDS
    )
    lines = JournalEntry.objects.filter(pk__gt=before).values_list("pk", flat=True)
    apart = NotTheSame.objects.filter(models.Q(first__in=people) | models.Q(second__in=people))
    return [
        (CommunityGroup, "id", groups),
        (GroupStatus, "group_id", groups),
        (GroupWord, "group_id", groups),
        (Person, "id", people),
        (PersonLikenessKey, "person_id", people),
        (NotTheSame, "id", list(apart.values_list("pk", flat=True))),
        (Membership, "id", memberships),
        (JournalEntry, "id", list(lines)),
    ]


def _copied(model: type[models.Model], column: str, keys: list) -> Writing:
    """COPY out at once; COPY in when asked."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        wanted = f"COPY (SELECT * FROM {table} WHERE {column} = ANY(%s)) TO STDOUT"  # noqa: S608 — our own tables
        with cursor.copy(wanted, [keys]) as copy:
            data = b"".join(copy)

    def write() -> int:
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(data)
        return data.count(b"\n")

    return write


def _listed(model: type[models.Model], column: str, keys: list) -> Writing:
    """The ORM's own way for many rows: the floor where the database has no COPY."""
    rows = list(model._base_manager.filter(**{f"{column}__in": keys}))
    return lambda: len(model._base_manager.bulk_create(rows))
