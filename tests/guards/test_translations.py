"""Khmer is complete: every sentence of ours stands in the catalogue, translated, with the same placeholders."""

import re
from collections import Counter

import polib
import pytest

from khmertext.normalise import normalise
from tests.guards.sentences import in_python, in_template, sentences
from tests.guards.tree import ROOT

pytestmark = pytest.mark.once

CATALOGUES = [
    ROOT / "site" / "portal" / place / "km" / "LC_MESSAGES" / "django.po" for place in ("locale", "locale_upstream")
]
OURS = CATALOGUES[0]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]+>")
KHMER = re.compile(r"[\u1780-\u17ff]")


def entries(path=OURS) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(path), wrapwidth=0) if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def untranslated(rows: list[polib.POEntry]) -> list[str]:
    return [row.msgid for row in rows if row.fuzzy or not all(text.strip() for text in texts(row))]


def missing(wanted: set, rows: list[polib.POEntry]) -> set:
    kept = {(row.msgctxt or "", row.msgid, row.msgid_plural or "") for row in rows}
    singles = {(context, msgid) for context, msgid, _plural in kept}
    return {row for row in wanted if row not in kept and (row[2] or (row[0], row[1]) not in singles)}


def test_every_sentence_stands_in_the_catalogue():
    assert missing(sentences(), entries()) == set()


def test_catalogue_holds_nothing_that_nobody_says_any_more():
    said = {(context, msgid) for context, msgid, _plural in sentences()}
    assert {(row.msgctxt or "", row.msgid) for row in entries()} - said == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-4])
def test_nothing_is_untranslated_or_fuzzy(path):
    assert untranslated(entries(path)) == []


def said_twice(rows: list[polib.POEntry]) -> list[tuple[str, str]]:
    """Two lines of work may each translate one sentence; joined, the file holds both and the later one is shown."""
    times = Counter((row.msgctxt or "", row.msgid) for row in rows)
    return [key for key, number in times.items() if number > 1]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-4])
def test_no_sentence_is_translated_twice(path):
    assert said_twice(entries(path)) == []


def marks(*parts: str) -> set[str]:
    return {mark for part in parts for mark in PLACEHOLDER.findall(part or "")}


def test_placeholders_are_kept():
    wrong = [
        row.msgid
        for row in entries()
        for text in texts(row)
        if not marks(row.msgid_plural or row.msgid) <= marks(text) <= marks(row.msgid, row.msgid_plural)
    ]
    assert wrong == []


def test_messages_of_others_invent_no_placeholders():
    rows = [(row, text) for row in entries(CATALOGUES[1]) for text in texts(row)]
    assert [row.msgid for row, text in rows if not marks(text) <= marks(row.msgid, row.msgid_plural)] == []


def test_khmer_is_khmer_and_in_its_normal_spelling():
    rows = entries()
    in_latin = [row.msgid for row in rows if not any(KHMER.search(text) for text in texts(row))]
    assert [msgid for msgid in in_latin if PLACEHOLDER.sub("", msgid).strip(" –:/().")] == []
    assert [text for row in rows for text in texts(row) for line in text.splitlines() if line != normalise(line)] == []


# --- what the guard is worth ------------------------------------------------------------------------------------------
def test_guard_finds_a_sentence_without_khmer(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% translate 'A new “sentence” (with brackets)' %}"
        "{% blocktranslate count number=n %}One{% plural %}{{ number }} of them{% endblocktranslate %}"
    )
    found = set(in_template(page)) | set(in_python('x = _("Said in Python")\ny = pgettext("menu", "All")'))
    assert found == {
        ("", "A new “sentence” (with brackets)", ""),
        ("", "One", "%(number)s of them"),
        ("", "Said in Python", ""),
        ("menu", "All", ""),
    }
    assert missing(found, entries()) >= {("", "A new “sentence” (with brackets)", ""), ("", "Said in Python", "")}


def test_guard_finds_fuzzy_and_empty_rows():
    rows = [polib.POEntry(msgid="a", msgstr=""), polib.POEntry(msgid="b", msgstr="ខ", flags=["fuzzy"])]
    assert untranslated([*rows, polib.POEntry(msgid="c", msgstr="គ")]) == ["a", "b"]


def test_guard_finds_a_sentence_that_stands_twice(tmp_path):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    other = 'msgctxt "a"\nmsgid "Police"\nmsgstr "ប៉ូលិស"'
    rows = ('msgid "Police"\nmsgstr "នគរបាល"', other, 'msgid "Once"\nmsgstr "ម្ដង"')
    catalogue = tmp_path / "django.po"
    catalogue.write_text("\n\n".join((head, *rows, 'msgid "Police"\nmsgstr "ប៉ូលិស"')) + "\n")
    assert said_twice(entries(catalogue)) == [("", "Police")]
