"""Remarks on a page: where, which words, and what to look at."""

import pytest
from django.utils import translation

from content.checks.reading import length, limit_of, sentences
from content.checks.remarks import remarks_on
from content.library import make_rights_library
from content.models import HomePage, Picture, RightPage, StoryPage
from content.starter import make_starter_content
from content.telling import make_stories
from participation.models import Topic
from people.models import Person
from tests.content.conftest import confirmed
from tests.factories.people import make_person
from tests.made_once import seed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


LONG = "Children of our village meet under the old tree every week and they talk about school and water."


def remarks(page) -> list[tuple[str, str]]:
    return [(remark.field, remark.quote) for remark in remarks_on(page)]


@pytest.fixture
def home(starter) -> HomePage:
    return HomePage.objects.get(slug="home-en")


def test_a_page_as_it_should_be_has_none(home):
    home.body = "<p>Children meet. They speak.</p>"
    assert remarks(home) == []


def test_a_long_sentence_is_quoted_at_its_field(home):
    home.welcome = f"Hello. {LONG}"
    assert remarks(home) == [("welcome", LONG)]
    (remark,) = remarks_on(home)
    assert "18 words" in str(remark.advice)


def test_khmer_is_counted_in_words_not_in_spaces():
    text = "កុមារជួបជុំគ្នានៅក្រោមដើមឈើចាស់រៀងរាល់សប្តាហ៍ហើយនិយាយអំពីសាលារៀននិងទឹកស្អាតក្នុងភូមិរបស់យើង"
    assert len(text.split()) == 1
    assert length(text) > limit_of("short_7")


@pytest.mark.parametrize(
    ("field", "limit"), [("short_7", 12), ("more_15", 16), ("for_children", 16), ("for_adults", 25), ("body", 25)]
)
def test_short_texts_for_children_have_the_lowest_limit(field, limit):
    assert limit_of(field) == limit


def test_sentences_end_where_readers_stop():
    assert sentences("មួយ។ ពីរ?បី! បួន") == ["មួយ។", "ពីរ?", "បី!", "បួន"]
    assert sentences("It costs 3.5 riel. Yes?\nNo") == ["It costs 3.5 riel.", "Yes?", "No"]


def test_what_looks_like_a_name_is_quoted_whether_anybody_is_registered_or_not(home):
    """The same words of the page get the same remark, and the register is never asked."""
    home.welcome = "We met Sok Dara."
    before = remarks_on(home)
    make_person(name_latin="Sok Dara")
    assert Person.objects.count() == 1
    assert [(each.field, each.quote, str(each.advice)) for each in remarks_on(home)] == [
        (each.field, each.quote, str(each.advice)) for each in before
    ]
    assert [each.quote for each in before] == ["Sok Dara"]


def test_a_picture_without_a_description_in_the_language_of_the_page_is_remarked(portal_with, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    portal_with(make_stories, rights=(12, 13))
    made = confirmed(title="Hands")
    story = StoryPage.objects.get(slug="first-meeting", locale__language_code="en")
    story.body.append(("picture", {"picture": made, "caption": ""}))
    assert remarks(story) == []
    Picture.objects.filter(pk=made.pk).update(alt_en=" ")
    story.body = [("picture", {"picture": Picture.objects.get(pk=made.pk), "caption": ""})]
    (remark,) = remarks_on(story)
    assert (remark.field, remark.quote) == ("body", "Hands")
    assert str(remark.advice) == "This picture has no description in the language of the page."


def test_a_missing_translation_is_remarked(home):
    HomePage.objects.get(slug="home").get_translations().delete()
    page = HomePage.objects.get(slug="home")
    page.body = "<p>ខ្លី។</p>"
    assert [(each.field, each.text) for each in remarks_on(page)] == [("", "Translation")]


def test_rights_as_shipped_have_no_remarks_on_their_texts(made_once):
    made_once(seed, make_starter_content, make_rights_library)
    pages = list(RightPage.objects.all())
    assert len(pages) == 2 * Topic.objects.filter(type=Topic.Type.ARTICLE).count()
    assert [remark for page in pages for remark in remarks(page)] == []
