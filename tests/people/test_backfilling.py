"""Likeness keys of people who were registered before there were any."""

import io

import pytest
from django.core.management import call_command

from people import backfilling
from people.anonymising import remove_name
from people.backfilling import keep_all_keys, keys_are_missing
from people.models import PersonLikenessKey
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def keys():
    return set(PersonLikenessKey.objects.values_list("person", "key", "birth_year", "commune"))


@pytest.fixture
def people(monkeypatch):
    monkeypatch.setattr(backfilling, "AT_ONCE", 3)
    return [make_person() for _number in range(8)]


def test_keys_come_back_as_they_were_and_twice_is_once(people):
    before = keys()
    PersonLikenessKey.objects.all().delete()
    assert (keep_all_keys(), keys()) == (8, before)
    rows = set(PersonLikenessKey.objects.values_list("pk", flat=True))
    assert keep_all_keys() == 8
    assert set(PersonLikenessKey.objects.values_list("pk", flat=True)) == rows


def test_walk_that_was_stopped_is_seen_and_finished(people):
    class Stopped(Exception):
        pass

    def stop(done):
        if done >= 6:
            raise Stopped

    before = keys()
    PersonLikenessKey.objects.all().delete()
    with pytest.raises(Stopped):
        keep_all_keys(progress=stop)
    assert 0 < len(keys()) < len(before)
    assert keys_are_missing()
    keep_all_keys()
    assert (keys(), keys_are_missing()) == (before, False)


def test_nameless_people_and_names_without_a_sound_lack_nothing(people):
    for person in people[1:]:
        remove_name(person=person, reason="no_paper", by=None)
    people[0].family_name = people[0].given_name = ""
    people[0].save()
    PersonLikenessKey.objects.all().delete()
    assert not keys_are_missing()


@pytest.mark.parametrize("more", [0, 60])
def test_looking_costs_one_query_however_many_people(people, more, django_assert_num_queries):
    for _number in range(more):
        make_person()
    with django_assert_num_queries(1):
        assert not keys_are_missing()


def test_command_tells_how_far_it_is(people):
    out = io.StringIO()
    call_command("keep_likeness_keys", stdout=out)
    assert out.getvalue().splitlines() == ["3 people", "6 people", "8 people", "Keys of 8 people are kept."]
