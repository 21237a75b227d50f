"""What groups have planned and what was not held, for the page of a group and for the first page of the desk."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User

from ..models import CommunityGroup, MissedMeeting, PlannedMeeting

PLANS_SHOWN = 5
MISSED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class GroupPlans:
    """The next plans of a group, the soonest first, those given up, and the last days without a meeting."""

    ahead: list[PlannedMeeting]
    cancelled: list[PlannedMeeting]
    """Of days that have not passed: a mistake can still be taken back."""
    missed: list[MissedMeeting]


def plans_of(group: CommunityGroup, *, user: User) -> GroupPlans:
    plans = PlannedMeeting.objects.visible_to(user).filter(group=group, planned_on__gte=timezone.localdate())
    plans = plans.soonest_first()
    missed = MissedMeeting.objects.visible_to(user).filter(group=group)
    return GroupPlans(
        ahead=list(plans.waiting()[:PLANS_SHOWN]),
        cancelled=list(plans.cancelled()[:PLANS_SHOWN]),
        missed=list(missed.newest_first()[:MISSED_SHOWN]),
    )


def next_plans(groups: Iterable[CommunityGroup], *, user: User) -> dict[uuid.UUID, PlannedMeeting]:
    """The next plan of each group that has one, in one query."""
    ahead = PlannedMeeting.objects.visible_to(user).waiting().filter(planned_on__gte=timezone.localdate())
    ahead = ahead.filter(group__in=[group.pk for group in groups])
    found: dict[uuid.UUID, PlannedMeeting] = {}
    for plan in ahead.soonest_first():
        found.setdefault(plan.group_id, plan)
    return found
