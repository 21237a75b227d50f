"""Rosters, counts, strips and histories: what they say, and what they cost."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from participation.actions.groups import change_status
from participation.actions.memberships import change_post, end_membership
from participation.models import CommunityGroup, Kind
from participation.reads.histories import Event, history
from participation.reads.rosters import Counts, group_totals, heat, member_counts, roster, roster_totals
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_mark,
    make_meeting,
    make_membership,
    make_post,
)
from tests.factories.people import make_person
from tests.factories.places import make_area, make_village

pytestmark = pytest.mark.django_db
ON = date(2025, 6, 15)


@pytest.fixture
def officer():
    user = make_user("programme_officer")
    assert user.current_grants
    return user


def member(group, **person):
    return make_membership(group=group, person=make_person(**person))


def cost(read):
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)


# --- roster ----------------------------------------------------------------------------------------------------------
def test_roster_is_in_order_of_posts_then_names(officer):
    group = make_group()
    for post, given_name in (("member", "សុភា"), ("member", "កញ្ញា"), ("leader", "ហង្ស"), ("treasurer", "ដារា")):
        person = make_person(family_name="ចាន់", given_name=given_name)
        make_membership(group=group, person=person, post=make_post(code=post, position={"leader": 1}.get(post, 60)))
    make_post(code="treasurer", position=5)
    with translation.override("en"):
        rows = [(row.post_name, row.person.given_name) for row in roster(group, on=ON, user=officer)]
    assert rows == [("Leader", "ហង្ស"), ("Treasurer", "ដារា"), ("Member", "កញ្ញា"), ("Member", "សុភា")]


def test_roster_of_a_past_day_has_the_members_posts_and_ages_of_that_day(officer):
    group = make_group()
    membership = member(group, birth_year=2012)
    change_post(membership=membership, post=make_post(code="leader"), changed_on=date(2025, 1, 1), by=make_user())
    left = member(group, birth_year=2010)
    end_membership(membership=left, ended_on=date(2024, 12, 31), end_reason="moved_away", by=make_user())
    mistaken = member(group)
    end_membership(membership=mistaken, ended_on=date(2025, 1, 31), end_reason="mistake", by=make_user())
    make_membership(group=group, began_on=date(2025, 6, 16))
    rows = {
        day: {(row.person.pk, row.membership.post.code, row.age) for row in roster(group, on=day, user=officer)}
        for day in (date(2023, 2, 28), date(2024, 12, 31), ON)
    }
    assert rows == {
        date(2023, 2, 28): set(),
        date(2024, 12, 31): {(membership.person_id, "member", 12), (left.person_id, "member", 14)},
        ON: {(membership.person_id, "leader", 13)},
    }


def test_roster_marks_who_is_outside_the_ages(officer):
    group = make_group(age_from=6, age_to=17)
    adviser = make_post(code="youth_adviser")
    inside, above = member(group, birth_year=2008), member(group, birth_year=2007)
    adult = make_membership(group=group, post=adviser, person=make_person(birth_year=1999))
    unknown = member(group, birth_year=None)
    rows = {row.membership.pk: row for row in roster(group, on=ON, user=officer)}
    outside = [rows[one.pk].is_outside_ages for one in (inside, above, adult, unknown)]
    assert outside == [False, True, False, False]
    assert (rows[unknown.pk].age, rows[unknown.pk].age_group) == (None, "unknown")


def test_roster_shows_no_member_beyond_the_reach():
    group = make_group(area=make_village("05060101"))
    member(group)
    near = make_user("programme_officer", area=make_area("0506"))
    far, nameless = make_user("programme_officer", area=make_area("12")), make_user("area_officer")
    assert [len(roster(group, on=ON, user=user)) for user in (near, far, nameless)] == [1, 0, 0]


def test_totals_are_the_same_with_and_without_names(officer):
    group = make_group()
    for person in (
        {"sex": "female", "birth_year": 2013},
        {"sex": "female", "birth_year": 2012, "birth_month": 12},
        {"sex": "male", "birth_year": 2012},
        {"sex": "other", "birth_year": 1990},
        {"sex": "male", "birth_year": None},
    ):
        member(group, **person)
    totals = roster_totals(roster(group, on=ON, user=officer))
    lines = [(line.age_group, line.female, line.male, line.other, line.total) for line in totals.lines]
    assert lines == [("10_14", 2, 1, 0, 3), ("25_up", 0, 0, 1, 1), ("unknown", 0, 1, 0, 1)]
    assert (totals.female, totals.male, totals.other, totals.total) == (2, 2, 1, 5)
    assert group_totals(group, on=ON) == totals


@pytest.mark.parametrize("number", [1, 3])
def test_roster_and_totals_cost_one_query(officer, number):
    group = make_group()
    for _ in range(number):
        member(group, village=make_village())
    costs = [
        cost(lambda: [row.person.village for row in roster(group, on=ON, user=officer)]),
        cost(lambda: group_totals(group, on=ON)),
        cost(lambda: member_counts([group.pk], ON)),
    ]
    assert costs == [1, 1, 1]


# --- counts ----------------------------------------------------------------------------------------------------------
def test_member_counts_put_everybody_in_one_cell():
    group, empty = make_group(), make_group()
    years = {2007: 18, 2008: 17, 2000: 25, 2001: 24}
    for sex in ("female", "male"):
        for year in years:
            member(group, sex=sex, birth_year=year)
    member(group, sex="other", birth_year=2014, difficulty="yes")
    member(group, sex="female", birth_year=None)
    counts = member_counts([group.pk, empty.pk], ON)
    assert counts[group.pk] == Counts(
        total=10,
        girls=1,
        boys=1,
        young_women=2,
        young_men=2,
        women=1,
        men=1,
        others=2,
        with_difficulty=1,
    )
    assert counts[empty.pk] == Counts()
    assert counts[group.pk].children == 2


@pytest.mark.parametrize(
    ("birth", "cell"),
    [((2007, 6), "young_women"), ((2007, 7), "girls"), ((2000, 6), "women"), ((2000, 7), "young_women")],
)
def test_member_counts_know_the_month_of_birth(birth, cell):
    group = make_group()
    membership = member(group, sex="female", birth_year=birth[0], birth_month=birth[1])
    counts = member_counts([group.pk], ON)[group.pk]
    assert (getattr(counts, cell), counts.total) == (1, 1)
    youngest = {"girls": range(18), "young_women": range(18, 25), "women": range(25, 200)}
    assert membership.person.age_on(ON) in youngest[cell]


def test_member_counts_are_of_one_day():
    group = make_group()
    make_membership(group=group, began_on=date(2025, 1, 1), ended_on=date(2025, 3, 31))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1))
    assert [member_counts([group.pk], day)[group.pk].total for day in days] == [0, 1, 1, 0]


def test_member_counts_of_no_group_are_empty():
    assert member_counts([], ON) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_counts_of_a_page_of_groups_cost_one_query(number):
    groups = [make_membership().group for _ in range(number)]
    assert cost(lambda: member_counts([group.pk for group in groups], ON)) == 1


# --- the strip of the last meetings ----------------------------------------------------------------------------------
def test_heat_has_the_last_meetings_oldest_first_and_a_state_for_each():
    group = make_group()
    first, second = member(group).person, member(group).person
    days = [date(2025, month, 1) for month in (3, 1, 4, 2)]
    meetings = {day: make_meeting(group=group, held_on=day) for day in days}
    make_mark(meeting=meetings[date(2025, 1, 1)], person=first)
    make_mark(meeting=meetings[date(2025, 2, 1)], person=first, state="absent")
    make_mark(meeting=meetings[date(2025, 4, 1)], person=second, state="late")
    make_mark(meeting=make_meeting(held_on=date(2025, 3, 3)), person=first)
    strip = heat(group, people=[first, second.pk], last=3)
    assert [meeting.held_on for meeting in strip.meetings] == [date(2025, month, 1) for month in (2, 3, 4)]
    assert strip.rows == {first.pk: ("absent", None, None), second.pk: (None, None, "late")}


def test_heat_shows_nobody_who_was_not_asked_for():
    mark = make_mark()
    other = make_person()
    for people in ([], [other]):
        strip = heat(mark.meeting.group, people=people)
        assert [meeting.id for meeting in strip.meetings] == [mark.meeting_id]
        assert strip.rows == {person.pk: (None,) for person in people}


def test_heat_of_a_group_that_never_met_is_empty():
    stranger = uuid.uuid4()
    strip = heat(make_group(), people=[stranger])
    assert (strip.meetings, strip.rows) == ((), {stranger: ()})


@pytest.mark.parametrize("number", [1, 3])
def test_heat_costs_one_query(number):
    group = make_group()
    people = [member(group).person for _ in range(number)]
    for meeting in [make_meeting(group=group) for _ in range(number)]:
        for person in people:
            make_mark(meeting=meeting, person=person)
    assert cost(lambda: heat(group, people=people)) == 1


# --- histories -------------------------------------------------------------------------------------------------------
def test_history_of_a_group_is_told_from_the_facts(officer):
    group = make_group(founded_on=date(2020, 1, 15))
    membership = member(group)
    leader = make_post(code="leader")
    change_post(membership=membership, post=leader, changed_on=date(2024, 1, 1), by=officer)
    facilitation = make_facilitation(group=group, began_on=date(2023, 5, 1), ended_on=date(2024, 5, 1))
    change_status(group=group, status="closed", since=date(2025, 1, 31), reason="គ្មានសមាជិក", by=officer)
    mistaken = member(group)
    mistaken.ended_on, mistaken.end_reason = date(2024, 1, 1), "mistake"
    mistaken.save()
    rows = [(row.on, row.event) for row in history(group, user=officer)]
    assert rows == [
        (date(2025, 1, 31), Event.LEFT),
        (date(2025, 1, 31), Event.STATUS),
        (date(2024, 5, 1), Event.FACILITATOR_WENT),
        (date(2024, 1, 1), Event.POST_CHANGED),
        (date(2023, 5, 1), Event.FACILITATOR_CAME),
        (date(2023, 3, 1), Event.JOINED),
        (date(2020, 1, 15), Event.STATUS),
        (date(2020, 1, 15), Event.FOUNDED),
    ]
    by_event = {row.event: row for row in history(group, user=officer)}
    assert by_event[Event.POST_CHANGED].post == leader
    assert by_event[Event.FACILITATOR_CAME].facilitator == facilitation.user
    with translation.override("en"):
        assert by_event[Event.LEFT].end_reason_label == "The group closed"
        assert [row.status_label for row in history(group, user=officer) if row.event == Event.STATUS] == [
            "Closed",
            "Active",
        ]


def test_history_of_a_group_names_nobody_to_who_sees_no_names():
    group = make_group()
    member(group)
    rows = history(group, user=make_user("area_officer"))
    assert [row.event for row in rows] == [Event.STATUS, Event.FOUNDED]


def test_history_of_a_person_stays_within_the_reach():
    person = make_person()
    near, far = make_group(area=make_village("05060101")), make_group(area=make_village("12100101"))
    make_membership(group=near, person=person, began_on=date(2023, 1, 1), ended_on=date(2023, 6, 30))
    make_membership(group=far, person=person, began_on=date(2024, 1, 1))
    officer = make_user("programme_officer", area=make_area("05"))
    rows = [(row.on, row.event, row.group) for row in history(person, user=officer)]
    assert rows == [(date(2023, 6, 30), Event.LEFT, near), (date(2023, 1, 1), Event.JOINED, near)]


@pytest.mark.parametrize("number", [1, 3])
def test_histories_cost_a_fixed_number_of_queries(officer, number):
    group, person = make_group(), make_person()
    for _ in range(number):
        member(group)
        make_facilitation(group=group)
        make_membership(person=person)
    costs = [
        cost(lambda: [(row.person, row.post, row.facilitator) for row in history(group, user=officer)]),
        cost(lambda: [(row.group, row.post) for row in history(person, user=officer)]),
    ]
    assert costs == [3, 1]


# --- names -----------------------------------------------------------------------------------------------------------
def test_group_has_its_latin_name_on_an_english_page():
    both, khmer_only = CommunityGroup(name_km="ក្លឹប", name_latin="Club"), CommunityGroup(name_km="ក្លឹប")
    with translation.override("en"):
        assert [both.name, khmer_only.name] == ["Club", "ក្លឹប"]
    with translation.override("km"):
        assert both.name == "ក្លឹប"


def test_groups_of_a_kind_and_open_ones():
    club, council = make_group(), make_group(kind=Kind.COUNCIL)
    closed = make_group(status="closed", status_reason="គ្មានសមាជិក")
    assert set(CommunityGroup.objects.of_kind(Kind.CLUB)) == {club, closed}
    assert set(CommunityGroup.objects.open()) == {club, council}
