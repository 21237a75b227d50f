"""What only a council has is seen and changed with the council itself."""

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
