from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.actions.groups import advance_dates, refresh_dates
from participation.actions.meetings import record_meeting
from participation.actions.planning import (
    cancel_plan,
    change_plan,
    plan_meeting,
    restore_plan,
    say_not_held,
    take_back_not_held,
)
from participation.models import CommunityGroup, MissedMeeting, PlannedMeeting
from participation.refusals import (
    BeforeTheGroupBegan,
    ChangedMeanwhile,
    DayInTheFuture,
    GroupDoesNotMeet,
    MeetingWasHeld,
    NotHeldSaidAlready,
    PlanCancelled,
    PlannedInThePast,
    PlannedThatDayAlready,
    PlannedTooFarAhead,
)
from participation.rhythm import next_due_on
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group, make_meeting, make_missed, make_plan
from tests.participation.reaches import journal_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def days(number):
    return timedelta(days=number)


# --- planning --------------------------------------------------------------------------------------------------------
def test_plan_is_kept_and_the_journal_knows(today):
    group, by = make_group(), make_user()
    plan = plan_meeting(group=group, planned_on=today, starts_at=time(14), place_text="  វត្ត  ", kind="forum", by=by)
    plan.refresh_from_db()
    assert (plan.planned_on, plan.starts_at, plan.place_text, plan.kind) == (today, time(14), "វត្ត", "forum")
    (row,) = journal_rows("plan.made")
    assert (row.actor_id, row.about_id) == (by.pk, str(plan.pk))
    assert row.details == {"group": str(group.pk), "planned_on": str(today)}


@pytest.mark.parametrize(("away", "refusal"), [(-1, PlannedInThePast), (731, PlannedTooFarAhead)])
def test_plan_lies_within_two_years_from_today(today, away, refusal):
    with pytest.raises(refusal):
        plan_meeting(group=make_group(), planned_on=today + days(away), by=make_user())
    assert PlannedMeeting.objects.count() == 0
    assert journal_rows("plan.made") == []


def test_plan_of_a_day_is_made_once_until_it_is_cancelled(today):
    group, by = make_group(), make_user()
    first = plan_meeting(group=group, planned_on=today, by=by)
    with pytest.raises(PlannedThatDayAlready):
        plan_meeting(group=group, planned_on=today, by=by)
    cancel_plan(plan=first, by=by)
    assert plan_meeting(group=group, planned_on=today, by=by).pk != first.pk


def test_closed_group_plans_nothing_and_misses_nothing(today):
    group, by = make_closed_group(), make_user()
    with pytest.raises(GroupDoesNotMeet):
        plan_meeting(group=group, planned_on=today, by=by)
    with pytest.raises(GroupDoesNotMeet):
        say_not_held(group=group, missed_on=today, reason="flood", by=by)


def test_unknown_kind_is_refused(today):
    with pytest.raises(ValidationError):
        plan_meeting(group=make_group(), planned_on=today, kind="party", by=make_user())


def test_plan_moves_to_another_day(today):
    plan = make_plan(planned_on=today + days(2))
    change_plan(plan=plan, by=make_user(), version=1, planned_on=today + days(5), starts_at=None)
    plan.refresh_from_db()
    assert (plan.planned_on, plan.version) == (today + days(5), 2)
    assert journal_rows("plan.changed")[0].details["fields"] == ["planned_on"]


def test_plan_cannot_move_onto_another_or_into_the_past(today):
    plan = make_plan(planned_on=today + days(2))
    make_plan(group=plan.group, planned_on=today + days(3))
    with pytest.raises(PlannedThatDayAlready):
        change_plan(plan=plan, by=make_user(), planned_on=today + days(3))
    with pytest.raises(PlannedInThePast):
        change_plan(plan=plan, by=make_user(), planned_on=today - days(1))


def test_change_of_nothing_leaves_no_trace(today):
    plan = make_plan()
    change_plan(plan=plan, by=make_user(), kind=plan.kind)
    assert journal_rows("plan.changed") == []


def test_plan_changed_meanwhile_is_refused():
    with pytest.raises(ChangedMeanwhile):
        change_plan(plan=make_plan(version=3), by=make_user(), version=2, place_text="វត្ត")


def test_what_may_not_be_changed_is_a_slip_of_the_caller():
    with pytest.raises(TypeError):
        change_plan(plan=make_plan(), by=make_user(), group=make_group())


def test_cancelled_plan_stays_cancelled():
    plan, by = make_plan(), make_user()
    cancel_plan(plan=plan, by=by)
    for again in (lambda: cancel_plan(plan=plan, by=by), lambda: change_plan(plan=plan, by=by, place_text="វត្ត")):
        with pytest.raises(PlanCancelled):
            again()
    assert len(journal_rows("plan.cancelled")) == 1


# --- what became of plans --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("away", "is_waiting"), [(-4, True), (-3, False), (0, False), (3, False), (4, True)])
def test_meeting_near_the_day_fulfils_the_plan(today, away, is_waiting):
    plan = make_plan(planned_on=today - days(30))
    make_meeting(held_on=plan.planned_on)
    make_meeting(group=plan.group, held_on=plan.planned_on + days(away))
    assert PlannedMeeting.objects.waiting().exists() is is_waiting


@pytest.mark.parametrize(("away", "is_waiting"), [(-4, True), (-3, False), (0, False), (3, False), (4, True)])
def test_word_that_none_was_held_ends_the_waiting(today, away, is_waiting):
    plan = make_plan(planned_on=today - days(30))
    make_missed(group=plan.group, missed_on=plan.planned_on + days(away))
    assert PlannedMeeting.objects.waiting().exists() is is_waiting


