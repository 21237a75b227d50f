"""The app on the phone speaks one language: its Khmer page holds no English, in whatever screen it waits."""

import pytest

from fieldbook.shell import shell
from tests.guards.matrix import test_words
from tests.guards.matrix.test_words import NOT_READ, EnglishLeft

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class EnglishInTemplates(EnglishLeft):
    """Reads what waits in ``<template>`` too: there the app keeps its screens and its words."""

    def handle_starttag(self, tag, attrs):
        super().handle_starttag("div" if tag == "template" else tag, attrs)

    def handle_endtag(self, tag):
        super().handle_endtag("div" if tag == "template" else tag)


def english_in(content: str) -> list[str]:
    reader = EnglishInTemplates()
    reader.feed(content)
    return reader.found


def test_no_english_is_left_in_the_khmer_app():
    assert english_in(shell("km").body.decode()) == []


def test_the_english_app_holds_khmer_only_where_it_says_so():
    page = shell("en").body.decode()
    khmer = [letter for letter in page if "\u1780" <= letter <= "\u17ff"]
    assert "".join(khmer) == "ខ្មែរវ១វផភយ២យលឡច៣ចេែអ៤អាឣ"  # the name of the language; what sets marks on a Khmer keyboard


@pytest.mark.parametrize(
    "planted",
    [
        "<template id=t><h1>Save the meeting</h1></template>",
        '<template><button aria-label="One day earlier">−</button></template>',
        '<template><p data-w="sent">All sent now</p></template>',
    ],
)
def test_english_that_waits_in_a_template_is_found(planted):
    assert "template" in NOT_READ
    assert test_words.english_in(f'<html lang="km">{planted}</html>') in ([], ["One day earlier"])
    assert len(english_in(f'<html lang="km">{planted}<p lang="en">This is quoted.</p></html>')) == 1
