"""How far a user's roles go on the map: for the places and people that a form may offer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.roles import ROLES, Capability, Reach

from .models import CommunityGroup, Facilitation
from .scopes import groups_q


def areas_within_reach(user: User, capability: Capability) -> list[str] | None:
    """The ids of the areas in which a user's roles carry ``capability``; ``None`` stands for the whole country."""
    found = []
    for grant in user.grants_with(capability):
        if grant.role_data.reach is Reach.OWN_GROUPS:
            continue
        if grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id:
            return None
        found.append(grant.area_id)
    return found


def reaches_area(user: User, capability: Capability, area_id: str) -> bool:
    """Whether one of the user's roles carries ``capability`` in this area."""
    areas = areas_within_reach(user, capability)
    return areas is None or any(area_id.startswith(area) for area in areas)


def goes_beyond_own_groups(user: User, capability: Capability) -> bool:
    """Whether the user holds ``capability`` in an area, not only in the groups they facilitate."""
    return areas_within_reach(user, capability) != []


def acting_role(user: User, capability: Capability, places: Iterable[str] = ()) -> str:
    """The key of the role that carries the capability where the thing is, else of any that carries it.

    A person may hold several roles, each within its own reach.
    """
    places, grants = list(places), user.grants_with(capability)
    for grant in grants:
        is_everywhere = grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id
        if is_everywhere or any(place.startswith(grant.area_id) for place in places):
            return grant.role
    return grants[0].role if grants else ""


def facilitators_for(user: User) -> QuerySet[User]:
    """Who may be appointed: holders of a role for their own groups who work in the user's reach or nowhere today."""
    today = timezone.localdate()
    of_person = Facilitation.objects.filter(user=OuterRef("pk"))
    known = of_person.filter(group__in=CommunityGroup.objects.visible_to(user).values("pk"))
    return (
        User.objects.filter(Exists(grants_of_own_groups(today)), is_active=True)
        .filter(Q(Exists(known)) | ~Exists(of_person.current(today)))
        .order_by("full_name", "username", "pk")
    )


def works_only_within_reach(user: User, facilitator: User) -> bool:
    """Whether somebody works with a group today, and with none beyond what ``user`` manages the facilitators of."""
    today = timezone.localdate()
    theirs = Facilitation.objects.filter(user=facilitator).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today))
    within = theirs.filter(groups_q(user, Capability.MANAGE_FACILITATIONS, "group__"))
    return within.current(today).exists() and not theirs.exclude(pk__in=within.values("pk")).exists()


def grants_of_own_groups(today: date) -> QuerySet[RoleGrant]:
    keys = [role.key for role in ROLES.values() if role.reach is Reach.OWN_GROUPS]
    return RoleGrant.objects.current(today).filter(user=OuterRef("pk"), role__in=keys)
