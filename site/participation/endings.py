"""What follows elsewhere when people leave a group, or when that turns out to be a mistake.

Participation knows nothing of seats and the like, so the packages above register what goes with a membership.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User

from .models import Membership


@dataclass(frozen=True, slots=True)
class Follower:
    """``ended``: memberships that have just ended, told why on each. ``taken_up``: those that stand again, and until
    which day they had been. Both run in the transaction of what they follow, with the group locked."""

    name: str
    ended: Callable[[Iterable[Membership], User], None]
    taken_up: Callable[[Iterable[Membership], date, User], None]


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called by each package once, when the apps are ready."""
    if any(known.name == follower.name for known in _followers):
        raise ValueError(f"{follower.name} are registered already.")
    _followers.append(follower)


def follow_ended(memberships: Iterable[Membership], *, by: User) -> None:
    """These people have left; who only takes another post in the group has not."""
    for each in _followers:
        each.ended(memberships, by)


def follow_taken_up(memberships: Iterable[Membership], *, ended_on: date, by: User) -> None:
    """These people had not left after all."""
    for each in _followers:
        each.taken_up(memberships, ended_on, by)
