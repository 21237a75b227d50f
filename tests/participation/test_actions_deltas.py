"""The steps of the kept counts: whatever happened, their sum is a recount."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.actions.marks import Guests
from participation.actions.meetings import correct_meeting, record_meeting, withdraw_meeting
from participation.cells import cells_of
from participation.models import Attendance, CountDelta, HeadCount, Meeting
from participation.refusals import MeetingThatDayExists, NotAMemberThatDay
from people.merging import merge_people, undo_merge
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 15)
DAYS = [DAY + timedelta(days=number) for number in range(3)]
STATES = [*Attendance.State.values, None]
type Counts = dict[tuple, int]


def summed() -> Counts:
    """What all steps come to, by group and day."""
    found: Counter = Counter()
    for step in CountDelta.objects.all():
        at = (step.group_id, step.held_on)
        found[*at, "meetings"] += step.meetings
        for cell, number in [*step.marks.items(), *step.guests.items()]:
            found[*at, cell] += number
    return {key: number for key, number in found.items() if number}


def recounted() -> Counts:
    """The same from the rows themselves."""
    found: Counter = Counter()
    for meeting in Meeting.objects.all():
        marks = Attendance.objects.filter(meeting=meeting).values_list("sex", "age_group", "difficulty", "state")
        guests = HeadCount.objects.filter(meeting=meeting)
        cells = cells_of(marks, guests.values_list("group", "basis", "number", "with_difficulty"))
        at = (meeting.group_id, meeting.held_on)
        found[*at, "meetings"] += 1
        for cell, number in [*cells.marks.items(), *cells.guests.items()]:
            found[*at, cell] += number
    return {key: number for key, number in found.items() if number}


def members(group):
    kinds = [{"birth_year": 2015}, {"birth_year": 2009, "sex": "male"}, {"birth_year": 2015, "difficulty": "yes"}]
    return [make_membership(group=group, person=make_person(**kind)).person for kind in kinds]


def steps_of(meeting_id):
    rows = CountDelta.objects.filter(meeting_id=meeting_id).order_by("pk")
    return [(row.held_on, row.meetings, row.marks, row.guests) for row in rows]


# --- single writes ---------------------------------------------------------------------------------------------------
def test_recording_correcting_and_withdrawing_leave_one_step_each():
    group, by = make_group(), make_user()
    girl, boy, _other = members(group)
    meeting = record_meeting(
        group=group, held_on=DAY, by=by, marks={girl.pk: "present", boy.pk: "absent"}, guests=[Guests("men", 3)]
    )
    correct_meeting(meeting=meeting, by=by, marks={girl.pk: "late", boy.pk: "present"})
    key = meeting.pk
    withdraw_meeting(meeting=meeting, by=by, reason="twice")
    girl_came, boy_not, boy_came = "female:10_14:no:came", "male:15_17:no:not", "male:15_17:no:came"
    assert steps_of(key) == [
        (DAY, 1, {girl_came: 1, boy_not: 1}, {"men:counted:others": 3}),
        (DAY, 0, {boy_not: -1, boy_came: 1}, {}),
        (DAY, -1, {girl_came: -1, boy_came: -1}, {"men:counted:others": -3}),
    ]
    assert summed() == {}


def test_correction_of_words_alone_leaves_no_step():
    group, by = make_group(), make_user()
    meeting = record_meeting(group=group, held_on=DAY, by=by, marks={})
    correct_meeting(meeting=meeting, by=by, summary="ផ្លូវ", marks={})
    assert steps_of(meeting.pk) == [(DAY, 1, {}, {})]


def test_meeting_moved_to_another_day_goes_from_the_one_and_comes_to_the_other():
    group, by = make_group(), make_user()
    girl = members(group)[0]
    meeting = record_meeting(group=group, held_on=DAY, by=by, marks={girl.pk: "present"})
    correct_meeting(meeting=meeting, by=by, held_on=DAYS[1])
    cell = "female:10_14:no:came"
    assert steps_of(meeting.pk)[1:] == [(DAY, -1, {cell: -1}, {}), (DAYS[1], 1, {cell: 1}, {})]


def test_meeting_sent_twice_is_counted_once():
    group, by = make_group(), make_user()
    sent = partial(record_meeting, group=group, held_on=DAY, by=by, marks={})
    meeting = sent()
    assert sent(id=meeting.pk) == meeting
    assert len(steps_of(meeting.pk)) == 1


def test_refused_meeting_is_not_counted():
    with pytest.raises(NotAMemberThatDay):
        record_meeting(group=make_group(), held_on=DAY, by=make_user(), marks={make_person().pk: "present"})
    assert not CountDelta.objects.exists()


def test_two_marks_that_become_one_are_counted_as_one_and_as_two_again():
    group, by = make_group(), make_user()
    kept, other, _third = members(group)
    record_meeting(group=group, held_on=DAY, by=by, marks={kept.pk: "absent", other.pk: "present"})
    record_meeting(group=group, held_on=DAYS[1], by=by, marks={other.pk: "present"})
    before = summed()
    merge = merge_people(kept=kept, gone=other, by=by)
    assert summed() == recounted() != before
    undo_merge(merge=merge, by=by)
    assert summed() == recounted() == before


# --- random histories ------------------------------------------------------------------------------------------------
marks_drawn = st.lists(st.sampled_from(STATES), min_size=3, max_size=3)
guests_drawn = st.dictionaries(
    st.sampled_from(["women", "men", "girls"]), st.tuples(st.integers(1, 9), st.integers(0, 3)), max_size=2
)
writes = st.lists(
    st.tuples(
        st.sampled_from(["record", "correct", "correct", "withdraw", "merge", "undo"]),
        st.integers(0, 20),
        st.sampled_from(DAYS),
        marks_drawn,
        guests_drawn,
    ),
    max_size=12,
)


def given_guests(drawn):
    return [Guests(group, number + more, more) for group, (number, more) in drawn.items()]


def carry_out(write, *, groups, people, by, merges):
    verb, turn, day, states, guests = write
    group = groups[turn % 2]
    meetings = list(Meeting.objects.order_by("held_on", "group_id", "slot"))
    meeting = meetings[turn % len(meetings)] if meetings else None
    about = meeting.group if verb == "correct" and meeting else group
    listed = people[about.pk]
    marks = {person.pk: state for person, state in zip(listed, states, strict=True) if state}
    facts = {"marks": marks, "guests": given_guests(guests)}
    try:
        with transaction.atomic():
            if verb == "record":
                record_meeting(group=group, held_on=day, by=by, **facts)
            elif verb == "correct" and meeting:
                correct_meeting(meeting=meeting, by=by, held_on=day, **(facts if turn % 3 else {}))
            elif verb == "withdraw" and meeting:
                withdraw_meeting(meeting=meeting, by=by, reason="twice")
            elif verb == "merge" and not merges:
                merges.append(merge_people(kept=people[group.pk][0], gone=people[group.pk][2], by=by))
            elif verb == "undo" and merges:
                undo_merge(merge=merges.pop(), by=by)
    except (MeetingThatDayExists, NotAMemberThatDay):
        pass


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=writes)
def test_sum_of_the_steps_is_a_recount_after_any_history(history, db):
    with transaction.atomic():
        groups, by, merges = [make_group(), make_group()], make_user(), []
        people = {group.pk: members(group) for group in groups}
        for write in history:
            carry_out(write, groups=groups, people=people, by=by, merges=merges)
            assert summed() == recounted()
        transaction.set_rollback(True)
