"""What a sheet of paper needs to know: the days planned when it was printed, who stands on it, what is recorded."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from people.models import Person

from ..models import Attendance, CommunityGroup, Meeting, Membership, PlannedMeeting
from ..paper import DATE_COLUMNS

LATELY = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a person belonged to the group."""

    person: Person
    began_on: date
    ended_on: date | None

    def holds(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)


def planned_days(group: CommunityGroup, *, since: date, user: User) -> list[date]:
    """The first days planned from a day on, as many as there are columns."""
    plans = PlannedMeeting.objects.visible_to(user).standing().filter(group=group, planned_on__gte=since)
    days = plans.order_by("planned_on").values_list("planned_on", flat=True).distinct()
    return list(days[:DATE_COLUMNS])


def periods_on_paper(group: CommunityGroup, *, printed_on: date, since: date, user: User) -> list[Period]:
    """The members of the print day in the order of the paper, then those of other days since: one query."""
    rows = Membership.objects.visible_to(user).filter(group=group).overlapping(since, timezone.localdate())
    rows = [
        Period(row.person, row.began_on, row.ended_on)
        for row in rows.select_related("person", "post").in_roster_order()
    ]
    on_paper = {row.person.pk for row in rows if row.holds(printed_on)}
    first = [row for row in rows if row.person.pk in on_paper]
    later = [row for row in rows if row.person.pk not in on_paper]
    first.sort(key=lambda row: not row.holds(printed_on))  # somebody with two posts stands where the paper has them
    return first + sorted(later, key=lambda row: row.began_on)


def meetings_on_days(
    group: CommunityGroup, days: Collection[date], *, user: User
) -> dict[date, tuple[Meeting, dict[uuid.UUID, str]]]:
    """The first meeting of each day with its marks: two queries."""
    found = Meeting.objects.visible_to(user).filter(group=group, held_on__in=days).order_by("-slot")
    first = {meeting.held_on: meeting for meeting in found}
    marks: dict[uuid.UUID, dict[uuid.UUID, str]] = {meeting.pk: {} for meeting in first.values()}
    rows = Attendance.objects.visible_to(user).filter(meeting__in=marks)
    for meeting_id, person_id, state in rows.values_list("meeting_id", "person_id", "state"):
        marks[meeting_id][person_id] = state
    return {day: (meeting, marks[meeting.pk]) for day, meeting in first.items()}


def taken_days(group: CommunityGroup, *, user: User) -> list[date]:
    """The days of late that have a meeting: the page asks about them as soon as one is typed."""
    since = timezone.localdate() - LATELY
    found = Meeting.objects.visible_to(user).filter(group=group, held_on__gte=since)
    return list(found.order_by("held_on").values_list("held_on", flat=True).distinct())
