"""Recording, correcting, approving and withdrawing meetings."""

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
    WithdrawReason,
    approve_meeting,
    correct_meeting,
    next_slot,
    record_meeting,
    reopen_meeting,
    settle_decision,
    withdraw_meeting,
)
from participation.models import Attendance, CommunityGroup, Decision, HeadCount, Kind, Meeting
from participation.models.attendance import attendance_id
from participation.refusals import (
    ChangedMeanwhile,
    DayInTheFuture,
    DecisionSettled,
    GroupIsClosed,
    MeetingEndsBeforeItBegins,
    MeetingIdTaken,
    MeetingLocked,
    MeetingNotApproved,
    MeetingNotOpen,
    MeetingThatDayExists,
    MeetingWithdrawn,
    MoreThanTheGuests,
    NotAMemberThatDay,
    PostOfAnotherKind,
    UnknownMark,
)
from people.actions import correct_person
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_closed_group,
    make_decision,
    make_group,
    make_meeting,
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
def test_recording_costs_eight_statements_for_any_number_of_marks(group, number):
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
    assert len(statements(queries)) == 8
    with CaptureQueriesContext(connection) as queries:
        record(group, by=user, held_on=HELD_ON - DAY, marks=marks, **{**whole, "id": uuid.uuid4()})
    assert len(statements(queries)) == 8
    with CaptureQueriesContext(connection) as queries:
        record(group, by=user, held_on=HELD_ON + DAY, marks=marks)
    assert len(statements(queries)) == 5


# --- correcting ------------------------------------------------------------------------------------------------------
def correct(meeting, **fields):
    return correct_meeting(meeting=meeting, by=make_user(), **fields)


def test_correct_meeting_changes_what_is_given(group):
    first, second, third = members(group, 3)
    known, gone = uuid.uuid4(), uuid.uuid4()
    meeting = record(
        group,
        marks=present([first, second]),
        guests=[Guests("men", 2)],
        decisions=[DecisionDraft("ក", id=known), DecisionDraft("ខ", id=gone)],
        topics=[make_topic()],
        summary="ចាស់",
    )
    corrected = correct(
        meeting,
        version=1,
        marks={second.pk: "excused", third.pk: "late"},
        guests=[Guests("women", 4)],
        decisions=[DecisionDraft("គ", id=known, done_on=HELD_ON), DecisionDraft("ឃ")],
        summary="ថ្មី",
    )
    corrected.refresh_from_db()
    assert (corrected.version, corrected.summary, corrected.topics.count()) == (2, "ថ្មី", 1)
    assert dict(corrected.marks.values_list("person_id", "state")) == {second.pk: "excused", third.pk: "late"}
    assert list(corrected.head_counts.values_list("group", "number")) == [("women", 4)]
    assert set(corrected.decisions.values_list("text", "done_on")) == {("គ", HELD_ON), ("ឃ", None)}
    assert corrected.decisions.get(text="គ").pk == known
    assert not Decision.objects.filter(pk=gone).exists()


def test_correct_meeting_leaves_what_is_not_given(group):
    person = members(group, 1)[0]
    meeting = record(
        group, marks=present([person]), guests=[Guests("men", 2)], decisions=[DecisionDraft("ក")], topics=[make_topic()]
    )
    correct(meeting, number=3)
    assert [rows.count() for rows in (meeting.marks, meeting.head_counts, meeting.decisions, meeting.topics)] == [1] * 4
    correct(meeting, topics=[], guests=[], decisions=[], marks={})
    assert [rows.count() for rows in (meeting.marks, meeting.head_counts, meeting.decisions, meeting.topics)] == [0] * 4


def test_marks_that_stay_keep_what_the_person_was(group):
    person = members(group, 1, sex="female", birth_year=2015, difficulty="no")[0]
    meeting = record(group, marks=present([person]))
    correct_person(person=person, by=make_user(), sex="male", birth_year=2007, difficulty="yes")
    correct(meeting, marks={person.pk: "late"})
    mark = meeting.marks.get()
    assert (mark.state, mark.sex, mark.age_group, mark.difficulty) == ("late", "female", "10_14", "no")


