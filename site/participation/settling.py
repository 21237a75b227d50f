"""Counts that must stand before what they rest on is erased.

Participation knows nothing of indicators, so the package that counts registers what it settles.
"""

from collections.abc import Callable, Collection
from uuid import UUID

_settlers: list[Callable[[Collection[UUID]], None]] = []


def register(settle: Callable[[Collection[UUID]], None]) -> None:
    """``settle`` gets the people whose marks, or whose age, are about to go; it runs in that transaction."""
    _settlers.append(settle)


def settle(people: Collection[UUID]) -> None:
    for each in _settlers:
        each(people)
