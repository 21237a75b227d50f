"""Recording meetings."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import JournalEntry
from participation.actions.marks import DecisionDraft, Guests
from participation.actions.meetings import (
    next_slot,
    record_meeting,
    withdraw_meeting,
)
from participation.models import Attendance, CommunityGroup, Decision, HeadCount, Kind, Meeting
from participation.models.attendance import attendance_id
from participation.refusals import (
    DayInTheFuture,
    GroupIsClosed,
    MeetingEndsBeforeItBegins,
    MeetingIdTaken,
    MeetingThatDayExists,
    MoreThanTheGuests,
    NotAMemberThatDay,
    PostOfAnotherKind,
    UnknownMark,
)
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_closed_group,
    make_group,
    make_membership,
    make_post,
    make_topic,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HELD_ON = date(2025, 6, 15)


@pytest.fixture
def group():
    return make_group()


def members(group, number=2, **person):
    return [make_membership(group=group, person=make_person(**person)).person for _ in range(number)]


def present(people):
    return {person.pk: Attendance.State.PRESENT for person in people}


def record(group, **overrides):
    fields = {"held_on": HELD_ON, "marks": {}, **overrides}
    fields["by"] = fields.get("by") or make_user()
    return record_meeting(group=group, **fields)


def statements(queries):
    """What was sent to the database, without the marks of the transaction around it."""
    return [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


# --- recording -------------------------------------------------------------------------------------------------------
def test_record_meeting_keeps_everything(group):
    girl, boy = members(group, 1)[0], members(group, 1, sex="male", birth_year=2008)[0]
    topic, leader = make_topic(), make_post(code="leader")
    meeting = record(
        group,
        marks={girl.pk: "present", boy.pk: "absent"},
        kind=Meeting.Kind.ELECTION,
        number=7,
        started_at=time(8, 0),
        ended_at=time(9, 30),
        place_text="  ផ្ទះ  មេភូមិ ",
        topics=[topic, topic],
        guests=[Guests("women", 3, with_difficulty=1), Guests("men", 0), Guests("girls", 9, basis="estimated")],
        decisions=[DecisionDraft("  សម្អាត  អណ្តូង ", post=leader, due_on=date(2025, 7, 1)), DecisionDraft("  ")],
        summary=" មួយ  ពីរ \n បី ",
        quorum_met=True,
        felt_good=5,
    )
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.number, meeting.slot, meeting.status) == ("election", 7, 1, "recorded")
    assert (meeting.place_text, meeting.summary) == ("ផ្ទះ មេភូមិ", "មួយ ពីរ\nបី")
    assert list(meeting.topics.all()) == [topic]
    assert set(meeting.head_counts.values_list("group", "number", "with_difficulty", "basis")) == {
        ("women", 3, 1, "counted"),
        ("girls", 9, 0, "estimated"),
    }
    assert list(meeting.decisions.values_list("text", "post", "due_on")) == [
        ("សម្អាត អណ្តូង", leader.pk, date(2025, 7, 1))
    ]
    marks = {mark.person_id: mark for mark in meeting.marks.all()}
    assert (marks[girl.pk].state, marks[girl.pk].age_group, marks[girl.pk].is_first_time) == ("present", "10_14", True)
    assert (marks[boy.pk].state, marks[boy.pk].sex, marks[boy.pk].is_first_time) == ("absent", "male", False)
    assert marks[girl.pk].pk == attendance_id(meeting.pk, girl.pk)


def test_record_meeting_writes_ids_only(group):
    meeting = record(group, marks=present(members(group)))
    line = JournalEntry.objects.get(verb="meeting.recorded")
    assert line.about_id == str(meeting.pk)
    assert line.details == {"group": str(group.pk), "held_on": "2025-06-15", "marks": 2}


def test_record_meeting_moves_the_kept_dates(group):
    record(group)
    stored = CommunityGroup.objects.get(pk=group.pk)
    assert (stored.last_met_on, stored.overdue_after) == (HELD_ON, HELD_ON + 45 * DAY)
    assert (group.last_met_on, group.overdue_after) == (stored.last_met_on, stored.overdue_after)


def test_older_meeting_leaves_the_kept_dates(group):
    record(group)
    record(group, held_on=HELD_ON - 30 * DAY)
    stale = CommunityGroup.objects.get(pk=group.pk)
    stale.last_met_on = None
    record(stale, held_on=HELD_ON - 60 * DAY)
    assert CommunityGroup.objects.get(pk=group.pk).last_met_on == HELD_ON


def test_same_meeting_sent_twice_is_one(group):
    key, people = uuid.uuid4(), members(group)
    sent = {"id": key, "marks": present(people), "guests": [Guests("men", 2)], "decisions": [DecisionDraft("ក")]}
    first = record(group, **sent)
    lines = JournalEntry.objects.count()
    assert record(group, **sent) == first
    assert record(group, **{**sent, "marks": {}, "held_on": HELD_ON - DAY}) == first
    counts = [model.objects.count() for model in (Meeting, Attendance, HeadCount, Decision)]
    assert (counts, JournalEntry.objects.count()) == ([1, 2, 1, 1], lines)


def test_meeting_sent_again_after_a_member_left_is_still_known(group):
    key, people = uuid.uuid4(), members(group)
    first = record(group, id=key, marks=present(people))
    group.memberships.update(ended_on=HELD_ON - DAY, end_reason="other")
    assert record(group, id=key, marks=present(people)) == first


def test_id_of_another_groups_meeting_is_refused(group):
    other = record(make_group(), id=uuid.uuid4())
    with pytest.raises(MeetingIdTaken):
        record(group, id=other.pk)
    assert Meeting.objects.count() == 1


def test_second_meeting_of_a_day_needs_a_slot(group):
    record(group)
    with pytest.raises(MeetingThatDayExists):
        record(group)
    assert next_slot(group=group, held_on=HELD_ON) == 2
    assert record(group, slot=2).slot == 2
    assert next_slot(group=group, held_on=HELD_ON) == 3
    assert next_slot(group=group, held_on=HELD_ON - DAY) == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"held_on": timezone.localdate() + DAY}, DayInTheFuture),
        ({"started_at": time(9, 0), "ended_at": time(9, 0)}, MeetingEndsBeforeItBegins),
        ({"ended_at": time(9, 0)}, MeetingEndsBeforeItBegins),
        ({"guests": [Guests("men", 2, with_difficulty=3)]}, MoreThanTheGuests),
        ({"guests": [Guests("men", -1)]}, ValidationError),
        ({"guests": [Guests("men", 40_000)]}, ValidationError),
        ({"guests": [Guests("cats", 2)]}, ValidationError),
        ({"decisions": [DecisionDraft("ក" * 501)]}, ValidationError),
        ({"decisions": [DecisionDraft("ក", done_on=date(2999, 1, 1))]}, DayInTheFuture),
        ({"kind": "party"}, ValidationError),
        ({"felt_good": -1}, ValidationError),
        ({"number": 40_000}, ValidationError),
        ({"summary": "ក" * 4001}, ValidationError),
        ({"slot": -1}, ValidationError),
        ({"marks": {uuid.UUID(int=5): "present"}}, NotAMemberThatDay),
    ],
)
def test_record_meeting_refuses_and_saves_nothing(group, fields, refusal):
    with pytest.raises(refusal):
        record(group, **fields)
    assert [model.objects.count() for model in (Meeting, HeadCount, Decision, JournalEntry)] == [0, 0, 0, 0]
    group.refresh_from_db()
    assert group.last_met_on is None


def test_record_meeting_refuses_an_unknown_mark(group):
    with pytest.raises(UnknownMark):
        record(group, marks={members(group, 1)[0].pk: "asleep"})


def test_record_meeting_refuses_a_decision_of_another_kind_of_post(group):
    with pytest.raises(PostOfAnotherKind):
        record(group, decisions=[DecisionDraft("ក", post=make_post(Kind.COUNCIL))])


@pytest.mark.parametrize(
    ("days", "is_member"),
    [
        ({"began_on": HELD_ON}, True),
        ({"began_on": HELD_ON + DAY}, False),
        ({"began_on": date(2024, 1, 1), "ended_on": HELD_ON}, True),
        ({"began_on": date(2024, 1, 1), "ended_on": HELD_ON - DAY}, False),
        ({"began_on": date(2024, 1, 1), "ended_on": HELD_ON, "end_reason": "mistake"}, False),
    ],
)
def test_marks_are_of_members_of_that_day(group, days, is_member):
    person = make_membership(group=group, **days).person
    if is_member:
        assert record(group, marks={person.pk: "present"}).marks.count() == 1
    else:
        with pytest.raises(NotAMemberThatDay):
            record(group, marks={person.pk: "present"})


def test_member_of_another_group_is_no_member_here(group):
    with pytest.raises(NotAMemberThatDay):
        record(group, marks={make_membership().person_id: "present"})


def test_closed_group_takes_meetings_up_to_its_last_day():
    closed = make_closed_group(status_since=HELD_ON)
    assert record(closed, held_on=HELD_ON).held_on == HELD_ON
    with pytest.raises(GroupIsClosed):
        record(closed, held_on=HELD_ON + DAY)


def test_first_time_is_the_earliest_day_on_which_somebody_came(group):
    person = members(group, 1)[0]
    record(group, held_on=date(2025, 3, 1), marks={person.pk: "absent"})
    late = record(group, held_on=date(2025, 5, 1), marks={person.pk: "late"})
    record(group, held_on=date(2025, 6, 1), marks={person.pk: "present"})
    assert list(Attendance.objects.filter(is_first_time=True).values_list("meeting", flat=True)) == [late.pk]
    earlier = record(group, held_on=date(2025, 4, 1), marks={person.pk: "present"})
    assert list(Attendance.objects.filter(is_first_time=True).values_list("meeting", flat=True)) == [earlier.pk]
    withdraw_meeting(meeting=earlier, by=make_user(), reason="twice")
    assert list(Attendance.objects.filter(is_first_time=True).values_list("meeting", flat=True)) == [late.pk]


def test_first_time_is_counted_in_each_group(group):
    person, other = members(group, 1)[0], make_group()
    make_membership(group=other, person=person)
    record(group, marks={person.pk: "present"})
    record(other, held_on=HELD_ON + DAY, marks={person.pk: "present"})
    assert Attendance.objects.filter(person=person, is_first_time=True).count() == 2


@pytest.mark.parametrize("number", [10, 40, 100])
def test_recording_costs_nine_statements_for_any_number_of_marks(group, number, figure):
    marks = present(members(group, number))
    whole = {
        "id": uuid.uuid4(),
        "topics": [make_topic(), make_topic()],
        "guests": [Guests("men", 2), Guests("women", 3)],
        "decisions": [DecisionDraft("ក"), DecisionDraft("ខ")],
    }
    user = make_user()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        record(group, by=user, marks=marks, **whole)
    figure(f"recording a meeting of {number}: {len(statements(queries))} statements")
    assert len(statements(queries)) == 9
    with CaptureQueriesContext(connection) as queries:
        record(group, by=user, held_on=HELD_ON - DAY, marks=marks, **{**whole, "id": uuid.uuid4()})
    assert len(statements(queries)) == 9
    with CaptureQueriesContext(connection) as queries:
        record(group, by=user, held_on=HELD_ON + DAY, marks=marks)
    assert len(statements(queries)) == 6
