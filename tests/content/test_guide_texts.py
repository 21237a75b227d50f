"""The starter session guides: whole, in both languages, safe, and clean."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from khmertext.normalise import normalise
from participation.seeds.topics import ACTIVITIES
from tests.content.test_rights_texts import KHMER, length, sentences

pytestmark = pytest.mark.once

FILES = sorted((Path(settings.BASE_DIR) / "content" / "guides").glob("*.toml"))
WORDS = {"en": 26, "km": 40}
"""Words of a sentence, at most: adults read these, on a telephone, while children wait."""
CODES = {activity.code for activity in ACTIVITIES}
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", ["km", "en"])


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


def texts(told: dict) -> list[str]:
    steps = [step[name] for step in told["steps"] for name in ("title", "text", "materials") if name in step]
    return [told["title"], told["lead"], *told["preparation"].splitlines(), *told["safety"].splitlines(), *steps]


def test_six_guides_are_shipped():
    assert len(FILES) == 6


@each_file
def test_guide_is_whole(path):
    told = read(path)
    assert told.keys() == {"age", "articles", "activities", "minutes", "km", "en"}
    assert told["age"] in (7, 11, 15)
    assert told["articles"] == sorted(set(told["articles"]) & set(range(1, 43)))
    assert told["articles"]
    assert told["activities"]
    assert set(told["activities"]) <= CODES
    assert 45 <= sum(told["minutes"]) <= 120
    for language in ("km", "en"):
        words = told[language]
        assert words.keys() - {"search_words"} == {"title", "lead", "preparation", "safety", "steps"}
        assert len(words["steps"]) == len(told["minutes"])
        assert all({"title", "text"} <= step.keys() <= {"title", "text", "materials"} for step in words["steps"])
    materials = [["materials" in step for step in told[language]["steps"]] for language in ("km", "en")]
    assert materials[0] == materials[1]


@each_file
@each_language
def test_texts_fit_their_fields_and_sentences_are_short(path, language):
    told = read(path)[language]
    assert len(told["lead"]) <= 200
    assert max(len(step["title"]) for step in told["steps"]) <= 120
    long = [one for text in texts(told) for one in sentences(text, language) if length(one, language) > WORDS[language]]
    assert long == []


@each_file
def test_khmer_is_in_its_normal_order_and_english_has_no_khmer(path):
    told = read(path)
    khmer = [text for text in texts(told["km"]) if text]
    assert [text for text in khmer if normalise(text) != text] == []
    assert [text for text in khmer if not KHMER.search(text) or re.search("[a-z]{3}", text)] == []
    assert [text for text in texts(told["en"]) if KHMER.search(text)] == []
    assert not re.search(r"https?:|www\.", path.read_text("utf-8"))
