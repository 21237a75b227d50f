"""A page costs the same with a few siblings and with thousands: statements, their shapes, and the rows they fetch."""

from collections import Counter

import pytest
from django.db import connection
from wagtail.models import Page

from content.models import NewsPage, PackPage, PolicyPage, PollPage, QuizPage, RightPage, StoryPage
from freshness.marks import marks
from participation.models import Topic
from tests.content.conftest import EVERY_KIND
from tests.content.test_routing import MOST, MOST_OF_A_SHAPE, shape
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db

FEW, MANY, DEEP = 10, 2_000, 10_000
LONGEST = 32
"""Rows that a statement fetches at most: a leaf of a list and one more."""

RIGHT = "rights/12/"
ADDRESSES = {
    RightPage: (RIGHT,),
    StoryPage: ("stories/asking-the-commune-council/", "stories/", RIGHT),
    NewsPage: ("news/say-what-you-think/", "news/", RIGHT),
    QuizPage: ("quizzes/being-heard/", "quizzes/being-heard/?q=5", "quizzes/", RIGHT),
    PolicyPage: ("documents/child-rights-convention/", "documents/", RIGHT),
    PollPage: ("polls/when-to-meet/", "polls/when-to-meet/?result=1", "polls/", RIGHT),
    PackPage: ("packs/my-rights-11/", "packs/", RIGHT),
}
"""Where pages of a kind are shown: one of them, about article 12 where it may be; their list; the page about it.

The list of all rights is not among them: there is one page about each of the 54 articles, and it shows them all.
"""

LISTS = {f"/en/{name}/" for name in ("stories", "news", "quizzes", "documents", "polls", "packs")}

NEW_KEY = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


@pytest.fixture
def everything(portal_with):
    portal_with(*EVERY_KIND, rights=(12, 13))


def make_siblings(page: Page, first: int, last: int) -> None:
    """Live copies of a page beside it, numbered, with all that its own table and its articles say of it."""
    parent = page.get_parent()
    step = "substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', n / 1000 + 1, 1) || substr(CAST(1000 + n %% 1000 AS TEXT), 2, 3)"
    name = "'sibling-' || CAST(n AS TEXT)"
    told = {
        "path": f"'{parent.path}' || {step}",
        "slug": name,
        "url_path": f"'{parent.url_path}' || {name} || '/'",
        "translation_key": NEW_KEY[connection.vendor],
    }
    columns = _columns(Page, without="id")
    values = ", ".join(told.get(column, f"page.{column}") for column in columns)
    own, links = _columns(type(page), without="page_ptr_id"), _links(page)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE turn(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM turn WHERE n < %s)"
            f" INSERT INTO wagtailcore_page ({', '.join(columns)})"
            f" SELECT {values} FROM wagtailcore_page page, turn WHERE page.id = %s",
            [first, last - 1, page.pk],
        )
        new = [page.pk, f"{parent.path}A", f"{parent.path}a"]
        cursor.execute(
            f"INSERT INTO {page._meta.db_table} (page_ptr_id, {', '.join(own)})"
            f" SELECT made.id, {', '.join(f'own.{column}' for column in own)}"
            f" FROM wagtailcore_page made, {page._meta.db_table} own WHERE own.page_ptr_id = %s"
            " AND made.path > %s AND made.path < %s"
            f" AND NOT EXISTS (SELECT 1 FROM {page._meta.db_table} old WHERE old.page_ptr_id = made.id)",
            new,
        )
        for table, mine, other in links:
            cursor.execute(
                f"INSERT INTO {table} ({mine}, {other}) SELECT made.id, link.{other} FROM wagtailcore_page made,"
                f" {table} link WHERE link.{mine} = %s AND made.path > %s AND made.path < %s"
                f" AND NOT EXISTS (SELECT 1 FROM {table} old WHERE old.{mine} = made.id)",
                new,
            )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.get_children().count())
    if isinstance(page, RightPage):  # about another article: of one there is one page
        other = Topic.objects.get(number=54)
        RightPage.objects.filter(path__range=new[1:]).update(topic=other)
    marks().change_all()


def _columns(model: type[Page], without: str) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if field.column != without]


def _links(page: Page) -> list[tuple[str, str, str]]:
    """The tables that say which articles a page is about, with their columns for the page and for the article."""
    return [
        (field.remote_field.through._meta.db_table, field.m2m_column_name(), field.m2m_reverse_name())
        for field in type(page)._meta.local_many_to_many
    ]


def asked(address: str) -> list[tuple[str, int]]:
    """The shape of each statement that a warm answer takes, and how many rows it gives."""
    found = []

    def count(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not counting and sql.startswith("SELECT"):
            counting.append(sql)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT COUNT(*) FROM ({sql}) counted", params)
                found.append((shape(sql), cursor.fetchone()[0]))
            counting.clear()
        elif not counting:
            found.append((shape(sql), 0))
        return result

    counting: list[str] = []
    client = stranger()
    client.get(address)
    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200, address
    return found


@pytest.mark.parametrize("model", ADDRESSES, ids=lambda model: model.__name__)
def test_a_page_costs_the_same_with_few_and_with_many_siblings(everything, model, deep):
    addresses = [f"/en/{each}" for each in ADDRESSES[model]]
    page = model.objects.get(slug=addresses[0].rstrip("/").split("/")[-1], locale__language_code="en")
    number = DEEP if deep else MANY
    make_siblings(page, 0, FEW)
    few = {address: asked(address) for address in addresses}
    make_siblings(page, FEW, number)
    assert page.get_siblings(inclusive=False).live().count() >= number
    many = {address: asked(address) for address in addresses}
    assert shapes(many) == shapes(few)
    assert {each: told for each, told in many.items() if each not in LISTS} == {
        each: told for each, told in few.items() if each not in LISTS
    }
    for address, statements in many.items():
        assert 0 < len(statements) <= MOST, address
        assert max(Counter(each for each, _rows in statements).values()) <= MOST_OF_A_SHAPE, address
        assert max(rows for _each, rows in statements) <= LONGEST, address


def shapes(found: dict[str, list[tuple[str, int]]]) -> dict[str, list[str]]:
    return {address: [each for each, _rows in statements] for address, statements in found.items()}


def test_packs_are_read_leaf_by_leaf(everything, monkeypatch):
    monkeypatch.setattr("content.models.packs.AT_ONCE", 2)
    leaves = [stranger().get("/en/packs/", {"page": page}) for page in (1, 2, 3)]
    assert [[pack.slug for pack in leaf.context["packs"]] for leaf in leaves] == [
        ["my-rights-7", "my-rights-11"],
        ["my-rights-15"],
        ["my-rights-7", "my-rights-11"],
    ]
    assert 'href="/en/packs/?page=2"' in leaves[0].text
    assert 'href="/en/packs/?page=1"' in leaves[1].text
