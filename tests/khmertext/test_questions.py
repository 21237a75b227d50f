"""The words that say what a question is about."""

import pytest

from khmertext.questions import telling_words


@pytest.mark.parametrize(
    ("asked", "telling"),
    [
        ("What can I do if somebody hits me?", ["hits"]),
        ("what is torture", ["torture"]),
        ("who am i", ["who", "am", "i"]),
        ("", []),
        ("school school", ["school"]),
        ("តើខ្ញុំអាចលេងបាល់ទេ", ["លេង", "បាល់"]),
    ],
)
def test_words_of_every_question_are_left_out(asked, telling):
    assert telling_words(asked) == telling
