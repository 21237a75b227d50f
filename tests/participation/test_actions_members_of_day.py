"""What the recording of a meeting must know, loaded in one query."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from participation.actions.aliases import known_as
from participation.actions.meetings import record_meeting, withdraw_meeting
from participation.actions.members_of_day import Member, members_of_day
from participation.models import Attendance, Meeting
from participation.refusals import MeetingWithdrawn, NotAMemberThatDay
from people.merging import merge_people
from tests.factories.accounts import make_user
from tests.factories.participation import make_mark, make_meeting, make_membership
from tests.factories.people import make_person
from tests.participation.reaches import Reach

pytestmark = pytest.mark.django_db
HELD_ON, DAY = date(2025, 6, 15), timedelta(days=1)


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def user(reach):
    return reach.facilitator()


def loaded(reach, user, persons=None, **overrides):
    people = [person.pk for person in (persons if persons is not None else [reach.person])]
    asked = {"group_id": reach.group.pk, "meeting_id": uuid.uuid4(), "held_on": HELD_ON, "people": people, "by": user}
    with transaction.atomic():
        return members_of_day(**{**asked, **overrides})


def record(day, user, states, **overrides):
    fields = {"group": day.group, "id": day.meeting_id, "held_on": day.held_on, "slot": day.slot, "members": day}
    return record_meeting(**{**fields, **overrides}, by=user, marks=states)


def statements(queries):
    return [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_group_and_members_of_the_day_come_together(reach, user):
    before = reach.add_member(birth_year=2010, birth_month=3, sex="male", difficulty="yes").person
    make_mark(meeting=make_meeting(group=reach.group, held_on=HELD_ON - DAY), person=before)
    ended = make_membership(group=reach.group, began_on=date(2024, 1, 1), ended_on=HELD_ON - DAY).person
    mistake = make_membership(
        group=reach.group, began_on=date(2024, 1, 1), ended_on=date(2025, 12, 1), end_reason="mistake"
    ).person
    later = make_membership(group=reach.group, began_on=HELD_ON + DAY).person
    unasked = reach.add_member().person
    day = loaded(reach, user, [reach.person, before, ended, mistake, later, reach.stranger])
    assert day.group == reach.group
    assert day.people == {
        reach.person.pk: Member("female", 2014, None, "no", False),
        before.pk: Member("male", 2010, 3, "yes", True),
    }
    assert unasked.pk not in day.people
    assert (day.is_withdrawn, day.kept_as) == (False, None)


def test_group_comes_without_members_too(reach, user):
    day = loaded(reach, user, [])
    assert (day.group, day.people) == (reach.group, {})


def test_group_out_of_reach_is_as_none_at_all(reach, user):
    assert loaded(reach, user, group_id=reach.foreign_group.pk) is None
    assert loaded(reach, user, group_id=uuid.uuid4()) is None
    assert loaded(reach, reach.reader()) is None
    user.is_active = False
    assert loaded(reach, user) is None


@pytest.mark.parametrize("number", [10, 40, 100])
def test_recording_costs_six_statements_with_the_members_loaded(reach, user, figure, number):
    people = [reach.add_member().person for _turn in range(number)]
    user.current_grants, user.last_checks  # noqa: B018 — a phone's call has loaded them with the device
    with CaptureQueriesContext(connection) as queries:
        day = loaded(reach, user, people)
        record(day, user, {person.pk: "present" for person in people})
    figure(f"group, members and a meeting of {number}: {len(statements(queries))} statements")
    assert len(statements(queries)) == 6
    assert Attendance.objects.filter(meeting=day.meeting_id, is_first_time=True).count() == number


def test_marks_are_the_same_as_without(reach, user):
    others = [reach.add_member(birth_year=year).person for year in (2000, 2009, None)]
    marks = {person.pk: state for person, state in zip(others, ("late", "absent", "present"), strict=True)}
    with_members = record(loaded(reach, user, others), user, marks)
    columns = ("person_id", "state", "is_first_time", "sex", "age_group", "difficulty")
    found = set(with_members.marks.values_list(*columns))
    withdraw_meeting(meeting=with_members, by=user, reason="twice")
    without = record_meeting(group=reach.group, held_on=HELD_ON, by=user, marks=marks)
    assert set(without.marks.values_list(*columns)) == found


def test_who_was_not_asked_about_or_another_meeting_is_refused(reach, user):
    day, other = loaded(reach, user), reach.add_member().person
    states = {reach.person.pk: "present"}
    for wrong in (
        {"held_on": HELD_ON - DAY},
        {"slot": 2},
        {"id": uuid.uuid4()},
        {"group": reach.foreign_group},
    ):
        with pytest.raises(TypeError):
            record(day, user, states, **wrong)
    with pytest.raises(TypeError):
        record(day, user, {**states, other.pk: "present"})
    assert not Meeting.objects.exists()


def test_stranger_is_refused_with_the_members_loaded(reach, user):
    day = loaded(reach, user, [reach.person, reach.stranger])
    with pytest.raises(NotAMemberThatDay):
        record(day, user, {reach.person.pk: "present", reach.stranger.pk: "present"})


def test_merged_person_is_found_under_the_old_id(reach, user):
    gone = make_person()
    key = gone.pk
    merge_people(kept=reach.person, gone=gone, by=user)
    day = loaded(reach, user, [], people=[key])
    meeting = record(day, user, {key: "late"})
    assert list(meeting.marks.values_list("person_id", "state")) == [(reach.person.pk, "late")]


@pytest.mark.parametrize("has_marks", [True, False])
def test_meeting_taken_out_or_led_elsewhere_is_known(reach, user, has_marks):
    people, states = ([reach.person], {reach.person.pk: "present"}) if has_marks else ([], {})
    gone = record_meeting(group=reach.group, held_on=HELD_ON, by=user, marks={})
    key = gone.pk
    withdraw_meeting(meeting=gone, by=user, reason="twice")
    day = loaded(reach, user, people, meeting_id=key)
    assert day.is_withdrawn
    with pytest.raises(MeetingWithdrawn):
        record(day, user, states)
    kept, other = record_meeting(group=reach.group, held_on=HELD_ON, by=user, marks={}), uuid.uuid4()
    known_as(meeting=kept, id=other, by=user)
    day = loaded(reach, user, people, meeting_id=other, held_on=HELD_ON - DAY)
    assert day.kept_as == kept.pk
    assert record(day, user, states) == kept
    assert Meeting.objects.count() == 1


def test_user_without_a_role_may_record_nowhere(reach):
    assert loaded(reach, make_user()) is None


def test_meeting_that_was_taken_out_after_the_loading_is_not_recorded(reach, user):
    meeting = make_meeting(group=reach.group, held_on=HELD_ON)
    day = loaded(reach, user, meeting_id=meeting.pk)
    withdraw_meeting(meeting=meeting, by=user, reason="not_held")
    with pytest.raises(MeetingWithdrawn):
        record(day, user, {reach.person.pk: "present"})
    assert not Meeting.objects.exists()
