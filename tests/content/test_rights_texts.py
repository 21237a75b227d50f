"""The starter texts of the rights library: whole, short, addressed to the reader, and clean."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from khmertext.normalise import normalise
from khmertext.words import words

pytestmark = pytest.mark.once

FOLDER = Path(settings.BASE_DIR) / "content" / "rights" / "articles"
STEPS = ("step_7", "step_11", "step_15")
SHORT, LONG = 12, 16
"""Words of a sentence, at most."""
TO_THE_READER = {"km": re.compile("ប្អូន"), "en": re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)}
ENDS = {"km": re.compile(r"[។៕?!]"), "en": re.compile(r"[.?!]")}
KHMER = re.compile(r"[\u1780-\u17ff]")


@cache
def article(number: int) -> dict:
    return tomllib.loads((FOLDER / f"{number:02}.toml").read_text("utf-8"))


def sentences(text: str, language: str) -> list[str]:
    return [one.strip() for one in ENDS[language].split(text) if one.strip()]


def length(sentence: str, language: str) -> int:
    if language == "en":
        return len(sentence.split())
    return sum(1 for word in words(sentence) if KHMER.search(word) or word.isalnum())


def texts(told: dict) -> list[str]:
    return [told["title"], *told["questions"], *(told[step][part] for step in STEPS for part in ("short", "more"))]


@pytest.mark.parametrize("number", range(1, 55))
def test_article_is_whole(number):
    told = article(number)
    assert told.keys() == {"number", "related", "help", "exit", "km", "en"}
    assert told["number"] == number
    assert 2 <= len(told["related"]) <= 4
    assert set(told["related"]) <= set(range(1, 55)) - {number}
    assert isinstance(told["help"], bool)
    assert isinstance(told["exit"], bool)
    assert told["help"] or not told["exit"]
    for language in ("km", "en"):
        assert told[language].keys() - {"search_words"} == {"title", "questions", *STEPS}
        assert 2 <= len(told[language]["questions"]) <= 3
        assert all(told[language][step].keys() == {"short", "more"} for step in STEPS)
        assert len({told[language][step]["short"] for step in STEPS}) == 3


@pytest.mark.parametrize("number", range(1, 55))
@pytest.mark.parametrize("language", ["km", "en"])
def test_sentences_are_short_and_speak_to_the_reader(number, language):
    told = article(number)[language]
    assert length(told["title"], language) <= (6 if language == "en" else 9)
    for step in STEPS:
        short, more = sentences(told[step]["short"], language), sentences(told[step]["more"], language)
        assert 1 <= len(short) <= 2, told[step]["short"]
        assert 2 <= len(more) <= 6, told[step]["more"]
        assert [one for one in short if length(one, language) > SHORT] == []
        assert [one for one in more if length(one, language) > LONG] == []
        assert TO_THE_READER[language].search(told[step]["short"] + told[step]["more"])


@pytest.mark.parametrize("number", range(1, 55))
def test_khmer_is_in_its_normal_order_and_english_has_no_khmer(number):
    told = article(number)
    paragraphs = [part.strip() for text in texts(told["km"]) for part in text.split("\n\n")]
    assert [part for part in paragraphs if normalise(part) != part] == []
    assert [text for text in texts(told["km"]) if not KHMER.search(text) or re.search("[a-z]{3}", text)] == []
    assert [text for text in texts(told["en"]) if KHMER.search(text)] == []
