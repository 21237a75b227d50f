"""The interface for other programs: public words only, whatever an address asks for."""

import random

import pytest
from wagtail.models import PageViewRestriction

from content import api
from content.api import ASKED, FIELDS
from content.models import Picture
from content.pace import Pace
from content.telling import make_stories
from tests.factories.accounts import make_user, stranger

pytestmark = pytest.mark.django_db

PAGES = "/api/v2/pages/"


@pytest.fixture(autouse=True)
def no_limit(monkeypatch):
    monkeypatch.setattr(api, "pace", Pace(most=1_000_000))


def asked(address, status=200):
    answer = stranger().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json"), address
    return answer.json()


def titles(query=""):
    return {each["title"] for each in asked(f"{PAGES}?limit=20{query}")["items"]}


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_right_tells_its_words(few, language):
    right = few[language, 12]
    told = asked(f"{PAGES}{right.pk}/")
    assert set(told) == {"id", "meta", "title", *FIELDS[type(right)]}
    assert (told["article"], told["short_7"]) == (12, right.short_7)
    assert told["articles"] == sorted(right.related.values_list("number", flat=True))
    assert told["questions"] == [each.value for each in right.questions]
    assert set(told["meta"]) == {
        "type",
        "detail_url",
        "html_url",
        "slug",
        "first_published_at",
        "last_published_at",
        "locale",
    }


def test_a_story_tells_its_words_and_no_picture(few):
    make_stories()
    (story, *_rest) = asked(f"{PAGES}?type=content.StoryPage&locale=en")["items"]
    told = asked(f"{PAGES}{story['id']}/")
    assert len(" ".join(told["text"])) > 100
    assert "<" not in " ".join(told["text"])
    assert all(isinstance(each, str) for each in told["text"])
    assert Picture._meta.label_lower not in {model._meta.label_lower for model in FIELDS}


def test_languages_and_types_are_told_apart(few):
    assert titles("&locale=en&type=content.RightPage") == {few["en", 12].title, few["en", 13].title}


def test_drafts_and_closed_pages_never_appear(few):
    draft, closed, open_ = few["en", 12], few["en", 13], few["km", 12]
    drawn = open_.title
    open_.title = "Not yet"
    open_.save_revision()
    draft.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert {drawn} == titles() & {draft.title, closed.title, drawn, "Not yet"}
    for page in (draft, closed):
        assert asked(f"{PAGES}{page.pk}/", 404) == {"message": "No Page matches the given query."}
    assert asked(f"{PAGES}{open_.pk}/")["title"] == drawn


def test_nobody_is_known_and_nothing_is_set(few):
    client = stranger()
    client.force_login(make_user("communications"))
    answer = client.get(PAGES, headers={"Origin": "https://elsewhere.example", "Authorization": "Basic YTpi"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []
    assert answer.cookies == {}
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(stranger(), method)(PAGES).status_code == 405, method
    for path in ("images/", "documents/", "redirects/", "pages/find/?id=1"):
        assert stranger().get(f"/api/v2/{path}").status_code == 404


def test_an_address_that_asks_too_often_waits(few, monkeypatch):
    monkeypatch.setattr(api, "pace", Pace(most=2))
    answers = [stranger().get(PAGES) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert stranger().get(PAGES, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert answers[-1].headers["Cache-Control"] == "no-store"


VALUES = (
    *("", "0", "-1", "1", "20", "21", "999", "9" * 30, "1e3", "٣", "\0", "%", "'", "(", "*", "_", "-", "*,-title"),
    *("title", "owner", "parent(title)", "alias_of", "locale(*)", "latest_revision", "title,title", "text", "short_7"),
    *(
        "km",
        "en",
        "fr",
        "km|en",
        "content.RightPage",
        "content.rightpage",
        "accounts.User",
        "wagtailcore.Page",
        "a.b.c",
    ),
    *("ក", "\ud7ff", "x" * 300, "html", "api", "true", "and", "2020-01-01", "../", "<b>"),
)
NAMES = (
    *ASKED,
    "search",
    "order",
    "child_of",
    "id",
    "owner",
    "live",
    "format",
    "site",
    "translation_of",
    "_",
    "\0",
    "ក",
)


def test_no_question_is_too_strange(few, deep):
    chance, client, seen = random.Random(5), stranger(), set()
    client.raise_request_exception = False
    for _turn in range(20_000 if deep else 1500):
        query = [(chance.choice(NAMES), chance.choice(VALUES)) for _ in range(chance.randint(1, 3))]
        where = chance.choice(("", f"{few['km', 12].pk}/", f"{'9' * chance.choice((9, 10, 30))}/"))
        answer = client.get(f"{PAGES}{where}", query_params=query)
        assert answer.status_code in (200, 400, 404), (where, query)
        assert answer.headers["Content-Type"] == "application/json"
        seen.add(answer.status_code)
    assert seen == {200, 400, 404}
