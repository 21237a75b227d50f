"""Search over Wagtail's own pages, on whichever database the run uses."""

import pytest
from hypothesis import HealthCheck, given, settings
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from khmertext.pairs import index_text

from .strategies import any_text

TITLES = {
    "club": "ក្លឹបកុមារភូមិស្វាយថ្មី",
    "council": "ក្រុមប្រឹក្សាកុមារឃុំកណ្ដាល",
    "network": "បណ្តាញការពារគ្រួសារ Siem Reap",
    "latin": "Girls and boys of Kampong Speu",
}


@pytest.fixture
def pages(db):
    home = Page.objects.get(depth=1)
    return {
        slug: home.add_child(instance=Page(title=title, slug=slug, search_description=""))
        for slug, title in TITLES.items()
    }


def found(query, **options) -> set[str]:
    return {page.slug for page in Page.objects.search(query, **options)} & set(TITLES)


def completed(query, **options) -> set[str]:
    return {page.slug for page in Page.objects.autocomplete(query, **options)} & set(TITLES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("កុមារ", {"club", "council"}),
        ("កុមារ ថ្មី", {"club"}),
        ("ក្រុមប្រឹក្សាកុមារ", {"council"}),
        ("កណ្តាល", {"council"}),
        ("បណ្ដាញ", {"network"}),
        ("ស្វាយ\u200bថ្មី", {"club"}),
        ("siem REAP", {"network"}),
        ("គ្រួសារ reap", {"network"}),
        ("and", {"latin"}),
        ("កុមារី", set()),
        ("មារកុ", set()),
        ("កុមារ speu", set()),
    ],
)
def test_search_finds_words_inside_unspaced_text(pages, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("កុម", {"club", "council"}),
        ("ថ្ម", {"club"}),
        ("Kampong Sp", {"latin"}),
        ("Kamp Speu", set()),
        ("គ្រួស", {"network"}),
        ("ចាស", set()),
    ],
)
def test_autocomplete_finds_words_still_being_typed(pages, query, expected):
    assert completed(query) == expected


@pytest.mark.parametrize(
    "query", ['"', "'", "\x00", " ", "", "។", "😀", "*", "(", "\\", "%", "' OR 1=1 --", ":*", "&|!"]
)
def test_queries_without_a_word_find_nothing(pages, query):
    assert found(query) == set()
    assert completed(query) == set()


def test_an_endless_query_is_answered(pages):
    assert found("កុមារ " * 10_000) == {"club", "council"}
    assert found("ក" * 100_000) == set()


@given(any_text)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_search(pages, text):
    assert found(text) <= set(TITLES)
    assert completed(text) <= set(TITLES)


def test_queries_combine(pages):
    assert found(PlainText("ថ្មី speu", operator="or")) == {"club", "latin"}
    assert found("ថ្មី speu", operator="or") == {"club", "latin"}
    assert found(Or([PlainText("ថ្មី"), Phrase("Siem Reap")])) == {"club", "network"}
    assert found(And([PlainText("កុមារ"), Not(PlainText("ថ្មី"))])) == {"council"}
    assert found(And([PlainText("កុមារ"), Not(Phrase("ស្វាយ ថ្មី"))])) == {"council"}
    assert found(Not(PlainText("កុមារ"))) == {"network", "latin"}
    assert found(Boost(PlainText("កុមារ"), 2)) == {"club", "council"}
    assert found(Fuzzy("ថ្មី")) == {"club"}
    assert found(MATCH_ALL) == set(TITLES)
    assert found(Or([PlainText('"'), PlainText("ថ្មី")])) == {"club"}
    assert found(Not(PlainText('"'))) == set()


def test_search_within_fields(pages):
    assert found("កុមារ", fields=["title"]) == {"club", "council"}
    assert completed("កុម", fields=["title"]) == {"club", "council"}


def test_a_changed_or_deleted_page_leaves_its_old_words(pages):
    pages["club"].title = "ក្លឹបយុវជន"
    pages["club"].save()
    pages["council"].delete()
    assert found("កុមារ") == set()
    assert found("យុវជន") == {"club"}


def test_the_page_that_says_it_more_briefly_comes_first(pages):
    home = Page.objects.get(depth=1)
    home.add_child(instance=Page(title="ថ្មី", slug="brief"))
    backend = get_search_backend()
    rebuilding = backend.rebuilder_class(backend.get_index_for_model(Page))
    rebuilding.start()
    rebuilding.finish()
    assert [page.slug for page in Page.objects.search("ថ្មី")] == ["brief", "club"]


def test_search_results_can_be_counted_and_cut(pages):
    results = Page.objects.order_by("title").search("កុមារ", order_by_relevance=False)
    assert results.count() == 2
    assert len(results[:1]) == 1


def test_a_search_costs_one_query(pages, django_assert_num_queries):
    found("កុមារ")
    with django_assert_num_queries(1):
        list(Page.objects.search("កុមារ ថ្មី")[:20])


def test_the_index_holds_tokens_and_no_letters(pages, db):
    entry = pages["club"].index_entries.get()
    tokens = entry.title if isinstance(entry.title, str) else entry.title_text
    assert index_text(TITLES["club"]).split()[0] in tokens
    assert tokens.isascii()
