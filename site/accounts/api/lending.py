"""What a key sees: what its maker may see today, no further than the key's own place, and of one part alone.

A key has no sight of its own. Whoever reads through it is its maker with narrower roles, so every query set that asks
``visible_to`` narrows by itself; and since no part lends the sight of people, no name can be reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..models import RoleGrant, User
from ..roles import Capability, Reach, Role
from .scopes import LENT, ApiScope


@dataclass(frozen=True, slots=True)
class LentGrant:
    """A role of the maker as far as it is lent; it stands where a ``RoleGrant`` stands."""

    role: str
    area_id: str | None
    role_data: Role


def lent(grants: Iterable[RoleGrant], *, area: str | None, scope: ApiScope) -> list[LentGrant]:
    """The maker's roles, each cut down to the place of the key and to what one part needs.

    What somebody reaches through groups of their own is not lent: that is theirs in person.
    """
    found = []
    for grant in grants:
        role = grant.role_data
        if role.reach is Reach.OWN_GROUPS:
            continue
        own = None if role.reach is Reach.EVERYWHERE else grant.area_id
        is_within, place = within_both(own or None, area or None)
        if is_within:
            narrow = replace(role, reach=Reach.AREA, capabilities=role.capabilities & LENT[scope])
            found.append(LentGrant(grant.role, place, narrow))
    return found


def within_both(one: str | None, other: str | None) -> tuple[bool, str | None]:
    """Whether two places have something in common, and what: the smaller one. ``None`` is the whole country."""
    if one is None or other is None:
        return True, one or other
    if one.startswith(other) or other.startswith(one):
        return True, max(one, other, key=len)
    return False, None


def carries(grants: Iterable[LentGrant], scope: ApiScope) -> bool:
    """Whether one of these roles has all that the part needs."""
    return any(LENT[scope] <= grant.role_data.capabilities for grant in grants)


def reader(maker: User, *, area: str | None, scope: ApiScope) -> User:
    """The maker with the roles that are lent and no other. Never saved, and never somebody who is signed in."""
    found = User.from_db(maker._state.db, ["id", "is_active"], [maker.pk, maker.is_active])
    found.current_grants = lent(maker.current_grants, area=area, scope=scope)
    return found


def areas_of(user: User) -> list[str] | None:
    """The places that a reader reaches; ``None`` is the whole country."""
    places = {grant.area_id for grant in user.current_grants}
    return None if None in places else sorted(places)


def reaches(user: User, area: str | None) -> bool:
    """Whether somebody may make a key for a place: their role for keys goes as far."""
    for grant in user.grants_with(Capability.MANAGE_TOKENS):
        if grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id:
            return True
        if area and area.startswith(grant.area_id):
            return True
    return False
