"""Which services, networks' neighbours and trainings a user may see and change.

Services: those whose office lies within reach, and those that cover a commune there.

Of a service within reach, only the communes within reach are shown and changed: the others are for who works there.
"""

from django.db.models import Exists, OuterRef, Q

from accounts import scoping
from accounts.models import User
from accounts.roles import Capability as C
from accounts.scoping import NOBODY, Rule, reach_q
from participation.scopes import groups_q, through

from .models import Service, ServiceCoverage, StandsBeside, Training, TrainingPlace
from .models.service import ServiceQuerySet


def services(capability: C) -> Rule:
    """The rule of services. Groups of one's own reach none: readers without an area have the public pages."""

    def rule(user) -> Q:
        at_home = reach_q(user, capability, area="area_id", own=NOBODY)
        if at_home in (NOBODY, ~NOBODY):
            return at_home
        covered = ServiceCoverage.objects.filter(coverages(capability)(user), service=OuterRef("pk"))
        return at_home | Q(Exists(covered))

    return rule


def coverages(capability: C) -> Rule:
    """The rule of the communes that a service covers."""
    return lambda user: reach_q(user, capability, area="commune_id", own=NOBODY)


def beside(user: User) -> Q:
    """The rule of who sees that a network stands beside a group: whoever sees one of the two."""
    return groups_q(user, C.SEE_GROUPS, "network__") | groups_q(user, C.SEE_GROUPS, "group__")


def trainings(capability: C, path: str = "") -> Rule:
    """The rule of trainings, by the place where each was held; who works with groups of their own has none."""
    return lambda user: reach_q(user, capability, area=f"{path}area_id", own=NOBODY)


def managed(user: User) -> ServiceQuerySet:
    """The services that somebody may close and say the communes of, not only confirm and correct."""
    return Service.objects.filter(services(C.MANAGE_SERVICES)(user))


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(Service, visible=services(C.SEE_SERVICES), editable=services(C.CONFIRM_SERVICES))
    scoping.register(ServiceCoverage, visible=coverages(C.SEE_SERVICES), editable=coverages(C.MANAGE_SERVICES))
    scoping.register(StandsBeside, visible=beside, editable=through("network__", C.EDIT_GROUPS))
    scoping.register(Training, visible=trainings(C.SEE_GROUPS), editable=trainings(C.EDIT_PEOPLE))
    scoping.register(
        TrainingPlace, visible=trainings(C.SEE_PEOPLE, "training__"), editable=trainings(C.EDIT_PEOPLE, "training__")
    )
