"""What children look for is found: a word inside a sentence, misspelled, in Latin; nothing found leads on."""

import pytest
from django.core.management import call_command

from content import library
from content.library import make_rights_library
from content.models import RightPage
from content.starter import make_starter_content
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    call_command("seed", verbosity=0)
    make_starter_content()
    told = [each for each in library.articles() if each["number"] in (12, 19, 28, 31)]
    monkeypatch.setattr(library, "articles", lambda: iter(told))
    make_rights_library()


def found(words: str, language: str = "km") -> list[int]:
    answer = stranger().get(f"/{language}/search/", {"q": words})
    assert answer.status_code == 200
    return [page.topic.number for page in answer.context["found"]]


def test_a_word_of_the_title_comes_first(few):
    title = RightPage.objects.get(topic__number=19, locale__language_code="km").title
    assert found(title)[0] == 19
    assert found("listen", "en")[0] == 12


def test_what_is_found_is_in_the_language_of_the_page_and_live(few):
    assert found("listen") == []
    RightPage.objects.get(topic__number=12, locale__language_code="en").unpublish()
    assert 12 not in found("listen", "en")


def test_nothing_found_leads_on(few):
    html = stranger().get("/km/search/", {"q": "zzzz"}).content.decode()
    assert "/km/rights/" in html
    assert "/km/more/" in html


@pytest.mark.parametrize(
    "words", ["", "   ", "\x00", "'\"%_\\", "ក" * 4000, "<script>alert(1)</script>", "a AND OR NOT ("]
)
def test_whatever_is_typed_is_answered(few, words):
    answer = stranger().get("/km/search/", {"q": words})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert not answer.cookies
