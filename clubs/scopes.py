"""Which rows about clubs a user may see and change: those of the groups within reach."""

from django.db.models import Q

from accounts import scoping
from accounts.roles import Capability
from accounts.scoping import Rule
from participation.scopes import groups_q, through

from .models import ClubProfile, PeerClubs, PlannedActivity, SeasonPlan


def of_either(capability: Capability) -> Rule:
    """The rule of a pair: that of one of the two clubs."""

    def rule(user) -> Q:
        return groups_q(user, capability, "first__") | groups_q(user, capability, "second__")

    return rule


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(
        ClubProfile,
        visible=through("group__", Capability.SEE_GROUPS),
        editable=through("group__", Capability.EDIT_GROUPS),
    )
    for model, path in ((SeasonPlan, "group__"), (PlannedActivity, "season__group__")):
        scoping.register(
            model,
            visible=through(path, Capability.SEE_GROUPS),
            editable=through(path, Capability.RECORD_MEETINGS),
        )
    scoping.register(
        PeerClubs, visible=of_either(Capability.SEE_GROUPS), editable=of_either(Capability.RECORD_MEETINGS)
    )
