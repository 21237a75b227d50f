"""All that is kept of a person, in sentences for that person: each package tells what it keeps itself.

Somebody else prints the sheet, and reads it: what lies beyond their reach is told by number alone.

People know nothing of the packages above, so each registers what it tells. A package that keeps something of people and
does not tell it is found by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from accounts.models import User
from accounts.scoping import ScopedQuerySet

from .models import Person


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of thing that is kept: what it is, and each of it as a line in the language of the page."""

    title: Promise
    lines: list[str]
    hidden: int = 0
    """How many more there are that the reader may not see."""


@dataclass(frozen=True, slots=True)
class Teller:
    """``tables``: the models whose rows it tells of, by label."""

    tables: tuple[str, ...]
    tell: Callable[[Person, User], Told]


_tellers: list[Teller] = []


def register(*tables: str, tell: Callable[[Person, User], Told]) -> None:
    """Called by each package when the apps are ready."""
    _tellers.append(Teller(tables, tell))


def told_of(person: Person, *, user: User) -> list[Told]:
    """Everything, in the order of the packages; what there is nothing of is told as nothing."""
    return [teller.tell(person, user) for teller in _tellers]


def told_in_reach[R: Model](
    title: Promise, rows: ScopedQuerySet, user: User, line: Callable[[R], str], *order: str
) -> Told:
    """A line for each row that the reader may see, in an order, and the number of the others."""
    found = list(rows.visible_to(user).order_by(*order))
    return Told(title, [line(row) for row in found], hidden=rows.count() - len(found))


def tables_told() -> set[str]:
    return {table for teller in _tellers for table in teller.tables}
