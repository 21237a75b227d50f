import re

from hypothesis import example, given
from hypothesis import strategies as st

from khmertext.clusters import clusters
from khmertext.folding import fold
from khmertext.pairs import MAX_TOKEN_LENGTH, index_text, index_tokens, query_tokens, query_words

from .strategies import any_text, khmer_word

NAME = "ក្លឹបកុមារភូមិស្វាយថ្មី"


def finds(query: str, text: str, **options) -> bool:
    tokens = query_tokens(query)
    return bool(tokens) and set(tokens) <= set(index_tokens(text, **options))


@given(any_text)
def test_tokens_are_short_ascii_words(text):
    for token in [*index_tokens(text, prefixes=True), *query_tokens(text)]:
        assert re.fullmatch("[0-9a-z]+", token)
        assert len(token) <= MAX_TOKEN_LENGTH


@given(any_text)
@example("\u17d2\u1780")  # a subscript that lost the letter above it
@example("\u17b6\u1780\u17d2")
def test_every_text_is_found_by_itself(text):
    assert set(query_tokens(text)) <= set(index_tokens(text))


@given(khmer_word, khmer_word, khmer_word)
def test_a_word_is_found_inside_text_without_spaces(before, word, after):
    # A sign that follows the word belongs to its last letter, so the neighbours begin with a letter of their own.
    assert finds(word, before + word + "ក" + after)


@given(st.lists(khmer_word, min_size=1, max_size=4).map("".join), st.data())
def test_any_run_of_letters_of_a_name_is_found(name, data):
    letters = clusters(name)
    start = data.draw(st.integers(0, len(letters) - 1))
    end = data.draw(st.integers(start + 1, len(letters)))
    assert finds("".join(letters[start:end]), name)


def test_a_word_inside_a_name_is_found():
    assert finds("កុមារ", NAME)
    assert finds("ថ្មី", NAME)
    assert finds("ស្វាយ ក្លឹប", NAME)
    assert finds("កុមារភូមិ", NAME)


def test_a_word_that_is_not_in_the_name_is_not_found():
    assert not finds("កុមារី", NAME)
    assert not finds("ចាស់", NAME)
    assert not finds("យុវជន", NAME)


def test_both_spellings_of_the_look_alike_are_found():
    assert finds("បណ្ដាញ", "បណ្តាញការពារគ្រួសារ")
    assert finds("បណ្តាញ", "បណ្ដាញការពារគ្រួសារ")


def test_latin_words_and_numbers_are_tokens():
    assert index_tokens("Svay Club ២០២៦") == ["svay", "club", "2026"]
    assert finds("club 2026", "Svay Club ២០២៦")
    assert not finds("clu", "Svay Club")


def test_prefixes_find_words_still_being_typed():
    assert finds("clu", "Svay Club", prefixes=True)
    assert finds("svayclub", "Svay Club", prefixes=True)
    assert finds("កុម", NAME, prefixes=True)
    assert finds("ថ្ម", NAME, prefixes=True)
    assert not finds("lub", "Svay Club", prefixes=True)


def test_other_scripts_are_found_too():
    assert finds("แก่น", "ขอนแก่น")
    assert not finds("แก่น", "ขอน")


def test_a_query_without_letters_has_no_tokens():
    assert [query_tokens(text) for text in ("", " ", '"', "\x00", "។", "😀", "\u200b", "'")] == [[]] * 8


def test_query_words_keep_the_pairs_of_a_word_together():
    assert [len(word) for word in query_words("កុមារ club ម")] == [2, 1, 1]


def test_index_text_keeps_the_pairs_of_a_word_next_to_each_other():
    [pairs] = query_words("កុមារ")
    assert " ".join(pairs) in index_text(NAME)


def test_tokens_follow_the_folded_text():
    assert index_tokens("កណ្ដាល") == index_tokens(fold("កណ្តាល"))
