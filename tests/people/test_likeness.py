"""Likeness of people: sounds, keys, score, and what it finds in the labelled pairs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions import correct_person, register_person
from people.likeness import LIKELY, Facts, commune_of, facts_of, keep_keys, keys_of, likely_people, likeness_of
from people.models import Person, Sex
from people.sounds import reading, sameness, skeleton
from tests.factories.accounts import make_user
from tests.factories.people import make_person
from tests.factories.places import make_village
from tests.people.likeness_pairs import KNOWN, different, same
from tests.people.likeness_unseen import UNSEEN


def is_found(one: Facts, other: Facts) -> bool:
    """As the register asks: they meet under a key, and the score is high enough."""
    return bool(keys_of(one) & keys_of(other)) and likeness_of(one, other) >= LIKELY


@pytest.mark.parametrize(
    ("names", "least_recall", "least_precision"),
    [pytest.param(KNOWN, 0.97, 0.98, id="known"), pytest.param(UNSEEN, 0.95, 0.8, id="unseen")],
)
def test_likeness_finds_the_labelled_pairs(names, least_recall, least_precision, figure, request):
    one_person, two_people = same(names), different(names)
    missed = [(kind, a, b) for kind, a, b in one_person if not is_found(a, b)]
    wrong = [(kind, a, b) for kind, a, b in two_people if is_found(a, b)]
    found = len(one_person) - len(missed)
    recall, precision = found / len(one_person), found / (found + len(wrong))
    figure(
        f"likeness, {request.node.callspec.id} names: {len(one_person)} pairs of one person, "
        f"{len(two_people)} of two: recall {recall:.3f}, precision {precision:.3f}"
    )
    assert len(one_person) + len(two_people) >= 300
    assert recall >= least_recall
    assert precision >= least_precision


@pytest.mark.parametrize(
    "spellings",
    [
        ("រស់ ដារា", "រស ដារ៉ា", "ដារា រស់", "Ros Dara", "Dara Ros", "ros tara"),
        ("ចាន់ ស្រីនាង", "ចន្ទ ស្រីនាង", "ចាន់ ស្រិនាង", "Chan Sreyneang", "Chan Srey Neang", "Chann Srey-Nieng"),
    ],
)
def test_spellings_of_one_name_meet_under_one_key(spellings):
    first, *others = (skeleton(*spelling.split(" ", 1)) for spelling in spellings)
    assert {other for other in others if other != first} <= {"cgnnrst"}


def test_other_names_have_other_keys():
    assert len({skeleton(*name.split()) for name in ("សុខ ដារា", "សុខ វិចិត្រ", "លី ដារា", "Sok Bopha")}) == 4
    assert skeleton("", "") == ""


@pytest.mark.parametrize(("one", "other"), [("រិទ្ធី", "រិធី"), ("ម៉ៅ", "មៅ"), ("Thida", "Tida"), ("Sovann", "sovan")])
def test_reading_levels_what_is_not_heard(one, other):
    assert reading(one) == reading(other)


def test_sameness_is_of_two_readings():
    assert sameness("", "") == 0.0
    assert sameness("abc", "") == 0.0
    assert sameness("dara", "dara") == 1.0
    assert sameness("dara", "bopha") < sameness("dara", "dary") < 1.0


@pytest.mark.parametrize(
    ("changes", "is_likely"),
    [
        ({}, True),
        ({"sex": Sex.OTHER}, True),
        ({"sex": Sex.MALE}, False),
        ({"birth_year": 2013}, True),
        ({"birth_year": 2012}, False),
        ({"birth_year": None}, True),
        ({"commune": ""}, True),
        ({"commune": "mef050602"}, False),
    ],
)
def test_sex_year_and_place_tell_people_apart(changes, is_likely):
    facts = {"sex": Sex.FEMALE, "birth_year": 2014, "commune": "mef050601"}
    one, other = Facts("សុខ", "សុភា", **facts), Facts("សុខ", "សុផា", **{**facts, **changes})
    assert (likeness_of(one, other) >= LIKELY) is is_likely
    assert likeness_of(one, other) == likeness_of(other, one)


@pytest.mark.parametrize(
    ("village", "commune"),
    [("mef05060101", "mef050601"), ("mef050601", "mef050601"), ("mef0506", ""), ("", ""), (None, "")],
)
def test_commune_of_a_place(village, commune):
    assert commune_of(village) == commune


# --- in the database -------------------------------------------------------------------------------------------------
def kept(person):
    return set(person.likeness_keys.values_list("key", "birth_year", "commune"))


@pytest.mark.django_db
def test_keys_follow_the_person():
    village = make_village()
    person = register_person(
        by=make_user(), family_name="រស់", given_name="ដារា", sex=Sex.MALE, birth_year=2013, village=village
    )
    assert kept(person) == {("rrt", 2013, "mef050601")}
    correct_person(person=person, by=make_user(), name_latin="Ros Vichet", birth_year=2014)
    assert kept(person) == {("rrt", 2014, "mef050601"), ("crtv", 2014, "mef050601")}
    correct_person(person=person, by=make_user(), name_latin="", village=None)
    assert kept(person) == {("rrt", 2014, "")}


@pytest.mark.django_db
def test_keeping_keys_again_changes_nothing():
    person = make_person(name_latin="Sok Dara")
    before = set(person.likeness_keys.values_list("pk", "key"))
    keep_keys(person)
    assert before == set(person.likeness_keys.values_list("pk", "key")) != set()


@pytest.mark.django_db
def test_likely_people_are_found_within_the_given_people():
    right = make_person(family_name="សុខ", given_name="ស្រីនាង", birth_year=2014)
    near = make_person(family_name="សុខ", given_name="ស្រិនាង", birth_year=2013)
    make_person(family_name="សុខ", given_name="ស្រីនាង", birth_year=2010)
    hidden = make_person(family_name="សុខ", given_name="ស្រីនាង", birth_year=2014)
    asked = [facts_of(right), Facts("លី", "ធីតា"), Facts("ស្រីនាង", "សុខ")]
    found = likely_people(asked, among=Person.objects.exclude(pk=hidden.pk))
    assert [row.person for row in found[0]] == [right, near]
    assert [row.score for row in found[0]] == sorted((row.score for row in found[0]), reverse=True)
    assert found[1] == []
    assert len(found[2]) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [1, 30])
def test_likely_people_cost_three_queries_however_many_are_asked(asked, django_assert_num_queries):
    for number in range(3):
        make_person(family_name="សុខ", given_name="ស្រីនាង", birth_year=2012 + number)
    with django_assert_num_queries(3):
        likely_people([Facts("សុខ", "ស្រីនាង", birth_year=2013)] * asked, among=Person.objects.all())


@pytest.mark.django_db
def test_candidates_are_fetched_by_index():
    make_person()
    with CaptureQueriesContext(connection) as queries:
        likely_people([Facts("សុខ", "ស្រីនាង", birth_year=2013)], among=Person.objects.all())
    sql = next(query["sql"] for query in queries if "personlikenesskey" in query["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{sql}")
        plan = " ".join(str(part) for row in cursor.fetchall() for part in row)
    assert "people_who_sound_alike" in plan
    assert "SCAN people_personlikenesskey" not in plan