def test_new_year_of_age_moves_no_mark(group):
    person = members(group, 1, birth_year=2015)[0]
    before = record(group, held_on=date(2024, 12, 30), marks=present([person]))
    after = record(group, held_on=date(2025, 1, 2), marks=present([person]))
    assert (before.marks.get().age_group, after.marks.get().age_group) == ("6_9", "10_14")


def test_meeting_moved_to_another_day_has_the_ages_of_that_day(group):
    person = members(group, 1, birth_year=2015)[0]
    meeting = record(group, held_on=date(2025, 1, 2), marks=present([person]))
    correct(meeting, held_on=date(2024, 12, 30))
    assert meeting.marks.get().age_group == "6_9"
    group.refresh_from_db()
    assert group.last_met_on == date(2024, 12, 30)


def test_meeting_cannot_move_to_a_day_before_a_member_joined(group):
    person = make_membership(group=group, began_on=HELD_ON).person
    meeting = record(group, marks=present([person]))
    with pytest.raises(NotAMemberThatDay):
        correct(meeting, held_on=HELD_ON - DAY)
    assert correct(meeting, held_on=HELD_ON - DAY, marks={}).marks.count() == 0


def test_correct_meeting_keeps_the_mark_of_who_was_taken_off_the_roster_since(group):
    membership = make_membership(group=group)
    meeting = record(group, marks={membership.person_id: "present"})
    membership.ended_on, membership.end_reason = HELD_ON - DAY, "other"
    membership.save()
    correct(meeting, marks={membership.person_id: "late"})
    assert meeting.marks.get().state == "late"


def test_correct_meeting_refuses_a_new_mark_of_a_stranger(group):
    meeting = record(group)
    with pytest.raises(NotAMemberThatDay):
        correct(meeting, marks={make_membership().person_id: "present"})


def test_newest_meeting_corrected_to_an_older_day_moves_the_dates_back(group):
    record(group, held_on=date(2025, 2, 1))
    newest = record(group, held_on=date(2025, 6, 1))
    correct(newest, held_on=date(2025, 1, 1))
    group.refresh_from_db()
    assert (group.last_met_on, group.overdue_after) == (date(2025, 2, 1), date(2025, 3, 18))


def test_correct_meeting_refuses(group):
    meeting = record(group)
    record(group, held_on=HELD_ON - DAY)
    other = make_decision()
    dropped = make_decision(meeting=meeting, is_dropped=True)
    for fields, refusal in (
        ({"version": 2}, ChangedMeanwhile),
        ({"held_on": HELD_ON - DAY}, MeetingThatDayExists),
        ({"held_on": date(2999, 1, 1)}, DayInTheFuture),
        ({"ended_at": time(8, 0)}, MeetingEndsBeforeItBegins),
        ({"decisions": [DecisionDraft("ក", id=other.pk)]}, MeetingIdTaken),
        ({"decisions": [DecisionDraft("ក", id=dropped.pk, done_on=HELD_ON)]}, DecisionSettled),
        ({"marks": {make_person().pk: "asleep"}}, UnknownMark),
    ):
        with pytest.raises(refusal):
            correct(Meeting.objects.get(pk=meeting.pk), **fields)
    meeting.refresh_from_db()
    assert (meeting.version, meeting.held_on) == (1, HELD_ON)
    with pytest.raises(TypeError, match="group"):
        correct(meeting, group=make_group())


def test_correcting_leaves_a_dropped_decision_dropped(group):
    meeting = record(group)
    decision = make_decision(meeting=meeting, is_dropped=True)
    correct(meeting, decisions=[DecisionDraft("ថ្មី", id=decision.pk)])
    decision.refresh_from_db()
    assert (decision.text, decision.is_dropped) == ("ថ្មី", True)


