"""The target of communes with services, as a pure function over dated rows: what the board asks of the database, said
once more in the simplest words, for any day that was or will be.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

ENOUGH_TYPES = 3
"""Of how many different types the services of a commune must be, that it counts as reached."""
TARGET = 30
"""How many communes the programme wants to reach."""


class CoveredRow(NamedTuple):
    """A service of a type covers a commune from one day to another, end inclusive; no end: it goes on."""

    commune: str
    type: str
    began_on: date
    ended_on: date | None


def types_by_commune(rows: Iterable[CoveredRow], on: date) -> dict[str, frozenset[str]]:
    """The types of service that each commune has on a day; a commune without any is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.began_on <= on and (row.ended_on is None or row.ended_on >= on):
            found[row.commune].add(row.type)
    return {commune: frozenset(types) for commune, types in found.items()}


def communes_reached(rows: Iterable[CoveredRow], on: date) -> frozenset[str]:
    """The communes with services of enough different types on a day, however many services there are."""
    return frozenset(commune for commune, types in types_by_commune(rows, on).items() if len(types) >= ENOUGH_TYPES)
