"""Roles given, confirmed and ended.

Who may give what: administrators give every role but that of safeguarding; safeguarding officers give only that one,
within their own reach. Nobody gives a role to themself, and nobody is administrator and safeguarding officer at once.
The role of safeguarding officer is given and ended by two people: one asks, another officer or an administrator says
yes within a week; until then nothing changes. While there is no safeguarding officer, one administrator names the first
and another one confirms. Officers lay down their own role at once. That guards against haste and a single wrong hand;
it cannot tell two accounts of one person apart, so the journal keeps both. Where an officer must be stopped at once, an
administrator closes the account. Closing the accounts of all officers opens the way for a first one again. Each change
of a safeguarding role is told to all safeguarding officers.
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
from .second_person import Outcome, What, answer_request, ask_second_person, waiting_request


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


class TooLate(Refusal):
    message = _("Nobody asked for this, or a week has passed since. Ask anew.")


class NeedsAnother(Refusal):
    message = _("A second person must confirm, neither the one who named the officer nor the officer.")


C = Capability


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
    needs_two = guards_children(data)
    grant = RoleGrant(
        user=user,
        role=role,
        area=area,
        began_on=began_on or today,
        ended_on=ended_on,
        granted_by=by,
        is_confirmed=not needs_two,
    )
    grant.full_clean()
    grant.save()
    journal.security(
        "role.proposed" if needs_two else "role.granted",
        about=grant,
        by=by,
        user=user.pk,
        role=role,
        area=area.pk if area else "",
    )
    if needs_two:
        asked_as = C.GRANT_SAFEGUARDING if by.can(C.GRANT_SAFEGUARDING) else C.MANAGE_ACCOUNTS
        ask_second_person(what=What.GRANT, grant=grant, by=by, asked_as=asked_as)
    else:
        _now_in_force(grant)
    return grant


@transaction.atomic
def confirm_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """The second person confirms: for the first officer an administrator, afterwards an officer within reach too."""
    if not may_confirm(by):
        raise NotYours()
    if by.pk in (grant.granted_by_id, grant.user_id) or grant.granted_by_id is None:
        raise NeedsAnother()
    if grant.is_confirmed or not RoleGrant.objects.not_over(timezone.localdate()).filter(pk=grant.pk).exists():
        raise OverAlready()
    request = waiting_request(what=What.GRANT, grant=grant)
    if request is None:
        raise TooLate()
    if request.asked_as == C.MANAGE_ACCOUNTS and not is_first_safeguarding():
        raise OfficersDecide()
    _refuse_outside_reach(by, grant.area_id)
    if _holds(grant.user, Capability.MANAGE_ACCOUNTS, grant.began_on):
        raise TwoPowers()
    answer_request(request=request, by=by, outcome=Outcome.CONFIRMED)
    grant.is_confirmed, grant.confirmed_by = True, by
    grant.full_clean()
    grant.save(update_fields=["is_confirmed", "confirmed_by"])
    journal.security("role.granted", about=grant, by=by, user=grant.user_id, role=grant.role)
    _now_in_force(grant)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User, on: date | None = None) -> RoleGrant:
    """End a role at once, or with a later day. At once means: refused at the next click, every session gone.

    That of another safeguarding officer is not ended by this but asked for: see ``is_end_asked``.
    """
    data = grant.role_data
    if not may_decide(by, data) and not (by.can(Capability.MANAGE_ACCOUNTS) and not grant.is_confirmed):
        raise NotYours()
    if guards_children(data) and grant.is_confirmed:
        _refuse_outside_reach(by, grant.area_id)
    _refuse_end(grant)
    if guards_children(data) and grant.is_confirmed and grant.user_id != by.pk:
        ask_second_person(what=What.END, grant=grant, by=by, asked_as=C.GRANT_SAFEGUARDING, on=on)
        return grant
    return _end(grant, by=by, on=on)


@transaction.atomic
def confirm_end(*, grant: RoleGrant, by: User) -> RoleGrant:
    """The second person confirms that another safeguarding officer leaves the role."""
    if not may_confirm(by):
        raise NotYours()
    request = waiting_request(what=What.END, grant=grant)
    if request is None:
        raise TooLate()
    _refuse_outside_reach(by, grant.area_id)
    _refuse_end(grant)
    answer_request(request=request, by=by, outcome=Outcome.CONFIRMED)
    return _end(grant, by=by, on=request.on)


def end_proposal(*, grant: RoleGrant, by: User) -> RoleGrant:
    """A role that was named and not confirmed is over before it began."""
    return grant if grant.is_confirmed else _end(grant, by=by, on=None)


def is_end_asked(grant: RoleGrant) -> bool:
    """Whether somebody asked to end it, and a second person has not answered yet."""
    return waiting_request(what=What.END, grant=grant) is not None


def may_confirm(by: User) -> bool:
    return by.can(C.GRANT_SAFEGUARDING) or by.can(C.MANAGE_ACCOUNTS)


def _refuse_end(grant: RoleGrant) -> None:
    if not RoleGrant.objects.not_over(timezone.localdate()).filter(pk=grant.pk).exists():
        raise OverAlready()
    if Capability.MANAGE_ACCOUNTS in grant.role_data.capabilities and _is_last_administrator(grant.user):
        raise LastAdministrator()


def _end(grant: RoleGrant, *, by: User, on: date | None) -> RoleGrant:
    today = timezone.localdate()
    if guards_children(grant.role_data) and grant.is_confirmed:
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
    held = RoleGrant.objects.not_over(began_on).filter(user=user, role=role.key, area=area)
    for proposed in held.filter(is_confirmed=False):
        if waiting_request(what=What.GRANT, grant=proposed) is None:  # nobody confirmed it within a week
            end_proposal(grant=proposed, by=by)
    if held.exists():
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


def _now_in_force(grant: RoleGrant) -> None:
    user = User.objects.get(pk=grant.user_id)
    keep_in_step(user)
    notify(user=user, text_key="role_granted", link="/desk/accounts/roles/")
    if guards_children(grant.role_data):
        notify_safeguarding(text_key="safeguarding_granted")
