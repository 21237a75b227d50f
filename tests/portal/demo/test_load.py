"""The demo: the same rows whichever way they go in."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from participation.models import Attendance, CommunityGroup, Kind
from people.models import Person
from portal.demo import rows as rows_module
from portal.demo import shape
from portal.demo.life import SEATS, code_of
from portal.demo.load import load
from portal.demo.rows import ORDER
from tests.portal.demo.conftest import TODAY

MOMENTS = {"created_at", "updated_at", "received_at", "recorded_at"}
KEYS = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes"


class Undone(Exception):
    """Stops a load half-way."""


def tables() -> dict[str, list[tuple]]:
    """Every row that the demo wrote, but for numbers of the database's own and moments of the clock."""
    found = {}
    for model in ORDER:
        own = [field for field in model._meta.concrete_fields if "AutoField" not in field.get_internal_type()]
        rows = model._base_manager.values_list(*[field.attname for field in own if field.name not in MOMENTS])
        found[model._meta.db_table] = sorted(rows, key=repr)
    return found


def keys_and_indexes() -> set[tuple]:
    """On PostgreSQL, where a load takes them off and puts them back."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        return {*cursor.execute(KEYS).fetchall(), *cursor.execute(INDEXES).fetchall()}


@pytest.mark.parametrize("full", [1, 50_000])
def test_each_databases_own_way_leaves_the_rows_of_the_orm(facilitators, monkeypatch, full):
    monkeypatch.setattr(rows_module, "FULL", full)
    monkeypatch.setattr("portal.demo.life.SUMMARIES", ("tab\t, line\nend\r, back\\slash \\N",))
    before = keys_and_indexes()
    with transaction.atomic():
        told = load(TODAY, facilitators=facilitators, factor=2, copies=False)
        by_orm = tables()
        transaction.set_rollback(True)
    assert load(TODAY, facilitators=facilitators, factor=2) == told
    by_own_way = tables()
    assert {name: len(rows) for name, rows in by_own_way.items() if not rows} == {}
    assert by_own_way == by_orm
    assert keys_and_indexes() == before
    assert (told.groups, told.people, told.marks) == (14, Person.objects.count(), Attendance.objects.count())


def test_the_factor_multiplies_clubs_and_councils(facilitators):
    kinds = [one.kind for one in shape.shapes(TODAY, 100)]
    assert (kinds.count(Kind.COUNCIL), kinds.count(Kind.CLUB)) == (200, 300)
    networks = [one.kind for one in shape.network_shapes(TODAY, 100)]
    assert (set(networks), len(networks)) == ({Kind.NETWORK}, 200)


def test_a_load_that_fails_leaves_nothing(facilitators):
    def stop(tally):
        raise Undone

    before = keys_and_indexes()
    with pytest.raises(Undone):
        load(TODAY, facilitators=facilitators, progress=stop)
    assert not CommunityGroup.objects.exists()
    assert keys_and_indexes() == before


def test_codes_of_people_are_never_the_same():
    codes = {code_of(group * SEATS + seat) for group in range(1, 3000) for seat in range(SEATS)}
    assert (len(codes), {len(code) for code in codes}) == (2999 * SEATS, {8})


def test_sqlite_takes_no_country(facilitators, settings, monkeypatch):
    settings.IS_DEMO = True
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="SQLite takes a demo up to factor 5"):
        call_command("demo", factor=6)
    with pytest.raises(CommandError, match="1 or more"):
        call_command("demo", factor=0)