def test_cancelled_plan_waits_for_nothing(today):
    make_plan(cancelled_at=timezone.now())
    assert PlannedMeeting.objects.waiting().count() == 0


def test_cancelled_plan_stands_again(today):
    plan, by = make_plan(planned_on=today), make_user()
    cancel_plan(plan=plan, by=by)
    restore_plan(plan=plan, by=by)
    plan.refresh_from_db()
    assert (plan.cancelled_at, plan.version) == (None, 3)
    restore_plan(plan=plan, by=by)
    assert [row.actor_id for row in journal_rows("plan.restored")] == [by.pk]


def test_plan_does_not_come_back_on_a_day_that_passed_or_is_taken(today):
    passed = make_plan(planned_on=today - days(1), cancelled_at=timezone.now())
    taken = make_plan(planned_on=today, cancelled_at=timezone.now())
    make_plan(group=taken.group, planned_on=today)
    closed = make_plan(group=make_closed_group(), planned_on=today, cancelled_at=timezone.now())
    for plan, refusal in ((passed, PlannedInThePast), (taken, PlannedThatDayAlready), (closed, GroupDoesNotMeet)):
        with pytest.raises(refusal):
            restore_plan(plan=plan, by=make_user())
    assert PlannedMeeting.objects.cancelled().count() == 3


# --- not held --------------------------------------------------------------------------------------------------------
def test_not_held_takes_the_group_off_the_call_until_the_next_rhythm(today):
    group = make_group(rhythm_days=30, last_met_on=today - days(60))
    make_meeting(group=group, held_on=today - days(60))
    assert CommunityGroup.objects.overdue().count() == 1
    say_not_held(group=group, missed_on=today - days(2), reason="harvest", by=make_user())
    group.refresh_from_db()
    assert (group.last_met_on, group.last_missed_on) == (today - days(60), today - days(2))
    assert group.overdue_after == today + days(43)
    assert next_due_on(group) == today + days(28)
    assert CommunityGroup.objects.overdue(today + days(43)).count() == 0
    assert CommunityGroup.objects.overdue(today + days(44)).count() == 1


def test_word_that_none_was_held_is_taken_back_and_all_is_as_before(today):
    group = make_group(rhythm_days=30, last_met_on=today - days(60))
    make_meeting(group=group, held_on=today - days(60))
    before = CommunityGroup.objects.values("last_met_on", "last_missed_on", "overdue_after").get(pk=group.pk)
    by = make_user()
    missed = say_not_held(group=group, missed_on=today - days(2), reason="harvest", by=by)
    key = missed.pk
    for _twice in range(2):
        take_back_not_held(missed=missed, by=by)
    assert MissedMeeting.objects.count() == 0
    assert CommunityGroup.objects.values(*before).get(pk=group.pk) == before
    (row,) = journal_rows("meeting.not_held_taken_back")
    assert (row.about_id, row.details["reason"]) == (str(key), "harvest")


def test_not_held_moves_no_count_of_meetings_and_the_journal_knows(today):
    group, by = make_group(), make_user()
    missed = say_not_held(group=group, missed_on=today, reason="exams", by=by)
    assert (group.meetings.count(), group.last_met_on) == (0, None)
    (row,) = journal_rows("meeting.not_held")
    assert (row.actor_id, row.about_id) == (by.pk, str(missed.pk))
    assert row.details == {"group": str(group.pk), "missed_on": str(today), "reason": "exams"}


def test_meeting_recorded_later_for_an_earlier_day_keeps_the_excused_day(today):
    group = make_group(rhythm_days=10)
    say_not_held(group=group, missed_on=today, reason="flood", by=make_user())
    record_meeting(group=group, held_on=today - days(5), marks={}, by=make_user())
    group.refresh_from_db()
    assert (group.last_met_on, group.overdue_after) == (today - days(5), today + days(15))
    refresh_dates(group=group)
    assert group.overdue_after == today + days(15)


def test_excused_day_that_another_person_said_meanwhile_is_not_lost(today):
    group = make_group(rhythm_days=10)
    known_before = CommunityGroup.objects.get(pk=group.pk)
    say_not_held(group=group, missed_on=today, reason="flood", by=make_user())
    advance_dates(group=known_before, held_on=today - days(5))
    group.refresh_from_db()
    assert group.overdue_after == today + days(15)


def test_not_held_needs_a_day_that_was_and_had_no_meeting(today):
    group, by = make_group(founded_on=date(2024, 5, 1)), make_user()
    make_meeting(group=group, held_on=today - days(7))
    for day, refusal in (
        (today + days(1), DayInTheFuture),
        (date(2024, 4, 30), BeforeTheGroupBegan),
        (today - days(7), MeetingWasHeld),
    ):
        with pytest.raises(refusal):
            say_not_held(group=group, missed_on=day, reason="flood", by=by)
    say_not_held(group=group, missed_on=today, reason="flood", by=by)
    with pytest.raises(NotHeldSaidAlready):
        say_not_held(group=group, missed_on=today, reason="other", by=by)
    assert MissedMeeting.objects.count() == 1


def test_reason_is_one_of_the_list(today):
    with pytest.raises(ValidationError):
        say_not_held(group=make_group(), missed_on=today, reason="Sok was ill", by=make_user())
    assert MissedMeeting.objects.count() == 0


def test_there_is_no_room_for_words_about_a_child():
    texts = {field.name for field in MissedMeeting._meta.concrete_fields if field.get_internal_type() == "TextField"}
    free = {field.name for field in MissedMeeting._meta.concrete_fields if field.get_internal_type() == "CharField"}
    assert (texts, free) == (set(), {"reason"})
