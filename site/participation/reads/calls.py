"""Groups that have gone quiet, with whom to call and what came of the last call: five queries for a page."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..models import CommunityGroup, Facilitation, GroupCall, MissedMeeting
from ..models.group import CommunityGroupQuerySet
from ..scopes import groups_q


@dataclass(frozen=True, slots=True)
class QuietGroup:
    """A group without a meeting for one and a half rhythms. Nobody's telephone number is known to the programme."""

    group: CommunityGroup
    path: list[str]
    facilitators: list[str]
    days: int
    """Since the last meeting, or since the group is counted."""
    last_missed: MissedMeeting | None
    last_call: GroupCall | None
    is_due: bool
    """No call, or none that says to call later."""


def quiet_groups(user: User) -> CommunityGroupQuerySet:
    """Those for whose facilitators the user answers."""
    groups = CommunityGroup.objects.visible_to(user)
    return groups.filter(groups_q(user, Capability.MANAGE_FACILITATIONS)).overdue()


def to_be_called(groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
    """Without those whose next call lies ahead."""
    later = GroupCall.objects.filter(group=OuterRef("pk"), next_call_on__gt=timezone.localdate())
    return groups.filter(~Exists(later))


def quiet_rows(groups: Iterable[CommunityGroup], *, user: User) -> list[QuietGroup]:
    groups, today = list(groups), timezone.localdate()
    keys = [group.pk for group in groups]
    paths = parts_for({group.area_id for group in groups})
    names = _facilitators(keys, user, today)
    missed = _last(MissedMeeting.objects.visible_to(user).filter(group__in=keys).order_by("missed_on"))
    calls = _last(GroupCall.objects.visible_to(user).filter(group__in=keys).order_by("called_on", "created_at"))
    later = set(GroupCall.objects.filter(group__in=keys, next_call_on__gt=today).values_list("group_id", flat=True))
    return [
        QuietGroup(
            group=group,
            path=paths[group.area_id],
            facilitators=names[group.pk],
            days=(today - (group.last_met_on or group.status_since)).days,
            last_missed=missed.get(group.pk),
            last_call=calls.get(group.pk),
            is_due=group.pk not in later,
        )
        for group in groups
    ]


def _facilitators(groups: list[uuid.UUID], user: User, today: date) -> dict[uuid.UUID, list[str]]:
    found = Facilitation.objects.visible_to(user).current(today).filter(group__in=groups).select_related("user")
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in found.order_by("is_substitute", "began_on", "pk"):
        names[row.group_id].append(row.user.get_full_name())
    return names


def _last[Row: (MissedMeeting, GroupCall)](rows: Iterable[Row]) -> dict[uuid.UUID, Row]:
    """The last row of each group."""
    return {row.group_id: row for row in rows}
