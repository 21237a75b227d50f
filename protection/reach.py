"""In whose role somebody does a thing: a person may hold several, each within its own reach."""

from collections.abc import Iterable

from accounts.models import User
from accounts.roles import Capability, Reach


def acting_role(user: User, capability: Capability, places: Iterable[str] = ()) -> str:
    """The key of the role that carries the capability where the thing is, else of any that carries it."""
    places, grants = list(places), user.grants_with(capability)
    for grant in grants:
        is_everywhere = grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id
        if is_everywhere or any(place.startswith(grant.area_id) for place in places):
            return grant.role
    return grants[0].role if grants else ""
