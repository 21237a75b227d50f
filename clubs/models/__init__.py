"""What only a club has."""

from .club import Club, ClubProfile
from .peers import PeerClubs
from .season import PlannedActivity, SeasonPlan

__all__ = ["Club", "ClubProfile", "PeerClubs", "PlannedActivity", "SeasonPlan"]