# --- approving, withdrawing, settling --------------------------------------------------------------------------------
def test_approved_meeting_is_corrected_only_after_it_was_opened_again(group):
    meeting = approve_meeting(meeting=record(group), by=make_user())
    assert (meeting.status, meeting.version) == (Meeting.Status.APPROVED, 2)
    for action in (
        lambda: correct(meeting, number=3),
        lambda: approve_meeting(meeting=meeting, by=make_user()),
        lambda: withdraw_meeting(meeting=meeting, by=make_user(), reason="twice"),
    ):
        with pytest.raises(MeetingNotOpen):
            action()
    reopen_meeting(meeting=meeting, by=make_user())
    assert correct(meeting, number=3).number == 3
    verbs = JournalEntry.objects.filter(about_id=str(meeting.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["meeting.recorded", "meeting.approved", "meeting.reopened", "meeting.corrected"]


def test_reopen_meeting_refuses_what_is_not_approved_or_locked():
    with pytest.raises(MeetingNotApproved):
        reopen_meeting(meeting=make_meeting(), by=make_user())
    with pytest.raises(MeetingLocked):
        reopen_meeting(meeting=make_meeting(status=Meeting.Status.LOCKED), by=make_user())


def test_withdrawn_meeting_leaves_a_line_and_nothing_else(group):
    record(group, held_on=date(2025, 2, 1))
    meeting = record(group, marks=present(members(group)), guests=[Guests("men", 2)], decisions=[DecisionDraft("ក")])
    key = meeting.pk
    withdraw_meeting(meeting=meeting, by=make_user(), reason=WithdrawReason.NOT_HELD)
    assert not Meeting.objects.filter(pk=key).exists()
    assert [model.objects.count() for model in (Attendance, HeadCount, Decision)] == [0, 0, 0]
    group.refresh_from_db()
    assert (group.last_met_on, group.overdue_after) == (date(2025, 2, 1), date(2025, 3, 18))
    line = JournalEntry.objects.get(verb="meeting.withdrawn")
    assert (line.about_id, line.details) == (
        str(key),
        {
            "group": str(group.pk),
            "held_on": "2025-06-15",
            "reason": "not_held",
            "marks": 2,
            "guests": 1,
            "decisions": 1,
        },
    )


def test_last_meeting_withdrawn_leaves_the_group_without_one(group):
    withdraw_meeting(meeting=record(group), by=make_user(), reason="not_held")
    group.refresh_from_db()
    assert (group.last_met_on, group.overdue_after) == (None, group.founded_on + 45 * DAY)


@pytest.mark.parametrize("with_marks", [True, False])
def test_withdrawn_meeting_sent_again_stays_away(group, with_marks):
    marks = present(members(group)) if with_marks else {}
    key = uuid.uuid4()
    withdraw_meeting(meeting=record(group, id=key, marks=marks), by=make_user(), reason="twice")
    with pytest.raises(MeetingWithdrawn):
        record(group, id=key, marks=marks)
    assert Meeting.objects.count() == 0
    assert record(group, marks=marks).held_on == HELD_ON


def test_settle_decision_done_dropped_and_pending_again():
    decision, user = make_decision(), make_user()
    assert settle_decision(decision=decision, by=user, done_on=HELD_ON).done_on == HELD_ON
    assert list(Decision.objects.pending()) == []
    dropped = settle_decision(decision=decision, by=user, dropped=True)
    assert (dropped.done_on, dropped.is_dropped) == (None, True)
    settle_decision(decision=decision, by=user)
    assert list(Decision.objects.pending()) == [decision]
    outcomes = [line.details["outcome"] for line in JournalEntry.objects.filter(verb="decision.settled").order_by("pk")]
    assert outcomes == ["done", "dropped", "pending"]


def test_settle_decision_refuses():
    with pytest.raises(DecisionSettled):
        settle_decision(decision=make_decision(), by=make_user(), done_on=HELD_ON, dropped=True)
    with pytest.raises(DayInTheFuture):
        settle_decision(decision=make_decision(), by=make_user(), done_on=date(2999, 1, 1))
