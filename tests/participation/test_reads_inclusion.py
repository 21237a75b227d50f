from datetime import date

import pytest
from django.utils import translation

from participation.reads.inclusion import MemberFacts, facts_of_group, facts_of_roster, remarks
from participation.reads.rosters import roster
from people.models import Difficulty, Sex
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership, make_post, make_rule
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def facts(sex=Sex.FEMALE, age=12, difficulty=Difficulty.YES, adult=False):
    return MemberFacts(sex, age, difficulty, adult)


def said(*members):
    group = make_group(age_from=6, age_to=17)
    with translation.override("en"):
        return remarks(members, group=group, rule=make_rule(size_from=2, size_to=4))


def test_balanced_group_gets_no_remark():
    assert said(facts(), facts(sex=Sex.MALE)) == []


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ((), "There are 0 members. Usual are 2 to 4."),
        ((facts(),), "There is 1 member. Usual are 2 to 4."),
        ((facts(),) * 3 + (facts(sex=Sex.MALE),) * 2, "There are 5 members, more than the usual 4."),
        ((facts(), facts()), "No boy or man is a member."),
        ((facts(sex=Sex.MALE), facts(sex=Sex.OTHER)), "No girl or woman is a member."),
        (
            (facts(difficulty=Difficulty.NO), facts(sex=Sex.MALE, difficulty=Difficulty.NOT_ASKED)),
            "No member has a difficulty",
        ),
        ((facts(difficulty=Difficulty.NOT_ASKED), facts(Sex.MALE, 12, Difficulty.NOT_ASKED)), "Nobody was asked"),
        ((facts(), facts(sex=Sex.MALE, age=18)), "1 member is outside the ages of the group (6 to 17)."),
        ((facts(age=5), facts(sex=Sex.MALE, age=5, adult=True)), "2 members are outside the ages"),
    ],
)
def test_remark_names_what_is_missing(members, sentence):
    assert any(remark.startswith(sentence) for remark in said(*members))


def test_adviser_above_the_ages_and_unknown_age_are_no_remark():
    assert said(facts(age=22, adult=True), facts(sex=Sex.MALE, age=None)) == []


def test_facts_are_the_same_with_and_without_names():
    group, officer, day = make_group(), make_user("programme_officer"), date(2026, 3, 1)
    make_membership(group=group, person=make_person(sex=Sex.MALE, birth_year=2014, birth_month=5))
    make_membership(group=group, post=make_post(code="adviser", is_for_adults=True))
    make_membership(group=group, ended_on=date(2024, 1, 1))
    named = facts_of_roster(roster(group, on=day, user=officer))
    assert sorted(map(str, facts_of_group(group, on=day))) == sorted(map(str, named))
    assert len(named) == 2
