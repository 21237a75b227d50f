"""Pages of a list that follow a key instead of counting rows: fast at any depth, and still when rows come and go.

The address carries the id of the row a page begins after (or ends before); the order is the caller's and ends with the
primary key, so that no two rows are equal.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

SIZE = 50
LONG_AGO = date(1900, 1, 1)


def date_key(name: str) -> Coalesce:
    """A date as part of a key: what has none comes first."""
    return Coalesce(F(name), Value(LONG_AGO), output_field=models.DateField())


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """The rows of one page, and the ids from which its neighbours start (``None``: there is none)."""

    rows: list[Row]
    previous: uuid.UUID | None
    next: uuid.UUID | None

    @property
    def has_neighbours(self) -> bool:
        return bool(self.previous or self.next)


def page_of[M: models.Model](
    rows: models.QuerySet[M], *, keys: Sequence[str], asked: Mapping[str, str], size: int = SIZE
) -> Page[M]:
    """One page of ``rows`` in ascending order of ``keys``, from the ``after`` or ``before`` that was asked for.

    An id that is no id, or of a row that is not among ``rows``, leads to the first page.
    """
    backwards = "before" in asked and "after" not in asked
    mark = _mark(rows, keys, asked.get("before" if backwards else "after", ""))
    order = [f"-{key}" for key in keys] if backwards else keys
    beyond = rows.filter(_beyond(keys, mark, "lt" if backwards else "gt")) if mark else rows
    found = list(beyond.order_by(*order)[: size + 1])
    if mark and not found:
        return page_of(rows, keys=keys, asked={}, size=size)
    shown, is_more = found[:size], len(found) > size
    if not shown:
        return Page([], None, None)
    if backwards:
        shown.reverse()
        return Page(shown, shown[0].pk if is_more else None, shown[-1].pk)
    return Page(shown, shown[0].pk if mark else None, shown[-1].pk if is_more else None)


def _mark(rows: models.QuerySet, keys: Sequence[str], asked: str) -> tuple | None:
    try:
        return rows.filter(pk=uuid.UUID(asked)).values_list(*keys).first() if asked else None
    except ValueError:
        return None


def _beyond(keys: Sequence[str], mark: tuple, side: str) -> Q:
    """The rows on one side of a mark: ``(a, b, c) > (x, y, z)``, in words that every database reads."""
    alternatives = [
        Q(**{**dict(zip(keys[:depth], mark, strict=False)), f"{key}__{side}": mark[depth]})
        for depth, key in enumerate(keys)
    ]
    return Q(**{f"{keys[0]}__{side}e": mark[0]}) & reduce(or_, alternatives)
