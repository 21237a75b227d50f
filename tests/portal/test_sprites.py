"""The app has every pictogram that it shows, and not those of the desk."""

import re

import pytest

from fieldbook.shell import election_part, shell
from portal.sprites import FIELD_SPRITE, field_sprite
from tests.portal.test_components import symbols

SHOWN = {"phone", "check", "trash", "state-late", "need-sign", "kind-council", "face-bad", "question", "warning"}


def test_the_app_has_what_it_shows_and_nothing_of_the_desk():
    drawn, every = set(re.findall(r'<symbol id="([^"]+)"', field_sprite(FIELD_SPRITE))), symbols("icons.svg")
    assert drawn < every
    assert drawn >= SHOWN
    assert drawn & {"moon", "print", "chart", "school"} == set()


def test_what_is_left_is_drawn_as_it_was():
    text = field_sprite(FIELD_SPRITE)
    assert text.startswith("<svg ")
    assert text.rstrip().endswith("</svg>")
    assert text.count("<symbol") == text.count("</symbol>") > 40


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_pictogram_of_the_apps_page_is_in_its_sprite(language):
    page = shell(language).body.decode() + election_part(language).decode()
    shown = set(re.findall(r'icons-field[\w.]*\.svg#([\w-]+)"', page))
    assert len(shown) > 30
    assert shown - set(re.findall(r'<symbol id="([^"]+)"', field_sprite(FIELD_SPRITE))) == set()
    assert "icons.svg#" not in page
