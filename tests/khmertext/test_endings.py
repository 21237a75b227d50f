"""English endings go, Khmer tokens and short names stay."""

import pytest

from khmertext.endings import stem, stemmed
from khmertext.pairs import index_text


@pytest.mark.parametrize(
    "words",
    [
        "refugee refugees",
        "adopt adopted adoption adopting",
        "bullied bullying bully",
        "school schools",
        "child children",
    ],
)
def test_forms_of_a_word_are_one(words):
    assert len(set(stemmed(words).split())) == 1


@pytest.mark.parametrize("name", ["sos", "an", "las", "1992", "18s"])
def test_short_words_and_numbers_stay(name):
    assert stem(name) == name


def test_khmer_tokens_stay():
    tokens = index_text("គ្មាននរណាមានសិទ្ធិធ្វើបាបខ្ញុំទេ ប្អូនមានសិទ្ធិរស់នៅដោយសុវត្ថិភាព ឪពុកម្តាយស្រឡាញ់ខ្ញុំ")
    assert len(tokens.split()) > 30
    assert stemmed(tokens) == tokens
