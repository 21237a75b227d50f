"""Which councils, seats and mandates a user may see and change: as the groups and the people within reach."""

from accounts import scoping
from accounts.roles import Capability as C
from participation.scopes import through, through_members

from .models import CouncilProfile, Mandate, Representation, Seat


def register_all() -> None:
    """Called once, when the apps are ready."""
    for model, path in ((CouncilProfile, "group__"), (Seat, "council__"), (Representation, "council__")):
        scoping.register(model, visible=through(path, C.SEE_GROUPS), editable=through(path, C.EDIT_GROUPS))
    scoping.register(
        Mandate,
        visible=through_members("council__", C.SEE_PEOPLE),
        editable=through_members("council__", C.EDIT_PEOPLE),
    )
