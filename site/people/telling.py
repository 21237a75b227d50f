"""All that is kept of a person, in sentences for that person: each package tells what it keeps itself.

People know nothing of the packages above, so each registers what it tells. A package that keeps something of people and
does not tell it is found by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from .models import Person


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of thing that is kept: what it is, and each of it as a line in the language of the page."""

    title: Promise
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Teller:
    """``tables``: the models whose rows it tells of, by label."""

    tables: tuple[str, ...]
    tell: Callable[[Person], Told]


_tellers: list[Teller] = []


def register(*tables: str, tell: Callable[[Person], Told]) -> None:
    """Called by each package when the apps are ready."""
    _tellers.append(Teller(tables, tell))


def told_of(person: Person) -> list[Told]:
    """Everything, in the order of the packages; what there is nothing of is told as nothing."""
    return [teller.tell(person) for teller in _tellers]


def tables_told() -> set[str]:
    return {table for teller in _tellers for table in teller.tables}
