"""What only a council has: its level and its seats, who holds them, and where it speaks for others."""

from .council import Council, CouncilProfile
from .lists import FillingMethod, RepresentedBody
from .mandate import Mandate
from .representation import Representation
from .seat import Seat

__all__ = ["Council", "CouncilProfile", "FillingMethod", "Mandate", "RepresentedBody", "Representation", "Seat"]
