"""Who a batch comes from: a phone, its user, what the user's roles carry today, and until when conduct and screening
stand. One query for all of it.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.compiled import Compiled
from accounts.gathering import GRANT_COLUMNS, gathered
from accounts.models import RoleGrant, StaffCheck, User

from .answers import SealingKey
from .models import Device, ServerKey

ANY_DEVICE = uuid.UUID(int=1)


@dataclass(frozen=True, slots=True)
class Sender:
    """A phone that proved itself. ``is_trusted``: neither ended nor expired, of an account that is open.

    Without a ``device`` somebody sits at the desk, whose session was looked at already.
    """

    device: Device | None
    user: User
    is_trusted: bool
    key: SealingKey | None
    """The key to which the phone seals from now on."""
    vouched_by: User | None = None
    """Who takes at the desk what waited: their reach counts, and the record stays its maker's."""

    @property
    def judged_as(self) -> User:
        return self.vouched_by or self.user


def sender_of(device_id: uuid.UUID) -> Sender | None:
    """The phone with its user and the user's grants."""
    today = timezone.localdate()
    device = next(iter(_devices(today).run(device=device_id)), None)
    if device is None:
        return None
    user, jwk = device.user, device.key_in_use
    user.current_grants = [RoleGrant.from_db(device._state.db, GRANT_COLUMNS, row) for row in device.grants or ()]
    user.last_checks = _last_days(device.checks or ())
    is_trusted = user.is_active and device.state_on(today) == Device.State.ACTIVE
    return Sender(device=device, user=user, is_trusted=is_trusted, key=SealingKey(jwk["kid"], jwk) if jwk else None)


def _last_days(checks: Iterable[tuple[str, str]]) -> dict[str, date]:
    """As ``StaffCheck.objects.last_days`` gives them; days come as JSON holds them, and sort as text."""
    return {what: date.fromisoformat(until) for what, until in sorted(checks, key=itemgetter(1))}


@lru_cache(maxsize=2)
def _devices(today: date) -> Compiled:
    grants = RoleGrant.objects.current(today).filter(user_id=OuterRef("user_id"))
    devices = (
        Device.objects.filter(pk=ANY_DEVICE)
        .select_related("user")
        .annotate(
            grants=gathered(grants, *GRANT_COLUMNS),
            checks=gathered(StaffCheck.objects.filter(user_id=OuterRef("user_id")), "what", "valid_until"),
            key_in_use=Subquery(ServerKey.objects.in_use().values("jwk")[:1]),
        )
    )
    return Compiled(devices, {"device": ANY_DEVICE})
