"""What children look for is found: a word inside a sentence, misspelled, in Latin; nothing found leads on."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from content.library import make_rights_library
from content.models import KnownWord, PromotedPage, RightPage
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(portal_with):
    portal_with(rights=(12, 19, 28, 31))


def found(words: str, language: str = "km") -> list[int]:
    answer = stranger().get(f"/{language}/search/", {"q": words})
    assert answer.status_code == 200
    return [page.topic.number for page in answer.context["found"].rights]


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


# --- endings, words for search, whole questions -----------------------------------------------------------------------
@pytest.mark.parametrize("words", ["listened", "listening", "LISTENS"])
def test_english_endings_do_not_matter(few, words):
    assert found(words, "en")[0] == 12


def test_words_for_search_are_found_and_never_shown(few):
    assert found("bullied", "en") == [19]
    assert found("សម្លុត") == [19]
    for language in ("km", "en"):
        html = stranger().get(f"/{language}/rights/19/").content.decode()
        assert "cyberbullying" not in html
        assert "សម្លុត" not in html


def test_loading_again_fills_only_empty_words(few):
    km, en = RightPage.objects.filter(topic__number=19).order_by("-locale__language_code")
    RightPage.objects.filter(pk=km.pk).update(search_words="")
    RightPage.objects.filter(pk=en.pk).update(search_words="ours")
    draft = km.latest_revision
    draft.content["search_words"] = ""
    draft.save()
    make_rights_library()
    assert "សម្លុត" in RightPage.objects.get(pk=km.pk).search_words
    assert RightPage.objects.get(pk=km.pk).latest_revision.content["search_words"]
    assert RightPage.objects.get(pk=en.pk).search_words == "ours"


def test_a_whole_question_finds_what_it_is_about(few):
    assert 19 in found("What can I do if somebody hits me?", "en")[:2]


def test_where_no_page_has_all_words_the_one_with_most_stands_first(few):
    assert found("violence listen threats helicopter", "en")[:2] == [19, 12]


# --- ways on ----------------------------------------------------------------------------------------------------------
def test_another_spelling_is_offered_only_where_it_finds_something(few):
    answer = stranger().get("/en/search/", {"q": "violense"})
    assert answer.context["meant"] == "violence"
    assert '<a href="/en/search/?q=violence">Did you mean “violence”?</a>' in answer.content.decode()
    assert stranger().get("/en/search/", {"q": "violence"}).context["meant"] is None
    RightPage.objects.get(topic__number=19, locale__language_code="en").unpublish()
    assert stranger().get("/en/search/", {"q": "violense"}).context["meant"] is None


def test_nothing_found_leads_to_the_themes(few):
    html = stranger().get("/en/search/", {"q": "zzzz"}).content.decode()
    assert "Rights by theme" in html
    assert html.count('href="/en/rights/#') >= 2


# --- what stands first ------------------------------------------------------------------------------------------------
def promote(word: str, number: int, language: str = "en") -> PromotedPage:
    page = RightPage.objects.get(topic__number=number, locale__language_code=language)
    promoted = PromotedPage(word=word, page=page.page_ptr)
    promoted.full_clean()
    promoted.save()
    return promoted


def test_a_promoted_page_stands_first_once_and_says_so(few):
    promote("Listen", 31)
    answer = stranger().get("/en/search/", {"q": "LISTEN"})
    assert [page.pk for page in answer.context["found"].first] == [
        RightPage.objects.get(topic__number=31, locale__language_code="en").pk
    ]
    assert 31 not in [page.topic.number for page in answer.context["found"].rights]
    assert 12 in [page.topic.number for page in answer.context["found"].rights]
    assert "Chosen by our editors" in answer.content.decode()


def test_a_promoted_page_is_shown_in_its_language_and_live_only(few):
    page = promote("listen", 31).page
    assert list(stranger().get("/km/search/", {"q": "listen"}).context["found"].first) == []
    page.specific.unpublish()
    assert list(stranger().get("/en/search/", {"q": "listen"}).context["found"].first) == []


def test_a_page_is_promoted_once_for_a_word(few):
    """Held by a_page_is_promoted_once_for_a_word."""
    first = promote("listen", 31)
    with pytest.raises(ValidationError) as refused:
        promote("LISTEN", 31)
    assert "word" in refused.value.message_dict
    with pytest.raises(IntegrityError, match="(?i)unique"), transaction.atomic():
        PromotedPage.objects.create(word="listen", key=first.key, page=first.page)
    with pytest.raises(ValidationError) as refused:
        promote(" . ", 31)
    assert "word" in refused.value.message_dict


def test_a_known_word_stands_once_in_a_language(few):
    """Held by one_known_word_of_a_spelling_and_language."""
    KnownWord.objects.create(language="en", key="zorro", word="zorro")
    with pytest.raises(IntegrityError, match="(?i)unique"), transaction.atomic():
        KnownWord.objects.create(language="en", key="zorro", word="Zorro")


def test_nothing_that_readers_look_for_is_written_anywhere(few):
    client = stranger()
    client.get("/en/search/", {"q": "violense"})
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/search/", {"q": "violense secretword"})
    statements = [each["sql"].split(" ", 1)[0] for each in asked.captured_queries]
    assert statements
    assert set(statements) <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert not apps.is_installed("wagtail.contrib.search_promotions")
