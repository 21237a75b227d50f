"""Emergency accesses with the groups they are about, as far as the reader sees those."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import ConfirmationRequest, EmergencyAccess, User
from accounts.reads.emergencies import role_name

from ..models import CommunityGroup


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One access. ``group`` is ``None`` where it lies beyond the reader's reach, or is no more."""

    access: EmergencyAccess
    group: CommunityGroup | None
    role: str
    is_open: bool
    over_at: datetime
    is_own: bool
    waits: bool


def access_rows(accesses: Iterable[EmergencyAccess], *, user: User) -> list[AccessRow]:
    """``accesses`` come with their officer: two queries more, whatever their number."""
    accesses, now = list(accesses), timezone.now()
    groups = CommunityGroup.objects.visible_to(user).in_bulk({access.group_id for access in accesses})
    waiting = ConfirmationRequest.objects.waiting(now).filter(access__in=accesses)
    waiting = set(waiting.values_list("access_id", flat=True))
    return [
        AccessRow(
            access=access,
            group=groups.get(access.group_id),
            role=role_name(access.role),
            is_open=access.is_open(now),
            over_at=access.over_at,
            is_own=access.officer_id == user.pk,
            waits=access.pk in waiting,
        )
        for access in accesses
    ]
