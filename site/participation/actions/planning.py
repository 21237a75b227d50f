"""Planning meetings, and saying that none was held.

A day on which none was held, with its reason, gives the group time until its next rhythm: the day from which it is
called overdue is counted from there too. No count of meetings moves.
"""

from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from people.names import tidy

from ..models import CommunityGroup, Meeting, MissedMeeting, PlannedMeeting
from ..refusals import (
    BeforeTheGroupBegan,
    ChangedMeanwhile,
    GroupDoesNotMeet,
    MeetingWasHeld,
    NotHeldSaidAlready,
    PlanCancelled,
    PlannedInThePast,
    PlannedThatDayAlready,
    PlannedTooFarAhead,
)
from .groups import refresh_dates
from .locks import lock_group, refuse_future, refuse_unknown

FARTHEST = timedelta(days=730)
CHANGEABLE = frozenset({"planned_on", "starts_at", "place_text", "kind"})
MEETS = (CommunityGroup.Status.ACTIVE, CommunityGroup.Status.FORMING)


@transaction.atomic
def plan_meeting(
    *,
    group: CommunityGroup,
    planned_on: date,
    by: User,
    starts_at: time | None = None,
    place_text: str = "",
    kind: str = Meeting.Kind.ORDINARY,
) -> PlannedMeeting:
    """The group means to meet on a day from today on; one plan a day."""
    lock_group(group)
    _refuse_group_that_does_not_meet(group)
    plan = PlannedMeeting(
        group=group, planned_on=planned_on, starts_at=starts_at, place_text=tidy(place_text), kind=kind, created_by=by
    )
    _check_day(plan)
    plan.full_clean()
    plan.save(force_insert=True)
    journal.note("plan.made", about=plan, by=by, group=group.pk, planned_on=planned_on)
    return plan


@transaction.atomic
def change_plan(*, plan: PlannedMeeting, by: User, version: int | None = None, **fields: object) -> PlannedMeeting:
    """Another day, hour, place or kind; ``fields`` are the names in ``CHANGEABLE``. Another day lies ahead."""
    refuse_unknown(fields, CHANGEABLE)
    _lock_plan(plan, version)
    _refuse_group_that_does_not_meet(plan.group)
    if "place_text" in fields:
        fields["place_text"] = tidy(str(fields["place_text"] or ""))
    before = {name: getattr(plan, name) for name in fields}
    for name, value in fields.items():
        setattr(plan, name, value)
    changed = sorted(name for name in fields if getattr(plan, name) != before[name])
    if not changed:
        return plan
    if "planned_on" in changed:
        _check_day(plan)
    plan.version += 1
    plan.full_clean()
    plan.save(force_update=True)
    journal.note("plan.changed", about=plan, by=by, group=plan.group_id, fields=changed, planned_on=plan.planned_on)
    return plan


@transaction.atomic
def cancel_plan(*, plan: PlannedMeeting, by: User) -> PlannedMeeting:
    """The plan is given up. It stays in the register as cancelled, and its day is free for another."""
    _lock_plan(plan)
    plan.cancelled_at = timezone.now()
    plan.version += 1
    plan.save(update_fields=["cancelled_at", "version", "updated_at"])
    journal.note("plan.cancelled", about=plan, by=by, group=plan.group_id, planned_on=plan.planned_on)
    return plan


@transaction.atomic
def restore_plan(*, plan: PlannedMeeting, by: User) -> PlannedMeeting:
    """A plan that was cancelled by mistake stands again, while its day has not passed and is free."""
    _lock(plan)
    if plan.cancelled_at is None:
        return plan
    _refuse_group_that_does_not_meet(plan.group)
    _check_day(plan)
    plan.cancelled_at = None
    plan.version += 1
    plan.full_clean()
    plan.save(update_fields=["cancelled_at", "version", "updated_at"])
    journal.note("plan.restored", about=plan, by=by, group=plan.group_id, planned_on=plan.planned_on)
    return plan


@transaction.atomic
def say_not_held(*, group: CommunityGroup, missed_on: date, reason: str, by: User) -> MissedMeeting:
    """No meeting was held on a day up to today, because of ``reason``; the group is not called overdue for a rhythm."""
    lock_group(group)
    _refuse_group_that_does_not_meet(group)
    refuse_future(missed_on, field="missed_on")
    if missed_on < group.founded_on:
        raise BeforeTheGroupBegan
    if Meeting.objects.filter(group=group, held_on=missed_on).exists():
        raise MeetingWasHeld
    if MissedMeeting.objects.filter(group=group, missed_on=missed_on).exists():
        raise NotHeldSaidAlready
    missed = MissedMeeting(group=group, missed_on=missed_on, reason=reason, created_by=by)
    missed.full_clean()
    missed.save(force_insert=True)
    refresh_dates(group=group)
    journal.note("meeting.not_held", about=missed, by=by, group=group.pk, missed_on=missed_on, reason=reason)
    return missed


@transaction.atomic
def take_back_not_held(*, missed: MissedMeeting, by: User) -> MissedMeeting:
    """It was said by mistake that no meeting was held: the word goes, and the group is as overdue as before it."""
    lock_group(missed.group)
    gone, _by_model = MissedMeeting.objects.filter(pk=missed.pk).delete()
    if gone:
        refresh_dates(group=missed.group)
        facts = {"group": missed.group_id, "missed_on": missed.missed_on, "reason": missed.reason}
        journal.note("meeting.not_held_taken_back", about=missed, by=by, **facts)
    return missed


def _lock_plan(plan: PlannedMeeting, version: int | None = None) -> None:
    """Hold the group, then the plan as it stands; a cancelled one stays cancelled."""
    _lock(plan)
    if plan.cancelled_at is not None:
        raise PlanCancelled
    if version is not None and version != plan.version:
        raise ChangedMeanwhile


def _lock(plan: PlannedMeeting) -> None:
    lock_group(plan.group)
    plan.refresh_from_db(
        fields=["planned_on", "starts_at", "place_text", "kind", "cancelled_at", "updated_at", "version"],
        from_queryset=PlannedMeeting.objects.select_for_update(no_key=True),
    )


def _check_day(plan: PlannedMeeting) -> None:
    today = timezone.localdate()
    if plan.planned_on < today:
        raise PlannedInThePast
    if plan.planned_on > today + FARTHEST:
        raise PlannedTooFarAhead
    others = PlannedMeeting.objects.standing().filter(group_id=plan.group_id, planned_on=plan.planned_on)
    if others.exclude(pk=plan.pk).exists():
        raise PlannedThatDayAlready


def _refuse_group_that_does_not_meet(group: CommunityGroup) -> None:
    if group.status not in MEETS:
        raise GroupDoesNotMeet
