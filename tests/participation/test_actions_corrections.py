"""Correcting, approving and withdrawing meetings, and settling their decisions."""

import uuid
from datetime import date, time, timedelta

import pytest

from accounts.models import JournalEntry
from participation.actions.marks import DecisionDraft, Guests
from participation.actions.meetings import (
    WithdrawReason,
    approve_meeting,
    correct_meeting,
    record_meeting,
    reopen_meeting,
    settle_decision,
    withdraw_meeting,
)
from participation.models import Attendance, Decision, HeadCount, Meeting
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
    NotAMemberThatDay,
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


def test_meeting_cannot_move_behind_the_closing_of_its_group():
    meeting = make_meeting(group=make_closed_group(status_since=HELD_ON), held_on=HELD_ON - DAY)
    with pytest.raises(GroupIsClosed):
        correct(meeting, held_on=HELD_ON + DAY)
    assert correct(meeting, held_on=HELD_ON).held_on == HELD_ON


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
            "issues": 0,
            "photos": 0,
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
