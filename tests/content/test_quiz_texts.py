"""The starter quizzes: whole, short, addressed to the reader, friendly, and clean."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from khmertext.normalise import normalise
from tests.content.test_rights_texts import KHMER, TO_THE_READER, length, sentences

pytestmark = pytest.mark.once

FILES = sorted((Path(settings.BASE_DIR) / "content" / "quizzes").glob("*.toml"))
QUIZZES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FILES}
LONGEST = 12
"""Words of a sentence, at most."""
SHAMING = {
    "km": re.compile("ខុស(?!គ្នា|ពី)|ល្ងង់|អន់|បរាជ័យ|អាក្រក់|ខ្មាស"),
    "en": re.compile(r"\b(wrong|incorrect|false|stupid|silly|dumb|bad|fail\w*|shame\w*|lazy)\b", re.IGNORECASE),
}

each_quiz = pytest.mark.parametrize("name", QUIZZES)
each_language = pytest.mark.parametrize("language", ["km", "en"])


def texts(told: dict) -> list[str]:
    answers = [answer for question in told["questions"] for answer in question["answers"]]
    return [
        *(told[key] for key in ("title", "lead", "club_question")),
        *(question["text"] for question in told["questions"]),
        *(answer[key] for answer in answers for key in ("text", "feedback")),
    ]


def test_each_age_step_has_two():
    assert sorted(told["step"] for told in QUIZZES.values()) == [7, 7, 11, 11, 15, 15]


@each_quiz
def test_quiz_is_whole_and_the_same_in_both_languages(name):
    told = QUIZZES[name]
    assert told.keys() == {"step", "articles", "km", "en"}
    assert set(told["articles"]) <= set(range(1, 55))
    assert told["articles"] == sorted(told["articles"])
    shapes = {}
    for language in ("km", "en"):
        assert told[language].keys() == {"title", "lead", "club_question", "questions"}
        assert 3 <= len(told[language]["questions"]) <= 7
        shapes[language] = [
            [answer.get("right", False) for answer in question["answers"]] for question in told[language]["questions"]
        ]
        assert all(2 <= len(rights) <= 4 and any(rights) and not all(rights) for rights in shapes[language])
        answers = [answer for question in told[language]["questions"] for answer in question["answers"]]
        assert [answer for answer in answers if not answer["feedback"].strip() or not answer["text"].strip()] == []
        assert len({answer["feedback"] for answer in answers}) == len(answers)
    assert shapes["km"] == shapes["en"]


@each_quiz
@each_language
def test_sentences_are_short_and_speak_to_the_reader(name, language):
    told = QUIZZES[name][language]
    long = [one for text in texts(told) for one in sentences(text, language) if length(one, language) > LONGEST]
    assert long == []
    speaks = TO_THE_READER[language].search
    for question in told["questions"]:
        assert len(sentences(question["text"], language)) <= 2
        assert [
            each["feedback"] for each in question["answers"] if not 1 <= len(sentences(each["feedback"], language)) <= 2
        ] == []
        lines = [question["text"] + each["feedback"] for each in question["answers"]]
        assert [line for line in lines if not speaks(line)] == []


@each_quiz
@each_language
def test_no_word_shames(name, language):
    assert [text for text in texts(QUIZZES[name][language]) if SHAMING[language].search(text)] == []


def test_shaming_words_are_known():
    assert SHAMING["km"].search("ប្អូនឆ្លើយខុស។")
    assert not SHAMING["km"].search("យើងគិតខុសគ្នា។")
    assert SHAMING["en"].search("That is wrong.")


@each_quiz
def test_khmer_is_in_its_normal_order_and_english_has_no_khmer(name):
    told = QUIZZES[name]
    assert [text for text in texts(told["km"]) if normalise(text) != text] == []
    assert [text for text in texts(told["km"]) if not KHMER.search(text)] == []
    assert [text for text in texts(told["km"]) if re.search("[a-z]{3}", text)] == []
    assert [text for text in texts(told["en"]) if KHMER.search(text)] == []
