"""Lists of any length, a page at a time: what follows a mark, never how many rows to leave out."""

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from .asked import Asked
from .refusals import Refused


def first_of[Row](rows: QuerySet[Row] | Sequence[Row], asked: Asked) -> tuple[list[Row], bool]:
    """So many as are asked for, and whether more follow."""
    found = list(rows[: asked.limit + 1])
    return found[: asked.limit], len(found) > asked.limit


def next_of(path: str, asked: Asked, mark: str | None) -> str | None:
    """The address of the next page on this server."""
    return f"{path}?{urlencode(asked.following(mark))}" if mark else None


def after_all(mark: str, *keys: tuple[str, Callable[[str], object]]) -> Q:
    """Rows behind a mark of several parts with dots between them, in the order of ``keys``; of an empty mark all."""
    if not mark:
        return Q()
    parts = mark.split(".")
    if len(parts) != len(keys):
        raise Refused("not_understood", "after")
    found, same = Q(), Q()
    for (name, read), part in zip(keys, parts, strict=True):
        try:
            value = read(part)
        except ValueError as error:
            raise Refused("not_understood", "after") from error
        found |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return found


def first_day(month: str, about: str) -> date:
    """Of a month as it is written; there is none such as the year 0000."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Refused("not_understood", about) from error


def day_of(text: str, about: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("not_understood", about) from error
