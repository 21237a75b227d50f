from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField
from wagtail.models import Locale, Page

from khmertext import search_index
from khmertext.pairs import index_text
from khmertext.search_index import IndexedAsTokens


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


def test_a_text_that_is_saved_again_is_not_cut_again(monkeypatch):
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
