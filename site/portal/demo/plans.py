"""What the groups of the demo mean to do, and what they did not do: the next meeting, plans untold, days excused."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import uuid5

from participation.models import CommunityGroup, MissedMeeting, PlannedMeeting

from .life import GroupLife

MIXER = 37
"""Has no divisor in common with a hundred: neighbours among the groups differ."""
WEEK = timedelta(days=7)
MEETS = (CommunityGroup.Status.ACTIVE, CommunityGroup.Status.FORMING)
HOURS = (time(7, 30), time(8, 0), time(14, 0), time(15, 30), None)
PLACES = ("សាលាបឋមសិក្សា", "វត្ត", "ផ្ទះមេភូមិ", "សាលាឃុំ", "")
REASONS = tuple(MissedMeeting.Reason.values)


@dataclass(slots=True)
class Outlook:
    """The plans of one group, and the days on which it did not meet."""

    plans: list[PlannedMeeting] = field(default_factory=list)
    missed: list[MissedMeeting] = field(default_factory=list)


def outlook(group: CommunityGroup, life: GroupLife, number: int, today: date) -> Outlook:
    """Drawn from the group's number, so every load draws the same. Keeps the group's dates of an excused day."""
    found = Outlook()
    if group.status not in MEETS or group.last_met_on is None:
        return found
    chance = number * MIXER % 100
    rhythm = timedelta(days=group.rhythm_days)
    due = group.last_met_on + rhythm
    if due >= today - WEEK:
        if chance < 85:
            found.plans.append(_plan(group, _next_week(due, today), number))
        if chance % 6 == 0:
            _miss(found, group, life, group.last_met_on - rhythm // 2, number)
    elif chance < 40:
        _miss(found, group, life, due, number)
        found.plans.append(_plan(group, _next_week(due + rhythm, today), number))
    elif chance < 60:
        found.plans.append(_plan(group, due, number))
    return found


def _next_week(day: date, today: date) -> date:
    """That weekday, this week or later: nobody plans for a day that is over."""
    return day if day >= today else day + WEEK * -((day - today).days // 7)


def _plan(group: CommunityGroup, day: date, number: int) -> PlannedMeeting:
    return PlannedMeeting(
        id=uuid5(group.pk, f"plan {day}"),
        group=group,
        planned_on=day,
        starts_at=HOURS[number % len(HOURS)],
        place_text=PLACES[number // 2 % len(PLACES)],
    )


def _miss(found: Outlook, group: CommunityGroup, life: GroupLife, day: date, number: int) -> None:
    """No meeting on a day without one: until the next rhythm has passed the group is not called overdue."""
    if day < group.founded_on or any(meeting.held_on == day for meeting in life.meetings):
        return
    reason = REASONS[number // 3 % len(REASONS)]
    found.missed.append(MissedMeeting(id=uuid5(group.pk, f"missed {day}"), group=group, missed_on=day, reason=reason))
    group.last_missed_on = day
    group.overdue_after = max(group.overdue_after, day + timedelta(days=group.rhythm_days * 3 // 2))
