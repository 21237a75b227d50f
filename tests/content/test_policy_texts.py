"""The starter texts of the library of policies: whole, short, addressed to children, and only what is known."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from content.models.policies import Kind, Status
from khmertext.normalise import normalise
from tests.content.test_rights_texts import ENDS, KHMER, TO_THE_READER, length, sentences

pytestmark = pytest.mark.once

FILES = sorted((Path(settings.BASE_DIR) / "content" / "policies").glob("*.toml"))
CHILDREN, ADULTS = 12, 26
"""Words of a sentence, at most."""
FACTS = {"kind", "status", "articles", "km", "en"}
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("language", ["km", "en"])


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


def test_the_ten_documents_of_the_start_list_are_there():
    assert len(FILES) == 10
    assert {read(path)["kind"] for path in FILES} <= set(Kind.values)


@each_file
def test_document_is_whole(path):
    told = read(path)
    assert FACTS <= told.keys() <= FACTS | {"adopted", "valid"}
    assert told["status"] in Status.values
    assert told["articles"] == sorted(set(told["articles"]) & set(range(1, 55)))
    assert 1 <= len(told["articles"]) <= 4
    assert isinstance(told.get("adopted", 2000), date | int)
    first, last = told.get("valid", (1, 2))
    assert first < last
    for language in ("km", "en"):
        assert {"title", "for_children", "for_adults"} <= told[language].keys()
        assert told[language].keys() <= {"title", "issuer", "for_children", "for_adults"}
    assert told["km"].keys() == told["en"].keys()


@each_file
def test_every_year_that_is_told_is_a_fact(path):
    """The years in a text are the same in both languages, and the facts hold no other."""
    told = read(path)
    years = {language: years_in(told[language]) for language in ("km", "en")}
    facts = [told.get("adopted"), *told.get("valid", ())]
    assert years["km"] == years["en"]
    assert {str(day.year if isinstance(day, date) else day) for day in facts if day} <= years["en"]


def years_in(words: dict) -> set[str]:
    plain = " ".join(words.values()).translate(str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789"))
    return set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", plain))


@each_file
@each_language
def test_sentences_are_short_and_speak_to_the_reader(path, language):
    told = read(path)[language]
    for_children = sentences(told["for_children"], language)
    assert 2 <= len(for_children) <= 5
    assert [one for one in for_children if length(one, language) > CHILDREN] == []
    assert [one for one in sentences(told["for_adults"], language) if length(one, language) > ADULTS] == []
    assert TO_THE_READER[language].search(told["for_children"])
    assert ENDS[language].match(told["for_children"][-1])


@each_file
def test_khmer_is_in_its_normal_order_and_english_has_no_khmer(path):
    told = read(path)
    lines = [line for text in told["km"].values() for line in text.strip().splitlines() if line]
    assert [line for line in lines if normalise(line) != line] == []
    assert [line for line in lines if not KHMER.search(line) or re.search("[a-z]{3}", line)] == []
    assert [text for text in told["en"].values() if KHMER.search(text)] == []
    assert not re.search(r"https?:|www\.", path.read_text("utf-8"))
