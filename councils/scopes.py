"""Which profiles of councils a user may see and change: those of the groups within reach."""

from accounts import scoping
from accounts.roles import Capability
from participation.scopes import through

from .models import CouncilProfile


def register_all() -> None:
    """Called once, when the apps are ready."""
    scoping.register(
        CouncilProfile,
        visible=through("group__", Capability.SEE_GROUPS),
        editable=through("group__", Capability.EDIT_GROUPS),
    )
