"""Search in few and in many matching pages: stories made for it in a transaction that is taken back."""

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Locale, Page

from content.models import StoriesPage, StoryPage

PAGES = (300, 30_000)
WORD = "zorrinja"
"""Stands in every page made here and in no other."""
AT_ONCE = 1000
FIRST_PLACE = 100_000
"""Where the pages lie in the list: behind all that editors made."""


class NothingToSearch(Exception):
    """There is no list of stories yet; the message says what makes one."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many pages have the word, the median of the milliseconds until the answer is there, how many are shown."""

    pages: int
    ms: float
    shown: int


@transaction.atomic
def measure(sizes: Sequence[int], *, rounds: int) -> list[Searched]:
    """The page of search at each number of matching pages; nothing of it is kept."""
    parent = StoriesPage.objects.filter(locale__language_code="en").first()
    if parent is None:
        raise NothingToSearch("There are no stories yet. Start the portal once: python3 manage.py serve")
    found, made = [], 0
    for size in sizes:
        _make_stories(parent, range(made, size))
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


def _make_stories(parent: StoriesPage, numbers: range) -> None:
    """Rows as an editor's pages have them, but many at once: the tree, the page, the story, the index."""
    backend = get_search_backend()
    index = backend.get_index_for_model(StoryPage)
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        part = range(first, min(first + AT_ONCE, numbers.stop))
        Page.objects.bulk_create(_pages(parent, part))
        keys = dict(Page.objects.filter(slug__in=[_slug(each) for each in part]).values_list("slug", "pk"))
        stories = [_story(keys[_slug(each)], each) for each in part]
        _insert_rows(stories)
        index.add_items(StoryPage, list(StoryPage.objects.filter(pk__in=keys.values())))
    with connection.cursor() as cursor:  # as a database does by itself once there are so many new rows
        for model in (Page, StoryPage):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _slug(number: int) -> str:
    return f"{WORD}-{number}"


def _pages(parent: StoriesPage, numbers: range) -> Iterator[Page]:
    kind = ContentType.objects.get_for_model(StoryPage)
    for number in numbers:
        yield Page(
            path=Page._get_path(parent.path, parent.depth + 1, FIRST_PLACE + number),
            depth=parent.depth + 1,
            title=f"A {WORD} story of village {number}",
            draft_title=f"A {WORD} story of village {number}",
            slug=_slug(number),
            url_path=f"{parent.url_path}{_slug(number)}/",
            content_type=kind,
            locale=Locale.objects.get_for_language("en"),
            live=True,
        )


def _story(pk: int, number: int) -> StoryPage:
    lead = f"The club number {number} met under a tree and spoke about a {WORD} and many other things."
    return StoryPage(page_ptr_id=pk, lead=lead, told_on=timezone.localdate(), body=[("paragraph", lead * 4)])


def _insert_rows(stories: list[StoryPage]) -> None:
    """The table of stories alone: Django makes no rows in bulk where a table inherits."""
    fields, quoted = StoryPage._meta.local_concrete_fields, connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    rows = [[each.get_db_prep_save(getattr(story, each.attname), connection) for each in fields] for story in stories]
    with connection.cursor() as cursor:
        table = quoted(StoryPage._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 — names of ours
