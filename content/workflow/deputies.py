"""Deputies named and taken back."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.actions.notices import notify, notify_safeguarding
from accounts.models import User
from accounts.publishing import OPENS_THE_ADMIN
from accounts.refusals import Refusal
from accounts.roles import ROLES

from ..models import Deputyship, Step

LONGEST = timedelta(days=60)


class NotYourStep(Refusal):
    message = _("You do not read pages at this step yourself.")
    field = "step"


class CannotStandIn(Refusal):
    message = _("This person cannot stand in: they have no way into the editors' pages.")
    field = "deputy"


class NeedsSecondStep(Refusal):
    message = _("Who stands in for safeguarding needs a second step at sign-in first.")
    field = "deputy"


class BeginsInThePast(Refusal):
    message = _("The first day is today or later.")
    field = "began_on"


class TooLong(Refusal):
    message = _("A deputy stands in for 60 days at most.")
    field = "ended_on"


class NotYours(Refusal):
    message = _("Only who named a deputy can take that back.")


def steps_of(user: User) -> list[Step]:
    """The steps at which the user reads by role, not as somebody's deputy."""
    return [step for step in Step if user.can(step.capability)]


def possible_deputies(by: User) -> list[User]:
    """Everybody else who can open the editors' pages."""
    found: dict[int, User] = {}
    for capability in OPENS_THE_ADMIN:
        found |= {user.pk: user for user in User.objects.holding(capability).exclude(pk=by.pk)}
    return sorted(found.values(), key=lambda user: user.get_full_name())


@transaction.atomic
def name_deputy(*, step: Step, deputy: User, began_on: date, ended_on: date, by: User) -> Deputyship:
    """Name somebody who reads in one's place from one day to another. It takes nothing away from oneself."""
    if not by.can(step.capability):
        raise NotYourStep
    if not deputy.is_active or not any(deputy.can(each) for each in OPENS_THE_ADMIN):
        raise CannotStandIn
    if step == Step.SAFEGUARDING and not _has_second_step(deputy):
        raise NeedsSecondStep
    if began_on < timezone.localdate():
        raise BeginsInThePast
    if ended_on - began_on > LONGEST:
        raise TooLong
    named = Deputyship(step=step, principal=by, deputy=deputy, began_on=began_on, ended_on=ended_on)
    named.full_clean()
    named.save()
    journal.note("page_deputy.named", about=named, by=by, deputy=deputy.pk, step=step.value)
    notify(user=deputy, text_key="page_deputy", link="/admin/")
    if step == Step.SAFEGUARDING:
        notify_safeguarding(text_key="page_deputy_named")
    return named


@transaction.atomic
def take_back_deputy(*, deputyship: Deputyship, by: User) -> None:
    """From now on the deputy is none. One that never began leaves nothing behind but the journal."""
    if deputyship.principal_id != by.pk:
        raise NotYours
    journal.note("page_deputy.taken_back", about=deputyship, by=by, deputy=deputyship.deputy_id)
    deputyship.delete()


def _has_second_step(user: User) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    has_one = Authenticator.objects.filter(user=user, type__in=kinds).exists()
    return has_one or any(ROLES[grant.role].needs_second_factor for grant in user.current_grants)
