"""Who sees which figures.

Exact numbers are for who sees the groups of the place as well; who sees totals alone, such as a donor, has the figures
of frozen quarters, suppressed and rounded. Indicators are of the whole programme: who keeps them works in all of it.
"""

from django.db.models import Q

from accounts import scoping
from accounts.models import User
from accounts.roles import Capability as C
from accounts.roles import Reach
from accounts.scoping import NOBODY, Rule, everyone_with, reach_q
from participation.reach import areas_within_reach
from places.codes import code_range

from . import models


def sees_exact(user: User) -> bool:
    return exact(user) != NOBODY


def exact_reach(user: User) -> list[str] | None:
    """The places whose exact numbers a user sees; ``None`` stands for the whole country."""
    found = []
    for grant in user.grants_with(C.SEE_TOTALS):
        if C.SEE_GROUPS not in grant.role_data.capabilities or grant.role_data.reach is Reach.OWN_GROUPS:
            continue
        if grant.role_data.reach is Reach.EVERYWHERE or not grant.area_id:
            return None
        found.append(grant.area_id)
    return found


def exact(user: User) -> Q:
    """The rows of the places in ``exact_reach``, by their ``area``."""
    return exact_at("area")(user)


def exact_at(path: str) -> Rule:
    def rule(user: User) -> Q:
        places = exact_reach(user)
        if places is None:
            return ~NOBODY
        found = NOBODY
        for place in places:
            low, high = code_range(place)
            found |= Q(**{f"{path}__gte": low, f"{path}__lt": high})
        return found

    return rule


def keeps_the_programme(user: User) -> bool:
    """Whether somebody keeps targets in the whole country: indicators, quarters, and what is of no single place."""
    return areas_within_reach(user, C.MANAGE_TARGETS) is None


def _of_the_programme(user: User) -> Q:
    return ~NOBODY if keeps_the_programme(user) else NOBODY


def _kept_at(user: User) -> Q:
    """What is of a place within the reach of who keeps targets; ``~NOBODY`` takes what is of no place with it."""
    return reach_q(user, C.MANAGE_TARGETS, area="area_id", own=NOBODY)


def _results(user: User) -> Q:
    """Surveys name nobody; who keeps targets sees what they entered, also without a role for totals."""
    return exact_at("area_id")(user) | _kept_at(user)


def _shown(user: User) -> Q:
    """Also for who freezes quarters and sees no totals otherwise: an administrator."""
    return reach_q(user, C.SEE_TOTALS, area="area", own=NOBODY) | reach_q(
        user, C.MANAGE_TARGETS, area="area", own=NOBODY
    )


def nobody(user: User) -> Q:
    return NOBODY


def register_all() -> None:
    """Called once, when the apps are ready."""
    readers = everyone_with(C.SEE_TOTALS, C.MANAGE_TARGETS)
    scoping.register(models.Indicator, visible=readers, editable=_of_the_programme)
    scoping.register(models.Target, visible=readers, editable=_kept_at)
    scoping.register(models.SurveyResult, visible=_results, editable=_kept_at)
    scoping.register(models.KeptCell, visible=exact, editable=nobody)
    scoping.register(models.KeptTotal, visible=exact, editable=nobody)
    scoping.register(models.CountedFact, visible=exact, editable=nobody)
    scoping.register(models.SettledFact, visible=nobody, editable=nobody)
    scoping.register(models.CountedGroup, visible=nobody, editable=nobody)
    scoping.register(models.FrozenQuarter, visible=readers, editable=_of_the_programme)
    scoping.register(models.FrozenCell, visible=exact, editable=nobody)
    scoping.register(models.ShownFigure, visible=_shown, editable=nobody)
    for model in (models.DhisSystem, models.DhisCode, models.DhisPlace):
        scoping.register(model, visible=_of_the_programme, editable=_of_the_programme)
