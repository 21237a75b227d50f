"""Which services, networks' neighbours and trainings a user may see and change.

Services: those whose office lies within reach, and those that cover a commune there.

Of a service within reach, only the communes within reach are shown and changed: the others are for who works there.
A training is reached by the place where it was held, and from a place within that by those of one's own who took part:
then its topic, its days and one's own people are shown, and nothing of the others.

Hand-over notes are for safeguarding officers and focal points of their place, and for nobody else.
"""

from django.db.models import Exists, OuterRef, Q

from accounts import scoping
from accounts.models import User
from accounts.roles import Capability as C
from accounts.roles import Reach
from accounts.scoping import NOBODY, Rule, reach_q
from participation.scopes import groups_q, of_persons, through
from places.codes import lineage

from .models import HandOverNote, HandOverTotal, Service, ServiceCoverage, StandsBeside, Training, TrainingPlace
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


def held_above(user: User, capability: C) -> Q:
    """Trainings held for a place in which an area of the user's lies, such as its province."""
    grants = [grant for grant in user.grants_with(capability) if grant.role_data.reach is Reach.AREA and grant.area_id]
    wider = {area for grant in grants for area in lineage(grant.area_id)[:-1]}
    return Q(area_id__in=sorted(wider)) if wider else NOBODY


def own_people(user: User, capability: C) -> Q:
    """Places in trainings of persons within reach."""
    return of_persons(capability)(user)


def trainings_seen(user: User) -> Q:
    within, wider = trainings(C.SEE_GROUPS)(user), held_above(user, C.SEE_GROUPS)
    if wider == NOBODY:
        return within
    own = TrainingPlace.objects.filter(own_people(user, C.SEE_GROUPS), training=OuterRef("pk"))
    return within | wider & Q(Exists(own))


def training_places(user: User) -> Q:
    """Who took part: those of trainings within reach, and of all trainings the persons within reach."""
    within = trainings(C.SEE_PEOPLE, "training__")(user)
    return within if within == ~NOBODY else within | own_people(user, C.SEE_PEOPLE)


def notes(user: User) -> Q:
    """Notes of the communes and districts in reach. Of one's own groups none: a note belongs to no group."""
    return reach_q(user, C.SEE_HAND_OVERS, area="area_id", own=NOBODY)


def totals(user: User) -> Q:
    """Totals of provinces that lie in reach as a whole: nobody subtracts the own commune from them."""
    return reach_q(user, C.SEE_HAND_OVERS, area="province_id", own=NOBODY)


def managed(user: User) -> ServiceQuerySet:
    """The services that somebody may close and say the communes of, not only confirm and correct."""
    return Service.objects.filter(services(C.MANAGE_SERVICES)(user))


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(Service, visible=services(C.SEE_SERVICES), editable=services(C.CONFIRM_SERVICES))
    scoping.register(ServiceCoverage, visible=coverages(C.SEE_SERVICES), editable=coverages(C.MANAGE_SERVICES))
    scoping.register(StandsBeside, visible=beside, editable=through("network__", C.EDIT_GROUPS))
    scoping.register(Training, visible=trainings_seen, editable=trainings(C.EDIT_PEOPLE))
    scoping.register(TrainingPlace, visible=training_places, editable=trainings(C.EDIT_PEOPLE, "training__"))
    scoping.register(HandOverNote, visible=notes, editable=notes)
    scoping.register(HandOverTotal, visible=totals, editable=lambda user: NOBODY)
