"""Groups that have gone quiet, with whom to call and what came of the last call: four queries for a page."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.paging import LONG_AGO
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
    """No call, or the last one does not say to call later."""


def quiet_groups(user: User) -> CommunityGroupQuerySet:
    """Those for whose facilitators the user answers."""
    groups = CommunityGroup.objects.visible_to(user)
    return groups.filter(groups_q(user, Capability.MANAGE_FACILITATIONS)).overdue()


def to_be_called(groups: CommunityGroupQuerySet) -> CommunityGroupQuerySet:
    """Without those of which the last call says to call later."""
    last = GroupCall.objects.filter(group=OuterRef("pk")).newest_first().values("next_call_on")[:1]
    told = groups.alias(next_call_on=Coalesce(Subquery(last), Value(LONG_AGO), output_field=DateField()))
    return told.filter(next_call_on__lte=timezone.localdate())


def quiet_rows(groups: Iterable[CommunityGroup], *, user: User) -> list[QuietGroup]:
    groups, today = list(groups), timezone.localdate()
    keys = [group.pk for group in groups]
    paths = parts_for({group.area_id for group in groups})
    names = _facilitators(keys, user, today)
    missed = _last(MissedMeeting.objects.visible_to(user), keys)
    calls = _last(GroupCall.objects.visible_to(user), keys)
    return [
        QuietGroup(
            group=group,
            path=paths[group.area_id],
            facilitators=names[group.pk],
            days=(today - (group.last_met_on or group.status_since)).days,
            last_missed=missed.get(group.pk),
            last_call=calls.get(group.pk),
            is_due=not _is_later(calls.get(group.pk), today),
        )
        for group in groups
    ]


def _facilitators(groups: list[uuid.UUID], user: User, today: date) -> dict[uuid.UUID, list[str]]:
    found = Facilitation.objects.visible_to(user).current(today).filter(group__in=groups).select_related("user")
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in found.order_by("is_substitute", "began_on", "pk"):
        names[row.group_id].append(row.user.get_full_name())
    return names


def _last[Row: (MissedMeeting, GroupCall)](rows: QuerySet[Row], groups: Sequence[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """The last row of each group; years of earlier ones stay where they are."""
    newest = rows.model._default_manager.filter(group=OuterRef("group")).newest_first()
    found = rows.filter(group__in=groups, pk=Subquery(newest.values("pk")[:1]))
    return {row.group_id: row for row in found}


def _is_later(call: GroupCall | None, today: date) -> bool:
    """Whether a call says to call on a day ahead."""
    return call is not None and call.next_call_on is not None and call.next_call_on > today
