"""The drawings of rights, inside pages and several in a file: each whole, none for an address that nobody was given."""

import re

import brotli
import pytest

from content.drawings import BOX, DRAWING, FOREVER, _address, address_of, drawing, drawings, symbol
from tests.factories.accounts import stranger
from tests.guards.tree import ROOT

DRAWINGS = sorted((ROOT / "static" / "img" / "rights").glob("*.svg"))


@pytest.mark.once
@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_each_drawing_can_be_a_symbol(path):
    number, lines = int(path.stem), re.sub(r"^<svg [^>]*>|</svg>$", "", path.read_text("utf-8").strip())
    assert BOX in drawing(number)
    assert DRAWING.fullmatch(drawing(number))[1] == lines
    assert symbol(number, "here") == f'<symbol id="here" {BOX}>{lines}</symbol>'


@pytest.mark.once
def test_an_article_without_a_drawing_is_told_of():
    with pytest.raises(LookupError, match="99"):
        drawing(99)


@pytest.mark.django_db
@pytest.mark.once
def test_several_lie_in_one_file_that_may_be_kept_for_ever():
    address = address_of([15, 13, 13])
    assert re.fullmatch(r"/drawings/13-15\.svg\?[0-9a-f]{8}", address)
    answer = stranger().get(address, headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.content) == drawings([13, 15])
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == FOREVER
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.once
def test_a_file_that_is_asked_for_by_an_older_name_is_not_kept():
    answer = stranger().get("/drawings/13-15.svg?00000000")
    assert answer.content == drawings([13, 15])
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(
    "numbers", ["15-13", "13-13", "99", "0", "013", "1-2-99", "-1", "1-", "1" * 40, "1-" * 60 + "2"]
)
def test_no_other_address_is_answered(numbers):
    assert stranger().get(f"/drawings/{numbers}.svg").status_code == 404


@pytest.mark.once
def test_a_drawing_made_anew_has_another_address(monkeypatch):
    before = _address.__wrapped__((13, 17))
    monkeypatch.setattr("content.drawings.drawings", lambda numbers: b"other")
    assert _address.__wrapped__((13, 17)) != before
