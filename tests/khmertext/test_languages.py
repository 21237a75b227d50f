"""Words in the language of the page."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from khmertext.languages import in_language, is_english


@pytest.mark.parametrize(("language", "said"), [("km", "ខ្មែរ"), ("en", "Khmer"), (None, "ខ្មែរ")])
def test_a_record_speaks_the_language_of_the_page(language, said):
    with override(language):
        assert in_language(SimpleNamespace(name_km="ខ្មែរ", name_en="Khmer"), "name") == said
        assert is_english() is (language == "en")


def test_what_has_no_english_words_says_the_khmer_ones():
    with override("en"):
        assert in_language(SimpleNamespace(name_km="ខ្មែរ", name_en=""), "name") == "ខ្មែរ"
