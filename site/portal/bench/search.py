"""Search in few and in many matching pages: stories made for it in a transaction that is taken back."""

import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Max, Model
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import StoriesPage, StoryPage

PAGES = (300, 30_000)
WORD = "zorrinja"
"""Stands in every page made here and in no other."""
FIRST_PLACE = 100_000
"""Where the pages lie in the list: behind all that editors made."""
FIRST_NUMBER = 10_000_000
"""It stands in the texts of the first page, and in those of each other one as many letters long."""


class NothingToSearch(Exception):
    """There is no list of stories yet; the message says what makes one."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many pages have the word, the median of the milliseconds until the answer is there, how many are shown."""

    pages: int
    ms: float
    shown: int


def measure(sizes: Sequence[int], *, rounds: int) -> list[Searched]:
    """The page of search at each number of matching pages; nothing of it is kept, so that a second run finds the same.

    Not for the inside of a transaction.
    """
    parent = StoriesPage.objects.filter(locale__language_code="en").first()
    if parent is None:
        raise NothingToSearch("There are no stories yet. Start the portal once: python3 manage.py serve")
    sweep()
    try:
        return _measured(parent, sizes, rounds)
    finally:
        sweep()


def sweep() -> None:
    """PostgreSQL holds the rows of a transaction that was taken back, and counts them, until they are swept out."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Page, StoryPage, StoryPage._meta.get_field("index_entries").related_model):
                cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(model._meta.db_table)}")


@transaction.atomic
def _measured(parent: StoriesPage, sizes: Sequence[int], rounds: int) -> list[Searched]:
    found, made = [], 0
    for size in sizes:
        make_stories_to_find(parent, range(made, size))
        made = size
        found.append(_searched(size, rounds))
    transaction.set_rollback(True)
    return found


def _searched(pages: int, rounds: int) -> Searched:
    client, taken = Client(headers={"host": "localhost"}), []
    shown = 0
    for _round in range(rounds + 1):
        began = time.perf_counter()
        response = client.get("/en/search/", {"q": WORD})
        taken.append((time.perf_counter() - began) * 1000)
        shown = response.content.count(f"{WORD} story".encode())
        if response.status_code != 200 or not shown:
            raise ValueError(f"The search answered {response.status_code} and shows {shown} pages.")
    return Searched(pages, statistics.median(taken[1:]), shown)


def make_stories_to_find(parent: StoriesPage, numbers: range) -> None:
    """One page as an editor makes it, the others as copies of its rows: of the page, the story, the index."""
    first = StoryPage.objects.filter(slug=_slug(0)).first() or _first_story(parent)
    copies = [number for number in numbers if number]
    keys = [(Page.objects.aggregate(last=Max("pk"))["last"] or 0) + each for each in range(1, len(copies) + 1)]
    numbered = list(zip(keys, copies, strict=True))
    places = (Page._get_path(parent.path, first.depth, FIRST_PLACE + number) for number in copies)
    own = ({"id": key, "path": path, "translation_key": uuid4()} for key, path in zip(keys, places, strict=True))
    _copy(Page, {"id": first.pk}, zip(own, copies, strict=True))
    _copy(StoryPage, {"page_ptr_id": first.pk}, (({"page_ptr_id": key}, number) for key, number in numbered))
    entry = first.index_entries.get()
    _copy(type(entry), {"id": entry.pk}, (({"object_id": str(key)}, number) for key, number in numbered), left=("id",))
    with connection.cursor() as cursor:  # as a database does by itself once there are so many new rows
        for model in (Page, StoryPage, type(entry)):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _slug(number: int) -> str:
    return f"{WORD}-{FIRST_NUMBER + number}"


def _first_story(parent: StoriesPage) -> StoryPage:
    number = FIRST_NUMBER
    lead = f"The club number {number} met under a tree and spoke about a {WORD} and many other things."
    story = StoryPage(
        title=f"A {WORD} story of village {number}",
        slug=_slug(0),
        lead=lead,
        told_on=timezone.localdate(),
        body=[("paragraph", lead * 4)],
        locale=parent.locale,
    )
    return parent.add_child(instance=story)


def _copy(
    model: type[Model], of: dict[str, int], changes: Iterable[tuple[dict[str, object], int]], left: Sequence[str] = ()
) -> None:
    """Rows like one of the table, as the database holds it, with other values and with each its number in its texts."""
    quoted = connection.ops.quote_name
    columns = [each.column for each in model._meta.local_concrete_fields if each.column not in left]
    names, marks = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    table, ((key, value),) = quoted(model._meta.db_table), of.items()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table} WHERE {quoted(key)} = %s", [value])  # noqa: S608 — names of ours
        (row,) = cursor.fetchall()
        rows = [[_numbered(own.get(*each), n) for each in zip(columns, row, strict=True)] for own, n in changes]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 — names of ours


def _numbered(value: object, number: int) -> object:
    if isinstance(value, UUID) and connection.vendor == "sqlite":
        return value.hex
    return value.replace(str(FIRST_NUMBER), str(FIRST_NUMBER + number)) if isinstance(value, str) else value
