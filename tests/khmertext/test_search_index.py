from contextlib import suppress

import pytest
from django.db import transaction
from modelsearch.backends import get_search_backend
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField
from wagtail.models import Locale, Page

from khmertext import search_index
from khmertext.pairs import index_text
from khmertext.search_index import IndexedAsTokens, indexed_once


def test_texts_are_read_as_tokens(db):
    locale = Locale(language_code="km")
    record = Page(title="ក្លឹបកុមារ", slug="slug", locale=locale)
    record.blocks = {"heading": "សិទ្ធិ", "words": ["កុមារ", None, 7]}
    record.get_search_fields = lambda: [
        SearchField("title", boost=3),
        AutocompleteField("title"),
        SearchField("blocks"),
        FilterField("slug"),
        RelatedFields("locale", [SearchField("language_code")]),
    ]
    source = IndexedAsTokens(record)
    title, autocomplete, blocks, slug, related = source.get_search_fields()
    assert title.get_value(source) == autocomplete.get_value(source) == index_text("ក្លឹបកុមារ")
    assert (title.boost, title.field_name) == (3, "title")
    assert blocks.get_value(source) == index_text("សិទ្ធិ កុមារ 7")
    assert slug.get_value(record) == "slug"
    assert related.get_value(source) == locale
    assert related.fields[0].get_value(locale) == "km"


@pytest.fixture
def written(monkeypatch):
    """The titles that went into the index, each time it was written."""
    found = []
    index = get_search_backend().index_class.__bases__[1]  # the library's own, of this database
    add_items = index.add_items

    def noted(self, model, objs):
        found.extend(each.record.title for each in objs)
        add_items(self, model, objs)

    monkeypatch.setattr(index, "add_items", noted)
    return found


def test_a_record_saved_often_is_indexed_once_as_it_is_at_the_end(db, written):
    root = Page.objects.get(depth=1)
    with indexed_once():
        page = root.add_child(instance=Page(title="first", slug="first"))
        page.title = "second"
        page.save()
        with indexed_once():  # as a maker of pages that calls another
            page.title = "third"
            page.save()
        assert (written, list(page.index_entries.all())) == ([], [])
    assert written == ["third"]
    assert page.index_entries.count() == 1
    page.title = "fourth"
    page.save()
    assert written == ["third", "fourth"]


def test_what_is_gone_or_failed_at_the_end_is_not_indexed(db, written):
    root = Page.objects.get(depth=1)
    with indexed_once():
        root.add_child(instance=Page(title="gone", slug="gone")).delete()
    with suppress(ZeroDivisionError), transaction.atomic(), indexed_once():
        root.add_child(instance=Page(title="failed", slug="failed"))
        raise ZeroDivisionError
    assert written == []
    Page.objects.get(depth=1).add_child(instance=Page(title="later", slug="later"))
    assert written == ["later"]


def test_a_text_that_is_saved_again_is_not_cut_again(db, monkeypatch):
    cut = []
    monkeypatch.setattr(search_index, "index_text", lambda text: cut.append(text) or index_text(text))
    search_index._tokens_of.cache_clear()
    record = Page(title="ក្លឹបកុមារ")
    record.get_search_fields = lambda: [SearchField("title"), AutocompleteField("title")]
    for title in ("ក្លឹបកុមារ", "ក្លឹបកុមារ", "ក្លឹប"):
        record.title = title
        source = IndexedAsTokens(record)
        assert {field.get_value(source) for field in source.get_search_fields()} == {index_text(title)}
    assert cut == ["ក្លឹបកុមារ", "ក្លឹប"]
