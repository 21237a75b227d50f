"""Many questions to the search index in one statement: which records have the words, and how well they fit.

Wagtail asks once for each kind of record and each way of asking, and ranks all that match. Here a question is answered
with the newest of one group, found without a look at the other groups, and only the few that are shown are ranked.
What is alike in all questions of a statement is written by Django once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet, Value
from django.db.models.expressions import RawSQL
from modelsearch.backends import get_search_backend

from .search_index import group_token


@dataclass(frozen=True, slots=True)
class Question:
    """Which records of a model and a group have all the words (``words_asked``), in their title or anywhere?"""

    model: type[Model]
    group: str
    words: tuple[str, ...]
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well do these entries of the index fit the words?"""

    words: tuple[str, ...]
    entries: Collection[int]
    in_title: bool = False


type Hit = tuple[int, int]
"""A number in the index, and the key of the record that stands there."""

type Part = tuple[str, Sequence[Any]]
"""A query as a database reads it, and the values in it."""


def part_of(queryset: QuerySet) -> Part | None:
    """A query set as a part of a statement; ``None`` where it is empty without a look at the database."""
    try:
        return queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None


def newest(questions: Iterable[Question], among: QuerySet, most: int) -> list[Part | None]:
    """For each question its hits, the newest first: only records that are ``among`` those that may be seen.

    The limit counts no others. The keys of the records are numbers.
    """
    seen = part_of(among.order_by().filter(pk=RawSQL("hit.key", ())).values_list(Value(1)))
    if seen is None:
        return [None for _each in questions]
    backend, parts = get_search_backend(), []
    for each in questions:
        hits, asked = backend.hits(each.words, each.in_title, group_token(each.group))
        kind = ContentType.objects.get_for_model(each.model)
        sql = f"SELECT entry, key FROM ({hits}) hit WHERE EXISTS ({seen[0]}) ORDER BY entry DESC LIMIT %s"  # noqa: S608
        parts.append((sql, (*asked, kind.pk, *seen[1], most)))
    return parts


def scores(fits: Sequence[Fit]) -> list[dict[int, float]]:
    """For each question the entries with their scores, higher for a better fit. One statement."""
    backend = get_search_backend()
    return [dict(rows) for rows in answers(backend.fitting(each.words, each.in_title, each.entries) for each in fits)]


def answers(parts: Iterable[Part | None]) -> list[list[tuple[Any, ...]]]:
    """The rows of several queries with the same columns, each with its own order and limit, in one statement."""
    found: list[list[tuple[Any, ...]]] = []
    written, given = [], []
    for number, part in enumerate(parts):
        found.append([])
        if part is not None:
            written.append(f"SELECT {number}, part{number}.* FROM ({part[0]}) part{number}")  # noqa: S608
            given += part[1]
    if written:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(written), given)
            for number, *row in cursor.fetchall():
                found[number].append(tuple(row))
    return found
