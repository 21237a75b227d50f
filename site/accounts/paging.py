"""Pages of a list that follow a key instead of counting rows: fast at any depth, and still when rows come and go.

The address carries the id of the row a page begins after (or ends before); the order is the caller's and ends with the
primary key, so that no two rows are equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Subquery, Value
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
    previous: object | None
    next: object | None


def page_of[M: models.Model](
    rows: models.QuerySet[M],
    *,
    keys: Sequence[str],
    asked: Mapping[str, str],
    size: int = SIZE,
    is_descending: bool = False,
    id_name: str = "pk",
) -> Page[M]:
    """One page of ``rows``, from the ``after`` or ``before`` that was asked for: one query.

    The order is that of ``keys``, all of them upwards or all downwards. ``id_name``: what tells one row from another
    where rows are sums over a model's own (``values_list(…, named=True)``).

    An id that is no id, or of a row that is not among ``rows``, leads to the first page.
    """
    backwards = "before" in asked and "after" not in asked
    mark = _key(rows, id_name, asked.get("before" if backwards else "after"))
    backwards = backwards and mark is not None
    falls = backwards != is_descending
    order = [f"-{key}" for key in keys] if falls else keys
    beyond = rows.filter(_beyond(rows.filter(**{id_name: mark}), keys, "lt" if falls else "gt")) if mark else rows
    found = list(beyond.order_by(*order)[: size + 1])
    if mark and not found:
        return page_of(rows, keys=keys, asked={}, size=size, is_descending=is_descending, id_name=id_name)
    shown, is_more = found[:size], len(found) > size
    if not shown:
        return Page([], None, None)
    if backwards:
        shown.reverse()
    first, last = (getattr(row, id_name) for row in (shown[0], shown[-1]))
    if backwards:
        return Page(shown, first if is_more else None, last)
    return Page(shown, first if mark else None, last if is_more else None)


def _key(rows: models.QuerySet, id_name: str, asked: str | None) -> object | None:
    model = rows.model._meta
    try:
        return (model.pk if id_name == "pk" else model.get_field(id_name)).to_python(asked or None)
    except ValidationError:
        return None


def _beyond(mark: models.QuerySet, keys: Sequence[str], side: str) -> "Beyond":
    """The rows on one side of a mark."""
    row = Subquery(mark.order_by().values(*keys)[:1], output_field=models.TextField())  # a row has no type of its own
    return Beyond(*keys, row, side=side)


class Beyond(Func):
    """``(a, b, c) > (SELECT a, b, c …)``: one comparison of whole rows, which both databases answer from an index.

    Written out with AND and OR, PostgreSQL would read the index from its beginning.
    """

    output_field = models.BooleanField()

    def __init__(self, *expressions: object, side: str) -> None:
        super().__init__(*expressions)
        self.side = side

    def get_group_by_cols(self) -> list:
        """Those of the keys alone: where rows are sums, the mark is no group of theirs."""
        *keys, _mark = self.get_source_expressions()
        return [column for key in keys for column in key.get_group_by_cols()]

    def as_sql(self, compiler, connection, **context: object) -> tuple[str, list]:
        *keys, mark = [compiler.compile(each) for each in self.get_source_expressions()]
        names = ", ".join(sql for sql, _params in keys)
        params = [param for _sql, some in (*keys, mark) for param in some]
        return f"({names}) {'<' if self.side == 'lt' else '>'} {mark[0]}", params
