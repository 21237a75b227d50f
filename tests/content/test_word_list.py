"""The words of published pages, and what a misspelt query may have meant."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from content.models import KnownWord, RightPage
from content.word_list import meant, note_words, words_of
from tests.content.test_finding import few  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]


def told(language: str, asked: str) -> str | None:
    return meant(asked, Locale.objects.get(language_code=language))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("violense", "violence"),
        ("bullyng", "bullying"),
        ("shcool", "school"),
        ("go to scool", "go to school"),
        ("schools", None),
        ("violence", None),
        ("zzzzzzzz", None),
        ("1992", None),
    ],
)
def test_a_misspelt_word_is_near_a_known_one(asked, expected):
    assert told("en", asked) == expected


def test_khmer_words_are_known_too_and_languages_do_not_mix():
    assert told("km", "ហិង្សារក្នុងគ្រួសារ") == "ហិង្សាក្នុងគ្រួសារ"
    assert told("km", "violense") is None


def test_what_goes_live_is_known_and_a_draft_is_not():
    page = RightPage.objects.get(topic__number=31, locale__language_code="en")
    page.search_words = "marbles"
    page.save_revision()
    assert not KnownWord.objects.filter(language="en", key="marbles").exists()
    page.save_revision().publish()
    assert KnownWord.objects.get(language="en", key="marbles").word == "marbles"
    assert "marbles" in words_of(page)
    note_words(page)


def test_the_index_is_made_anew_and_forgets_words_of_no_page():
    KnownWord.objects.create(language="en", key="gone", word="gone")
    known = set(KnownWord.objects.exclude(key="gone").values_list("language", "key"))
    call_command("index_search", verbosity=0)
    assert set(KnownWord.objects.values_list("language", "key")) == known
