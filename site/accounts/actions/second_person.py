"""Asking a second person, and what they answer: nothing of weight for children's safety is done by one alone.

Who asked does not confirm. A request that nobody answers within a week is worth nothing any more.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import journal
from ..models import ConfirmationRequest, EmergencyAccess, RoleGrant, User
from ..refusals import Refusal
from ..roles import Capability
from .notices import notify

What, Outcome = ConfirmationRequest.What, ConfirmationRequest.Outcome
EXPIRES_AFTER = timedelta(days=7)
MAY_ANSWER = (Capability.GRANT_SAFEGUARDING, Capability.MANAGE_ACCOUNTS)
WHERE = "/desk/accounts/requests/"


class AskedAlready(Refusal):
    message = _("This was asked already and waits for a second person.")


class NobodyWaits(Refusal):
    message = _("This request was answered already, or a week has passed. Ask anew.")


class NotTheAsker(Refusal):
    message = _("Another safeguarding officer or an administrator must confirm, not the one who asked.")


class AskerHasLeft(Refusal):
    message = _("Who asked for this may no longer ask for it. It cannot be confirmed.")


class MayNotAnswer(Refusal):
    message = _("Your role does not let you do this.")


@transaction.atomic
def ask_second_person(
    *,
    what: str,
    by: User,
    asked_as: Capability,
    grant: RoleGrant | None = None,
    access: EmergencyAccess | None = None,
    on: date | None = None,
) -> ConfirmationRequest:
    """Write down what is asked, and tell everybody who could confirm it. ``asked_as``: the power it is asked with."""
    now = timezone.now()
    about = ConfirmationRequest.objects.filter(what=what, grant=grant, access=access, outcome=Outcome.WAITING)
    if about.waiting(now).exists():
        raise AskedAlready
    about.delete()  # what expired; the journal keeps that it was asked
    request = ConfirmationRequest(
        what=what,
        grant=grant,
        access=access,
        on=on,
        asked_by=by,
        asked_as=asked_as.value,
        asked_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    request.full_clean()
    request.save()
    journal.security("request.made", about=request, by=by, what=what, thing=_thing(request))
    for person in who_may_answer(request):
        notify(user=person, text_key="second_person_asked", link=WHERE)
    return request


def who_may_answer(request: ConfirmationRequest) -> list[User]:
    """Officers and administrators of today but the asker, and but whose role it is."""
    not_these = {request.asked_by_id, request.grant.user_id if request.grant else request.access.officer_id}
    found: dict[int, User] = {}
    for capability in MAY_ANSWER:
        found |= {user.pk: user for user in User.objects.holding(capability).exclude(pk__in=not_these)}
    return [found[pk] for pk in sorted(found)]


def may_answer(request: ConfirmationRequest, by: User) -> bool:
    """Whether somebody is one of those; asks the database nothing where the request came with what it is about."""
    whose = request.grant.user_id if request.grant else request.access.officer_id
    return by.pk not in (request.asked_by_id, whose) and any(by.can(capability) for capability in MAY_ANSWER)


def answer_request(*, request: ConfirmationRequest, by: User, outcome: str) -> ConfirmationRequest:
    """Write down the answer of the second person; what follows from it is for the caller, in the same transaction."""
    request = ConfirmationRequest.objects.select_for_update().get(pk=request.pk)
    is_own = by.pk == request.asked_by_id
    if not any(by.can(capability) for capability in MAY_ANSWER):
        raise MayNotAnswer
    if not ConfirmationRequest.objects.waiting(timezone.now()).filter(pk=request.pk).exists():
        raise NobodyWaits
    if not may_answer(request, by) and (outcome == Outcome.CONFIRMED or not is_own):
        raise NotTheAsker
    asker = User.objects.holding(Capability(request.asked_as)).filter(pk=request.asked_by_id)
    if outcome == Outcome.CONFIRMED and not asker.exists():
        raise AskerHasLeft
    request.outcome, request.decided_at, request.decided_by = outcome, timezone.now(), by
    request.full_clean()
    request.save(update_fields=["outcome", "decided_at", "decided_by"])
    verb = "request.confirmed" if outcome == Outcome.CONFIRMED else "request.turned_down"
    journal.security(verb, about=request, by=by, what=request.what, thing=_thing(request))
    if not is_own:
        notify(user=request.asked_by, text_key="second_person_answered", link=WHERE)
    return request


def waiting_request(*, what: str, grant: RoleGrant) -> ConfirmationRequest | None:
    return ConfirmationRequest.objects.waiting(timezone.now()).filter(what=what, grant=grant).first()


def _thing(request: ConfirmationRequest) -> int:
    return request.grant_id or request.access_id
