"""What only a council has: its level and its seats, who holds them and is elected, and where it speaks for others."""

from .council import Council, CouncilProfile
from .election import Candidate, DrawnLot, Election, ElectionRound, Tally
from .lists import FillingMethod, RepresentedBody
from .mandate import Mandate
from .representation import Representation
from .seat import Seat

__all__ = [
    "Candidate",
    "Council",
    "CouncilProfile",
    "DrawnLot",
    "Election",
    "ElectionRound",
    "FillingMethod",
    "Mandate",
    "RepresentedBody",
    "Representation",
    "Seat",
    "Tally",
]
