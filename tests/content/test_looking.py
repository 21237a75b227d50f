"""The best pages of each kind for what somebody looks for: what is found, in which order, in how many statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from content import looking
from content.looking import finds, look_for
from content.models import PromotedPage, QuizPage, RightPage, StoriesPage, StoryPage
from content.packing import make_packs
from content.policy_library import make_policy_library
from content.polling import make_polls
from content.quizzing import make_quizzes
from content.telling import make_news, make_stories
from portal.bench.search import WORD, make_stories_to_find
from tests.content.test_routing import MOST, MOST_OF_A_SHAPE, shape, statements
from tests.factories.accounts import stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def each_kind(portal_with):
    portal_with(make_policy_library, make_quizzes, make_stories, make_news, make_polls, make_packs, rights=(12, 19))


@pytest.fixture
def english(each_kind):
    return Locale.objects.get(language_code="en")


def tell(title: str, lead: str = "Somebody told it.", **fields) -> StoryPage:
    parent = StoriesPage.objects.get(locale__language_code="en")
    slug = f"told-{StoryPage.objects.count()}"
    return parent.add_child(instance=StoryPage(title=title, slug=slug, lead=lead, told_on="2026-01-01", **fields))


def found(asked: str, locale: Locale) -> list[str]:
    return [page.title for page in look_for(asked, locale).stories]


# --- statements -------------------------------------------------------------------------------------------------------
def promote(word: str) -> None:
    page = RightPage.objects.get(topic__number=12, locale__language_code="en")
    promoted = PromotedPage(word=word, page=page.page_ptr)
    promoted.full_clean()
    promoted.save()


ASKED = {
    "four kinds have it": "children",
    "a poll and a pack have it": "play",
    "no page has all words": "violence listen threats helicopter",
    "a question": "What can I do if somebody hits me?",
    "misspelt": "violense",
    "misspelt, and another word is found": "violense listen",
    "misspelt, and another word is nowhere": "violense helicopter",
    "nowhere": "zzzz",
    "no word": "?!",
    "nothing": "",
    "promoted": "marbles",
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_search_costs_few_statements(each_kind, asked):
    promote("marbles")
    answer, sent = statements(f"/en/search/?q={asked}")
    assert answer.status_code == 200
    assert len(sent) <= MOST
    assert max(map(list(map(shape, sent)).count, map(shape, sent)), default=0) <= MOST_OF_A_SHAPE


def test_the_searches_that_are_counted_find_what_they_are_to_find(each_kind):
    promote("marbles")
    answers = {name: statements(f"/en/search/?q={asked}")[0].context for name, asked in ASKED.items()}
    each, played = answers["four kinds have it"]["found"], answers["a poll and a pack have it"]["found"]
    assert all((each.rights, each.quizzes, each.stories, each.policies))
    assert all((played.polls, played.packs))
    assert answers["misspelt"]["meant"] == "violence"
    assert answers["misspelt, and another word is found"]["meant"] == "violence listen"
    assert answers["misspelt, and another word is found"]["found"].rights
    assert answers["nowhere"]["number"] == 0
    assert [page.title for page in answers["promoted"]["found"].first] == [
        RightPage.objects.get(topic__number=12, locale__language_code="en").title
    ]


def test_many_matching_pages_cost_as_many_statements_as_few(each_kind):
    parent = StoriesPage.objects.get(locale__language_code="en")
    make_stories_to_find(parent, range(10))
    answer, few = statements(f"/en/search/?q={WORD}")
    assert len(answer.context["found"].stories) == 5
    make_stories_to_find(parent, range(10, 2000))
    answer, many = statements(f"/en/search/?q={WORD}")
    assert len(answer.context["found"].stories) == 5
    assert len(few) == len(many) + 1  # a crowd is not ranked
    assert len(few) <= MOST


def test_what_a_row_shows_is_read_with_the_page(english):
    asked = look_for("children", english)
    with CaptureQueriesContext(connection) as more:
        assert all(page.topic.number and page.short_11 for page in asked.rights)
        assert all(page.lead and page.pictogram for page in asked.quizzes)
        assert all(page.lead and page.told_on and page.url_path for page in asked.stories)
        assert all(page.for_children for page in asked.policies)
    assert len(more) == 0
    assert [type(page) for page in asked.quizzes[:1]] == [QuizPage]
    assert (
        asked.quizzes[0].first_article
        == QuizPage.objects.with_first_article().get(pk=asked.quizzes[0].pk).first_article
    )


# --- what is found, and in which order --------------------------------------------------------------------------------
def test_a_word_of_the_title_comes_before_many_of_the_text(english):
    tell("Swimming")
    tell("Something else", lead="swimming " * 20)
    assert found("swimming", english) == ["Swimming", "Something else"]


def test_kinds_without_all_the_words_stand_below_the_others(english):
    assert [shown_as for shown_as, _page in look_for("children", english).rows][0] == "right"
    tell("Something else", lead="Kites at school.")
    asked = look_for("kites school", english)
    assert asked.rights
    assert [page.title for page in asked.pages] == ["Something else", *(page.title for page in asked.rights)]
    html = stranger().get("/en/search/?q=kites+school").text
    assert html.index("Something else") < html.index(asked.rights[0].get_url())


def test_a_page_that_is_called_so_stands_above_rights_that_only_have_the_words(english):
    tell("Adults and children")
    pages = look_for("adults children", english).pages
    assert pages[0].title == "Adults and children"
    assert RightPage in map(type, pages[1:])
    tell("Children", lead="Children.")
    assert type(look_for("children", english).pages[0]) is RightPage, "one word is no name"


def test_of_a_crowd_the_newest_are_shown_and_titles_still_first(english, monkeypatch):
    monkeypatch.setattr(looking, "MOST_RANKED", 3)
    tell("Kites")
    for number in range(6):
        tell(f"Number {number}", lead="About kites.")
    assert found("kites", english) == ["Kites", "Number 5", "Number 4", "Number 3", "Number 2"]


def test_what_may_not_be_seen_takes_no_place_among_the_newest(english, monkeypatch):
    monkeypatch.setattr(looking, "MOST_RANKED", 1)
    shown = tell("Kites for all")
    for number in range(4):
        tell(f"Kites {number}", live=False)
    closed = tell("Kites for some")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert [page.pk for page in look_for("kites", english).stories] == [shown.pk]


def test_a_page_below_a_closed_one_is_not_found(english):
    page = tell("Kites")
    assert finds("kites", english)
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert not finds("kites", english)
    asked = look_for("kites", english)
    assert (asked.number, asked.has_all_words) == (0, False)


def test_another_language_is_not_found(english):
    tell("Kites")
    assert not finds("kites", Locale.objects.get(language_code="km"))


def test_the_rarer_word_counts_more_where_none_has_all(english):
    for number in range(3):
        tell(f"Number {number}", lead="About kites.")
    tell("A drum")
    assert found("kites drum", english)[0] == "A drum"


def test_a_page_that_went_is_found_no_more(english):
    page = tell("Kites")
    page.unpublish()
    assert found("kites", english) == []
    assert not finds("kites", english)
