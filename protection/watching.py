"""Who hears of a hand-over note: first those nearest to the place, later all who answer for it.

Where nobody is set for a place, who can name somebody hears: administrators, and safeguarding officers elsewhere.
"""

from collections.abc import Iterable
from datetime import date

from accounts.models import RoleGrant, User
from accounts.roles import Capability, Reach, roles_with
from places.codes import lineage


def nearest_to(area_id: str, on: date) -> list[User]:
    """Of those who may take the note on, the ones with the narrowest reach over its place."""
    reaches = _reaches(area_id, Capability.SEE_HAND_OVERS, on)
    narrowest = max(map(len, reaches.values()), default=0)
    return _users(user for user, area in reaches.items() if len(area) == narrowest)


def overseers_of(area_id: str, on: date) -> list[User]:
    """All who answer for notes of this place, up to those who answer for the whole country."""
    return _users(_reaches(area_id, Capability.OVERSEE_HAND_OVERS, on))


def is_watched(area_id: str, on: date) -> bool:
    """Whether anybody may take on notes of this place."""
    return bool(_reaches(area_id, Capability.SEE_HAND_OVERS, on))


def those_who_name_somebody(on: date) -> list[User]:
    """Administrators and safeguarding officers: each can see to it that somebody is set for a place."""
    keepers = (Capability.MANAGE_ACCOUNTS, Capability.GRANT_SAFEGUARDING)
    found = {key for capability in keepers for key in User.objects.holding(capability, on).values_list("pk", flat=True)}
    return _users(found)


def _reaches(area_id: str, capability: Capability, on: date) -> dict[int, str]:
    """Users with the narrowest area in which their role covers the place; the empty text stands for the country."""
    keys = [role.key for role in roles_with(capability) if role.reach is not Reach.OWN_GROUPS]
    above = {*lineage(area_id), ""}
    found: dict[int, str] = {}
    grants = RoleGrant.objects.current(on).filter(role__in=keys, user__is_active=True)
    for user, area in grants.values_list("user_id", "area_id"):
        if (area or "") in above and len(area or "") >= len(found.get(user, "")):
            found[user] = area or ""
    return found


def _users(keys: Iterable[int]) -> list[User]:
    return list(User.objects.filter(pk__in=list(keys), is_active=True).order_by("pk"))
