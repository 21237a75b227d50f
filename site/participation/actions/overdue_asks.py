"""Asks without an answer climb: the officers of the place hear of each once."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.notices import notify
from accounts.models import RoleGrant, User
from accounts.roles import Capability, Reach, roles_with

from ..models import Ask


@transaction.atomic
def tell_of_overdue_asks(*, on: date | None = None) -> int:
    """One notice to each officer in whose reach asks have become overdue since the last time; how many asks."""
    day = on or timezone.localdate()
    new = Ask.objects.overdue(day).filter(overdue_told_at__isnull=True).select_for_update(no_key=True)
    held = list(new.order_by("pk").values_list("pk", flat=True))
    places = dict(Ask.objects.filter(pk__in=held).values_list("pk", "issue__meeting__group__area_id"))
    if not places:
        return 0
    waiting = Counter(user for user, area in _reaches(day) for place in places.values() if place.startswith(area))
    where = f"{reverse('asks:list')}?overdue=on"
    for officer in User.objects.filter(pk__in=waiting, is_active=True).order_by("pk"):
        notify(user=officer, text_key="asks_overdue", params={"number": waiting[officer.pk]}, link=where)
    Ask.objects.filter(pk__in=places).update(overdue_told_at=timezone.now())
    return len(places)


def _reaches(day: date) -> set[tuple[int, str]]:
    """Officers with the beginning of the ids they reach; the empty text stands for the whole country.

    Who reaches a place twice, by a province and by a commune in it, is told of it once: the wider one counts.
    """
    keys = [role.key for role in roles_with(Capability.EDIT_GROUPS) if role.reach is not Reach.OWN_GROUPS]
    grants = RoleGrant.objects.current(day).filter(role__in=keys).values_list("user_id", "area_id")
    found = {(user, area or "") for user, area in grants}
    return {
        (user, area)
        for user, area in found
        if not any(other == user and wider != area and area.startswith(wider) for other, wider in found)
    }
