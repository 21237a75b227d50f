"""Registering and correcting persons."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import JournalEntry
from people.actions import PersonRefused, correct_person, register_people, register_person
from people.models import Difficulty, Person, Sex
from people.refusals import AskedInTheFuture, BornInTheFuture, BornTooLongAgo, ChangedMeanwhile, NameWithoutLetters
from tests.factories.accounts import make_user
from tests.factories.people import make_person
from tests.factories.places import make_village

pytestmark = pytest.mark.django_db


def register(**overrides):
    fields = {"by": make_user(), "family_name": "សុខ", "given_name": "សុភា", "sex": Sex.FEMALE, **overrides}
    return register_person(**fields)


def test_register_person_keeps_one_spelling_and_the_keys():
    person = register(family_name="  សុខ \u200b", given_name="សី្រ  មុំ", name_latin=" Sok  Sreymom ")
    again = register(family_name="សុខ", given_name="ស្រី មុំ", name_latin="Sok Sreymom")
    assert (person.name, person.name_latin) == (again.name, "Sok Sreymom")
    assert (person.name_key, person.name_sort) == (again.name_key, again.name_sort)
    assert list(Person.objects.matching("sreymom").by_name()) == list(Person.objects.by_name())


def test_register_person_writes_a_line_without_the_name():
    user = make_user()
    person = register(by=user, name_latin="Sok Sophea")
    line = JournalEntry.objects.get(verb="person.registered")
    assert (line.about_type, line.about_id, line.actor_id) == ("people.person", str(person.pk), user.pk)
    assert line.details == {}


def test_many_are_registered_as_each_alone_would_be():
    by = make_user()
    facts = {"family_name": "  សុខ ", "given_name": "បូ\u200bផា", "name_latin": "Sok  Bopha", "sex": Sex.FEMALE}
    facts |= {"birth_year": 2014, "village": make_village(), "difficulty": Difficulty.NO}
    alone, (among_others, other) = register_person(by=by, **facts), (Person(**facts), Person(**facts | {"sex": "male"}))
    register_people(people=[among_others, other], by=by)
    one, two = (Person.objects.filter(pk=person.pk).values().get() for person in (alone, among_others))
    assert {name for name in one if one[name] != two[name]} == {"id", "code", "created_at", "updated_at"}
    keys = [set(person.likeness_keys.values_list("key", "birth_year", "commune")) for person in (alone, among_others)]
    assert keys[0] == keys[1] != set()
    first, *rest = JournalEntry.objects.order_by("pk").values("kind", "verb", "actor", "about_type", "details")
    assert rest == [first, first]


@pytest.mark.parametrize(
    "fields", [{"sex": "girl"}, {"birth_year": 1850}, {"given_name": " "}, {"family_name": "ក" * 61}], ids=str
)
def test_who_is_refused_alone_is_refused_among_many(fields):
    by, facts = make_user(), {"family_name": "សុខ", "given_name": "បូផា", "sex": "female"}
    with pytest.raises(ValidationError) as alone:
        register_person(by=by, **facts | fields)
    good, bad = Person(**facts), Person(**facts | fields)
    with pytest.raises(PersonRefused) as among_many:
        register_people(people=[good, bad], by=by)
    assert among_many.value.person is bad
    assert among_many.value.refusal.messages == alone.value.messages
    assert (Person.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_codes_are_random_and_different():
    codes = {register().code for _ in range(5)}
    assert len(codes) == 5
    assert all(len(code) == 8 for code in codes)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"birth_year": 2999}, BornInTheFuture),
        ({"birth_year": 1890}, BornTooLongAgo),
        ({"family_name": "…", "given_name": "!?"}, NameWithoutLetters),
        ({"difficulty": Difficulty.YES, "difficulty_asked_on": date(2999, 1, 1)}, AskedInTheFuture),
        ({"given_name": " \u200b "}, ValidationError),
        ({"sex": "neither"}, ValidationError),
        ({"birth_month": 5}, ValidationError),
        ({"birth_year": 2014, "birth_month": 13}, ValidationError),
    ],
)
def test_register_person_refuses(fields, refusal):
    with pytest.raises(refusal):
        register(**fields)
    assert Person.objects.count() == 0


def test_register_person_in_the_month_after_this_is_in_the_future():
    next_month = timezone.localdate().replace(day=28) + timedelta(days=7)
    with pytest.raises(BornInTheFuture):
        register(birth_year=next_month.year, birth_month=next_month.month)


def test_answer_on_difficulty_without_a_day_was_given_today():
    assert register(difficulty=Difficulty.NO).difficulty_asked_on == timezone.localdate()


def test_difficulty_not_asked_keeps_no_day():
    person = register(difficulty=Difficulty.NOT_ASKED, difficulty_asked_on=date(2024, 1, 1))
    assert person.difficulty_asked_on is None


def test_correct_person_changes_what_is_given_and_counts_the_version():
    person, village = make_person(birth_year=2013), make_village()
    corrected = correct_person(person=person, by=make_user(), version=1, birth_year=2014, village=village)
    assert (corrected.birth_year, corrected.village, corrected.version) == (2014, village, 2)
    assert JournalEntry.objects.get(verb="person.corrected").details == {"fields": ["birth_year", "village"]}


def test_correct_person_finds_the_new_name_and_no_longer_the_old():
    person = make_person(given_name="ដារា")
    correct_person(person=person, by=make_user(), given_name="វិចិត្រ")
    assert list(Person.objects.matching("វិចិត្រ")) == [person]
    assert list(Person.objects.matching("ដារា")) == []


def test_correct_person_without_a_change_leaves_no_trace():
    person = make_person()
    correct_person(person=person, by=make_user(), family_name=f" {person.family_name} ")
    assert (person.version, JournalEntry.objects.count()) == (1, 0)


def test_correct_person_refuses_what_was_changed_meanwhile():
    person = make_person(birth_year=2013)
    opened = Person.objects.get(pk=person.pk)
    correct_person(person=person, by=make_user(), version=1, birth_year=2014)
    with pytest.raises(ChangedMeanwhile):
        correct_person(person=opened, by=make_user(), version=1, birth_year=2010)
    person.refresh_from_db()
    assert person.birth_year == 2014


def test_correct_person_knows_no_other_field():
    with pytest.raises(TypeError, match="code"):
        correct_person(person=make_person(), by=make_user(), code="AAAAAAAA")


def test_person_is_never_named_by_its_text():
    person = make_person()
    assert str(person) == f"person {person.code}"
