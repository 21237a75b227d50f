"""The drawing of a right stands where it is seen, and its lines behind the words where those are waited for."""

import re

import pytest

from content.templatetags.pictograms import BOX, pictogram, pictogram_behind, pictogram_later
from tests.factories.accounts import stranger
from tests.guards.tree import ROOT

DRAWINGS = sorted((ROOT / "static" / "img" / "rights").glob("*.svg"))


@pytest.mark.once
@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_each_drawing_can_stand_in_either_way(path):
    number, lines = int(path.stem), re.sub(r"^<svg [^>]*>|</svg>$", "", path.read_text("utf-8").strip())
    assert BOX in path.read_text("utf-8")
    assert lines in pictogram(number)
    assert pictogram_behind(number) == f'<svg hidden><symbol id="drawing" {BOX}>{lines}</symbol></svg>'


@pytest.mark.django_db
def test_on_a_page_about_a_right_the_words_come_before_the_lines(few):
    right = few["km", 12]
    html = stranger().get("/km/rights/12/").content.decode().partition("<body")[2]
    place, words, lines = (
        html.index(part) for part in (pictogram_later("right-picture"), right.short_11, 'id="drawing"')
    )
    assert place < words < lines
    assert html.count('id="drawing"') == html.count('href="#drawing"') == 1
