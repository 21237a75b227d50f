"""Which councils, seats and mandates a user may see and change: as the groups and the people within reach."""

from accounts import scoping
from accounts.roles import Capability as C
from participation.scopes import through, through_members

from .models import Candidate, CouncilProfile, DrawnLot, Election, ElectionRound, Mandate, Representation, Seat, Tally


def register_all() -> None:
    """Called once, when the apps are ready."""
    for model, path in ((CouncilProfile, "group__"), (Seat, "council__"), (Representation, "council__")):
        scoping.register(model, visible=through(path, C.SEE_GROUPS), editable=through(path, C.EDIT_GROUPS))
    scoping.register(
        Mandate,
        visible=through_members("council__", C.SEE_PEOPLE),
        editable=through_members("council__", C.EDIT_PEOPLE),
    )
    of_elections = (
        (Election, ""),
        (ElectionRound, "election__"),
        (Tally, "round__election__"),
        (DrawnLot, "election__"),
    )
    for model, path in of_elections:
        scoping.register(
            model,
            visible=through(f"{path}council__", C.SEE_GROUPS),
            editable=through(f"{path}council__", C.RECORD_MEETINGS),
        )
    scoping.register(
        Candidate,
        visible=through_members("election__council__", C.SEE_PEOPLE),
        editable=through_members("election__council__", C.RECORD_MEETINGS),
    )
