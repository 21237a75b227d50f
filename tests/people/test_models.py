"""Persons as they are searched and described."""

from datetime import date

import pytest

from people.models import Person
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [
        make_person(family_name="សុខ", given_name="ស្រីមុំ", name_latin="Sok Sreymom"),
        make_person(family_name="កែវ", given_name="ដារា", name_latin="Keo Dara"),
    ]


@pytest.mark.parametrize("text", ["ស្រីមុំ", "សុខ ស្រី", "សុខស្រីមុំ", "sreymom", "SOK-SREY", "សី្រមុំ", "ស្រី\u200bមុំ"])
def test_person_is_found_in_both_scripts_however_it_is_spelt(people, text):
    assert list(Person.objects.matching(text)) == [people[0]]


def test_person_is_found_by_code(people):
    assert list(Person.objects.matching(f" {people[1].code.lower()} ")) == [people[1]]


@pytest.mark.parametrize("text", ["", "  ", "!?", "វិចិត្រ"])
def test_person_is_not_found_by_anything_else(people, text):
    assert list(Person.objects.matching(text)) == []


def test_people_stand_in_the_order_of_the_khmer_dictionary(people):
    assert list(Person.objects.by_name()) == [people[1], people[0]]


def test_person_knows_the_age_on_a_day():
    person = make_person(birth_year=2014, birth_month=7)
    assert [person.age_on(date(2025, 6, 30)), person.age_on(date(2025, 7, 1))] == [10, 11]
    assert person.age_group_on(date(2025, 7, 1)) == "10_14"
