"""Emergency access: opened for one group, closed by itself or by hand, made longer only by two people.

Whether a group lies within reach, and who works with it, is for ``participation`` to say, which opens through here.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import journal
from ..emergency import LASTS
from ..models import ConfirmationRequest, EmergencyAccess, User
from ..refusals import Refusal
from ..roles import Capability
from ..written_reasons import ReasonTooShort, judged_reason
from .notices import notify, notify_safeguarding
from .second_person import Outcome, What, answer_request, ask_second_person

WHERE = "/desk/emergency/"


class TooShortForAnEmergency(ReasonTooShort):
    message = _("Say in at least twenty letters why you must see these names now.")


class OneAtATime(Refusal):
    message = _("You read another group through emergency access. Close that one first.")


class OverAlready(Refusal):
    message = _("This emergency access is over already.")


class MayNotOpen(Refusal):
    message = _("Your role does not let you do this.")


@transaction.atomic
def open_access(*, group_id: UUID, reason: str, role: str, by: User) -> EmergencyAccess:
    """Open the people of a group to one officer for three hours, and tell the other officers at once."""
    if not by.can(Capability.OPEN_EMERGENCY):
        raise MayNotOpen
    reason, now = judged_reason(reason, refusal=TooShortForAnEmergency), timezone.now()
    _close_what_ended(by)
    if EmergencyAccess.objects.filter(officer=by, closed_at=None).exists():
        raise OneAtATime
    access = EmergencyAccess(
        officer=by, role=role, group_id=group_id, reason=reason, opened_at=now, ends_at=now + LASTS
    )
    access.full_clean()
    access.save()
    journal.security("emergency.opened", about=access, by=by, group=group_id, until=access.ends_at.isoformat())
    for officer in User.objects.holding(Capability.OPEN_EMERGENCY).exclude(pk=by.pk):
        notify(user=officer, text_key="emergency_opened", link=WHERE)
    return access


@transaction.atomic
def close_access(*, access: EmergencyAccess, by: User) -> EmergencyAccess:
    """End it before its time: by the officer, or by another one."""
    if not by.can(Capability.OPEN_EMERGENCY):
        raise MayNotOpen
    access = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    if not access.is_open(timezone.now()):
        raise OverAlready
    access.closed_at, access.closed_by = timezone.now(), by
    access.full_clean()
    access.save(update_fields=["closed_at", "closed_by"])
    journal.security("emergency.closed", about=access, by=by, group=access.group_id)
    if by.pk != access.officer_id:
        notify(user=access.officer, text_key="emergency_closed", link=WHERE)
    return access


@transaction.atomic
def ask_to_extend(*, access: EmergencyAccess, by: User) -> ConfirmationRequest:
    """Ask a second person for three more hours."""
    if by.pk != access.officer_id or not by.can(Capability.OPEN_EMERGENCY):
        raise MayNotOpen
    if not access.is_open(timezone.now()):
        raise OverAlready
    return ask_second_person(what=What.EXTEND, by=by, asked_as=Capability.OPEN_EMERGENCY, access=access)


@transaction.atomic
def extend_access(*, request: ConfirmationRequest, by: User) -> EmergencyAccess:
    """The second person says yes: three hours more from when it would have ended, as long as it has not."""
    access = EmergencyAccess.objects.select_for_update().get(pk=request.access_id)
    if not access.is_open(timezone.now()):
        raise OverAlready
    answer_request(request=request, by=by, outcome=Outcome.CONFIRMED)
    access.ends_at += LASTS
    access.full_clean()
    access.save(update_fields=["ends_at"])
    journal.security("emergency.extended", about=access, by=by, group=access.group_id, until=access.ends_at.isoformat())
    notify_safeguarding(text_key="emergency_extended", link=WHERE)
    return access


def _close_what_ended(officer: User) -> None:
    """One that ended by itself makes room for the next."""
    for access in EmergencyAccess.objects.filter(officer=officer, closed_at=None, ends_at__lte=timezone.now()):
        access.closed_at = access.ends_at
        access.save(update_fields=["closed_at"])
