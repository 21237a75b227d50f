"""Whose phones and deliveries a user may see: one's own; officers what came for groups where they record meetings."""

from django.db.models import Q
from django.utils import timezone

from accounts import scoping
from accounts.roles import Capability
from accounts.scoping import NOBODY, reach_q
from participation.models import Facilitation
from participation.scopes import groups_q

from .models import Delivery, Device

C = Capability


def officers(user) -> Q:
    """What came for groups in the user's area; who facilitates them does not judge what a former colleague sent."""
    return reach_q(user, C.RECORD_MEETINGS, area="group__area_id", own=NOBODY)


def judges(user) -> Q:
    """As ``officers``; and one's own where one still records: a conflict, a refusal, names. Never what is held."""
    own = Q(user=user) & ~Q(outcome=Delivery.Outcome.HELD)
    return officers(user) | own & (groups_q(user, C.RECORD_MEETINGS, "group__") | Q(outcome=Delivery.Outcome.REFUSED))


def phones(user) -> Q:
    """One's own; who keeps accounts, all; who manages facilitators, those of the people who work in their groups."""
    works_here = Facilitation.objects.current(timezone.localdate())
    works_here = works_here.filter(groups_q(user, C.MANAGE_FACILITATIONS, "group__"))
    return scoping.everyone_with(C.MANAGE_ACCOUNTS)(user) | Q(user=user) | Q(user__in=works_here.values("user_id"))


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(Device, visible=phones, editable=phones)
    scoping.register(Delivery, visible=lambda user: officers(user) | Q(user=user), editable=judges)
