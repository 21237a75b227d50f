"""What the bench says of a page for children, and that its floor gives the same bytes."""

import importlib
import json
from base64 import b64encode
from dataclasses import replace

import pytest

from portal.bench import bare
from portal.bench.public import PublicCost, Publishing, Rate, publishing, told, told_of_publishing
from portal.bench.visits import CannotMeasure, Load, words_alone

GOOD = PublicCost(
    kept=Rate(9000, 80),
    floor=Rate(10_000, 70),
    first=Load({"shell": 9_500, "icons": 900, "font": 24_000}, 3_000, 4, []),
    second=Load({"shell": 9_000}, 900, 1, []),
    paint=1050,
    text_paint=1000,
    short_paint=920,
    shift=0.0,
    proxied=(Rate(30_000, 20), Rate(32_000, 19)),
)


def misses(cost: PublicCost) -> list[str]:
    return [line for line in told(cost) if "NOT reached" in line]


def test_a_good_page_reaches_every_aim():
    assert misses(GOOD) == []
    assert sum("reached" in line for line in told(GOOD)) == 10


@pytest.mark.parametrize(
    ("worse", "words"),
    [
        ({"kept": Rate(5000, 160)}, "bare answers"),
        ({"proxied": (Rate(20_000, 20), Rate(32_000, 19))}, "file's answers"),
        ({"first": Load({"shell": 14_001, "icons": 900}, 3_000, 4, [])}, "page itself"),
        ({"first": Load({"shell": 9_500}, 3_000, 7, [])}, "6 requests"),
        ({"first": Load({"shell": 9_500}, 3_000, 4, ["/a.css"])}, "holds the first paint"),
        ({"second": Load({"shell": 14_500}, 900, 1, [])}, "next page"),
        ({"paint": 1200}, "largest paint"),
        ({"shift": 0.02}, "shift"),
    ],
)
def test_each_aim_that_is_missed_is_said(worse, words):
    [line] = misses(replace(GOOD, **worse))
    assert words in line


def test_a_machine_without_nginx_says_that_it_is_not_measured():
    lines = list(told(replace(GOOD, proxied=None)))
    assert sum("nginx" in line for line in lines) == 1
    assert any("no nginx" in line for line in lines)


def test_the_floor_of_a_paint_has_all_the_words_and_nothing_else():
    text = words_alone(
        '<html><head><style>p {color: red}</style></head><body class="public"><h1>A <b>right</b></h1>'
        "<script>tell()</script><img alt='not seen'><p>Less &lt; more</p></body></html>"
    )
    assert text.partition("<body>")[2] == "\n<p>A</p>\n<p>right</p>\n<p>Less &lt; more</p>\n</body></html>\n"


def test_bytes_are_counted_with_and_without_the_font():
    heavy = replace(GOOD, first=Load({"shell": 9_500, "font": 48_000}, 3_000, 4, []))
    [line] = misses(heavy)
    assert "60 kB" in line
    [line] = misses(replace(GOOD, first=Load({"shell": 9_500, "script": 18_000}, 3_000, 4, [])))
    assert "without the font" in line


def test_the_floor_gives_what_it_was_given(monkeypatch):
    monkeypatch.setenv(bare.ANSWER, json.dumps([[["ETag", "x"]], b64encode(b"words").decode()]))
    floor = importlib.reload(bare)
    heads = []
    body = floor.application({"PATH_INFO": "/km/"}, lambda *head: heads.append(head))
    assert (heads, b"".join(body)) == ([("200 OK", [("ETag", "x")])], b"words")
    monkeypatch.delenv(bare.ANSWER)
    importlib.reload(bare)


def test_publishing_is_told_as_a_ratio():
    assert "(1.50 ×)" in told_of_publishing(Publishing(20, 30, 2000))


@pytest.mark.django_db
def test_without_pages_there_is_nothing_to_measure():
    with pytest.raises(CannotMeasure, match="prepare"):
        publishing(rounds=1)


def test_what_draws_khmer_before_our_font_is_said():
    assert "no Khmer font" in list(told(GOOD))[-1]
    assert "drawn with Noto Sans Khmer" in list(told(replace(GOOD, khmer_font="Noto Sans Khmer")))[-1]
