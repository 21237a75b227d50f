"""Parts of names: the same answer on both databases, on PostgreSQL by index."""

import pytest
from django.db import connection, transaction

from people.finding import INDEX, KHMER, LETTERS, SAMPLE_ENDS, SAMPLE_INDEX, letters_of
from people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def found(text: str) -> set[str]:
    return set(Person.objects.matching(text).values_list("given_name", flat=True))


def test_any_part_of_a_name_is_found():
    make_person(family_name="សុខ", given_name="ស្រីនាង", name_latin="Sok Sreyneang")
    make_person(family_name="លី", given_name="ដារា", name_latin="Ly Dara")
    for part in ("ស្រីនាង", "រីនា", "នាង", "sreyn", "YNEA", "k srey"):
        assert (part, found(part)) == (part, {"ស្រីនាង"})
    for part in ("", "  ", "ស្រីនាងដ", "%", "_", "នាង%", "\\"):
        assert (part, found(part)) == (part, set())


def test_letters_that_look_alike_to_the_index_are_told_apart():
    one, other = KHMER[0], KHMER[36]
    assert letters_of(one) == letters_of(other) == LETTERS[0]
    make_person(family_name="សុខ", given_name=one * 3)
    make_person(family_name="សុខ", given_name=other * 3)
    assert found(one * 3) == {one * 3}


def test_code_is_found_and_so_is_a_name_that_could_be_one():
    make_person(given_name="ដារា", code="CHANTHEA")
    make_person(given_name="ចន្ធា", name_latin="Sok Chanthea")
    assert found("chanthea") == {"ដារា", "ចន្ធា"}


@pytest.mark.parametrize("part", ["ស្រីនាង", "នាង", "sreyneang"])
def test_parts_are_found_by_index_on_postgresql_and_read_through_elsewhere(part):
    people = Person.objects.matching(part)
    if connection.vendor != "postgresql":
        assert "translate" not in str(people.query)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert INDEX in people.explain()
        cursor.execute(f"DROP INDEX {INDEX}")
        assert INDEX not in people.explain()
        transaction.set_rollback(True)


def test_sample_has_an_index_of_its_own_on_postgresql():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [SAMPLE_INDEX])
            (definition,) = cursor.fetchone()
        assert f"(id < '{SAMPLE_ENDS}'::uuid)" in definition
