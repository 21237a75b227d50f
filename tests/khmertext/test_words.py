from hypothesis import given

from khmertext.words import words

from .strategies import any_text


def test_words_of_a_sentence_without_spaces():
    assert words("ក្លឹបកុមារ") == ["ក្លឹប", "កុមារ"]
    assert words("ក្រុមប្រឹក្សាកុមារ") == ["ក្រុមប្រឹក្សា", "កុមារ"]


def test_words_leave_out_spaces_punctuation_and_pictures():
    assert words("hello, ក្លឹប! 😀 កុមារ។") == ["hello", "ក្លឹប", "កុមារ"]
    assert words(' "\x00\u200b') == []


@given(any_text)
def test_words_hold_every_letter_of_the_text(text):
    kept = "".join(char for word in words(text) for char in word if char.isalnum())
    assert kept == "".join(char for char in text if char.isalnum())
