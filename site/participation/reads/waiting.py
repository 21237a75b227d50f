"""What waits for a user: groups to meet with, groups that have not met for long, and the latest meetings."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..models import CommunityGroup, Facilitation, Meeting, PlannedMeeting
from ..rhythm import next_due_on
from .meetings import MeetingLine, lines_of
from .plans import next_plans

MOST_OVERDUE = 10
LATEST = 5


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """A group, its place, when it should meet next, and when it has planned to."""

    group: CommunityGroup
    path: list[str]
    next_due_on: date | None
    is_overdue: bool
    may_record: bool
    plan: PlannedMeeting | None = None

    @property
    def may_plan(self) -> bool:
        return self.may_record and self.next_due_on is not None


def my_groups(user: User) -> list[WaitingGroup]:
    """The groups that the user facilitates today, those first that should meet soonest."""
    today = timezone.localdate()
    mine = Facilitation.objects.current(today).filter(user=user).values("group_id")
    groups = CommunityGroup.objects.visible_to(user).filter(pk__in=mine).open().order_by("overdue_after", "pk")
    may_record = user.can(Capability.RECORD_MEETINGS)
    groups = list(groups)
    return _waiting(groups, may_record=may_record, plans=next_plans(groups, user=user) if groups else {})


def overdue_groups(user: User) -> list[WaitingGroup]:
    """Those that have waited longest for a meeting."""
    groups = CommunityGroup.objects.visible_to(user).overdue().order_by("overdue_after", "pk")
    return _waiting(groups[:MOST_OVERDUE], may_record=False, plans={})


def latest_meetings(user: User) -> list[MeetingLine]:
    """The last meetings in the user's reach, the newest first."""
    return lines_of(Meeting.objects.visible_to(user).select_related("group").newest_first()[:LATEST])


def _waiting(
    groups: Iterable[CommunityGroup], *, may_record: bool, plans: dict[uuid.UUID, PlannedMeeting]
) -> list[WaitingGroup]:
    groups, today = list(groups), timezone.localdate()
    paths = parts_for({group.area_id for group in groups})
    return [
        WaitingGroup(
            group,
            paths[group.area_id],
            next_due_on(group),
            group.is_overdue(today),
            may_record,
            plans.get(group.pk),
        )
        for group in groups
    ]
