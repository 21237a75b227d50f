"""The drawing of a right stands where it is seen, and its lines behind the words where those are waited for."""

import re

import pytest

from content.drawings import address_of, drawing, symbol
from content.templatetags.pictograms import drawings_of, pictogram, pictogram_behind, pictogram_later
from tests.factories.accounts import stranger


@pytest.mark.once
def test_a_drawing_can_stand_in_the_page_in_either_way():
    assert drawing(12).removeprefix("<svg ") in pictogram(12)
    assert ' class="small" ' in pictogram(12, "small")
    assert pictogram_behind(12) == f"<svg hidden>{symbol(12, 'drawing')}</svg>"
    assert drawings_of([]) == ""


@pytest.mark.django_db
def test_on_a_page_about_a_right_the_words_come_before_the_lines(few):
    right = few["km", 12]
    html = stranger().get("/km/rights/12/").content.decode().partition("<body")[2]
    place, words, lines = (
        html.index(part) for part in (pictogram_later("right-picture"), right.short_11, 'id="drawing"')
    )
    assert place < words < lines
    assert html.count('id="drawing"') == html.count('href="#drawing"') == 1


@pytest.mark.django_db
def test_the_drawings_of_related_rights_come_in_one_file(few):
    html = stranger().get("/km/rights/12/").content.decode()
    shown = re.findall(r'<img src="(/drawings/[^"#]+)#(r[0-9]+)" alt="" width="96" height="96" loading="lazy">', html)
    assert shown == [(address_of([13]), "r13")]
    assert f'id="{shown[0][1]}"' in stranger().get(shown[0][0]).text
