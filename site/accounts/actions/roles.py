"""Roles given, confirmed and ended.

Who may give what: administrators give every role but that of safeguarding; safeguarding officers give only that one,
within their own reach. Nobody gives a role to themself, and nobody is administrator and safeguarding officer at once.
While there is no safeguarding officer, one administrator names the first and another one confirms; until then the role
is not in force. That guards against haste and a single wrong hand; it cannot tell two accounts of one person apart, so
the journal keeps both. Closing the accounts of all officers opens that way again. Each change of a safeguarding role is
told to all safeguarding officers.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from places.models import AdminArea

from .. import journal
from ..models import RoleGrant, User
from ..publishing import keep_in_step
from ..refusals import Refusal
from ..roles import ROLES, Capability, Reach, Role
from .notices import notify, notify_safeguarding


class NotYours(Refusal):
    message = _("Your role does not let you do this.")


class NotToYourself(Refusal):
    message = _("Nobody gives a role to themself. Ask a colleague.")


class UnknownRole(Refusal):
    message = _("Choose a role from the list.")
    field = "role"


class AccountIsClosed(Refusal):
    message = _("This account is closed. Open it first.")


class AreaDoesNotBelong(Refusal):
    message = _("This role has no area: leave the area empty.")
    field = "area"


class OutOfReach(Refusal):
    message = _("You may give this role only within your own area.")
    field = "area"


class BeginsInThePast(Refusal):
    message = _("A role begins today or later.")
    field = "began_on"


class HeldAlready(Refusal):
    message = _("This person holds this role already.")
    field = "role"


class TwoPowers(Refusal):
    message = _("Nobody is administrator and safeguarding officer at the same time.")
    field = "role"


class OverAlready(Refusal):
    message = _("This role is over already.")


class LastAdministrator(Refusal):
    message = _("This is the last administrator. Name another one first.")


class OfficersDecide(Refusal):
    message = _("There is a safeguarding officer now: they decide who becomes another one.")


class NeedsAnother(Refusal):
    message = _("A second administrator must confirm, not the one who named the officer.")


def guards_children(role: Role) -> bool:
    return Capability.GRANT_SAFEGUARDING in role.capabilities


def may_decide(by: User, role: Role) -> bool:
    """Whether ``by`` may give and end this role at all; where, is another question."""
    if not guards_children(role):
        return by.can(Capability.MANAGE_ACCOUNTS)
    return by.can(Capability.GRANT_SAFEGUARDING) or by.can(Capability.MANAGE_ACCOUNTS) and is_first_safeguarding()


def is_first_safeguarding() -> bool:
    """True while nobody holds a safeguarding role: then two administrators decide together."""
    return not User.objects.holding(Capability.GRANT_SAFEGUARDING).exists()


def roles_to_give(by: User) -> list[Role]:
    return [role for role in ROLES.values() if may_decide(by, role)]


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: User,
    area: AdminArea | None = None,
    began_on: date | None = None,
    ended_on: date | None = None,
) -> RoleGrant:
    """Give a role within a reach, from today or a later day on."""
    today = timezone.localdate()
    data = ROLES.get(role)
    if data is None:
        raise UnknownRole()
    _refuse_grant(user=user, role=data, area=area, began_on=began_on or today, by=by)
    is_first = guards_children(data) and not by.can(Capability.GRANT_SAFEGUARDING)
    grant = RoleGrant(
        user=user,
        role=role,
        area=area,
        began_on=began_on or today,
        ended_on=ended_on,
        granted_by=by,
        is_confirmed=not is_first,
    )
    grant.full_clean()
    grant.save()
    journal.security(
        "role.proposed" if is_first else "role.granted",
        about=grant,
        by=by,
        user=user.pk,
        role=role,
        area=area.pk if area else "",
    )
    if is_first:
        _ask_other_administrators(by)
    else:
        _now_in_force(grant)
    return grant


@transaction.atomic
def confirm_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """The second of two administrators confirms the first safeguarding officer."""
    if not by.can(Capability.MANAGE_ACCOUNTS):
        raise NotYours()
    if by.pk in (grant.granted_by_id, grant.user_id) or grant.granted_by_id is None:
        raise NeedsAnother()
    if grant.is_confirmed or not RoleGrant.objects.not_over(timezone.localdate()).filter(pk=grant.pk).exists():
        raise OverAlready()
    if not is_first_safeguarding():
        raise OfficersDecide()
    if _holds(grant.user, Capability.MANAGE_ACCOUNTS, grant.began_on):
        raise TwoPowers()
    grant.is_confirmed, grant.confirmed_by = True, by
    grant.full_clean()
    grant.save(update_fields=["is_confirmed", "confirmed_by"])
    journal.security("role.granted", about=grant, by=by, user=grant.user_id, role=grant.role)
    _now_in_force(grant)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User, on: date | None = None) -> RoleGrant:
    """End a role at once, or with a later day. At once means: refused at the next click, every session gone."""
    today = timezone.localdate()
    data = grant.role_data
    if not may_decide(by, data) and not (by.can(Capability.MANAGE_ACCOUNTS) and not grant.is_confirmed):
        raise NotYours()
    if guards_children(data) and grant.is_confirmed:
        _refuse_outside_reach(by, grant.area_id)
    if not RoleGrant.objects.not_over(today).filter(pk=grant.pk).exists():
        raise OverAlready()
    if Capability.MANAGE_ACCOUNTS in data.capabilities and _is_last_administrator(grant.user):
        raise LastAdministrator()
    if guards_children(data) and grant.is_confirmed:
        notify_safeguarding(text_key="safeguarding_ended")
    if on is not None and on > today:
        grant.ended_on = on
    else:
        grant.ended_on, grant.revoked_at = max(today, grant.began_on), timezone.now()
        User.objects.filter(pk=grant.user_id).update(session_epoch=F("session_epoch") + 1)
    grant.full_clean()
    grant.save(update_fields=["ended_on", "revoked_at"])
    journal.security("role.ended", about=grant, by=by, user=grant.user_id, role=grant.role, on=grant.ended_on)
    user = User.objects.get(pk=grant.user_id)
    keep_in_step(user)
    if user.pk != by.pk:
        notify(user=user, text_key="role_ended", link="/desk/accounts/roles/")
    return grant


def _refuse_grant(*, user: User, role: Role, area: AdminArea | None, began_on: date, by: User) -> None:
    if user.pk == by.pk:
        raise NotToYourself()
    if not may_decide(by, role):
        raise NotYours()
    if not user.is_active:
        raise AccountIsClosed()
    if area is not None and role.reach is not Reach.AREA:
        raise AreaDoesNotBelong()
    if began_on < timezone.localdate():
        raise BeginsInThePast()
    if guards_children(role):
        if by.can(Capability.GRANT_SAFEGUARDING):
            _refuse_outside_reach(by, area.pk if area else None)
        if _holds(user, Capability.MANAGE_ACCOUNTS, began_on):
            raise TwoPowers()
    if Capability.MANAGE_ACCOUNTS in role.capabilities and _holds(user, Capability.GRANT_SAFEGUARDING, began_on):
        raise TwoPowers()
    if RoleGrant.objects.not_over(began_on).filter(user=user, role=role.key, area=area).exists():
        raise HeldAlready()


def _refuse_outside_reach(by: User, area_id: str | None) -> None:
    """A safeguarding officer of an area decides within that area only."""
    reached = [grant.area_id for grant in by.grants_with(Capability.GRANT_SAFEGUARDING)]
    if reached and not any(own is None or area_id is not None and area_id.startswith(own) for own in reached):
        raise OutOfReach()


def _holds(user: User, capability: Capability, on: date) -> bool:
    """Whether a grant with the capability is in force, to come or to be confirmed on that day or after."""
    grants = RoleGrant.objects.not_over(on).filter(user=user)
    return any(capability in grant.role_data.capabilities for grant in grants)


def _is_last_administrator(user: User) -> bool:
    return not User.objects.holding(Capability.MANAGE_ACCOUNTS).exclude(pk=user.pk).exists()


def _ask_other_administrators(by: User) -> None:
    for administrator in User.objects.holding(Capability.MANAGE_ACCOUNTS).exclude(pk=by.pk):
        notify(user=administrator, text_key="safeguarding_proposed", link="/desk/accounts/")


def _now_in_force(grant: RoleGrant) -> None:
    user = User.objects.get(pk=grant.user_id)
    keep_in_step(user)
    notify(user=user, text_key="role_granted", link="/desk/accounts/roles/")
    if guards_children(grant.role_data):
        notify_safeguarding(text_key="safeguarding_granted")
