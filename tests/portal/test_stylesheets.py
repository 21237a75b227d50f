"""The stylesheets: whole, small, and with every colour and length in one place."""

import re
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.finders import find

from portal.stylesheets import FIRST, PUBLIC_ONLY, SHARED, SHEETS, STYLES, joined, parts

FILES = sorted(STYLES.glob("*.css"))
TOKENS = (STYLES / "tokens.css").read_text()
LIGHT = re.search(r":root \{\n(.*?)\n  \}", TOKENS, re.DOTALL)[1]
DARK_BY_SYSTEM = re.search(r':not\(\[data-theme="light"\]\) \{\n(.*?)\n    \}', TOKENS, re.DOTALL)[1]
DARK = re.search(r'\[data-theme="dark"\] \{\n(.*?)\n  \}', TOKENS, re.DOTALL)[1]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts_ = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts_]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEMES = {"light": colours(LIGHT), "dark": colours(LIGHT) | colours(DARK)}
BODY = [(ink, ground) for ink in ("ink", "ink-soft") for ground in ("ground", "surface")] + [("ink", "sunken")]
WORDS = [
    ("accent", "ground"),
    ("accent", "surface"),
    ("accent", "sunken"),
    ("accent-strong", "accent-soft"),
    ("ink-soft", "sunken"),
    ("on-accent", "accent"),
    ("on-danger", "danger"),
    ("on-bar", "bar"),
    ("on-bar", "bar-hover"),
    ("on-sun", "sun"),
    ("warm", "warm-soft"),
    ("danger", "surface"),
    ("ink", "danger-soft"),
    ("ink", "warn-soft"),
    ("ink", "ok-soft"),
    ("ink", "info-soft"),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "danger", "info", "quiet")),
]
EDGES = [("line-strong", "surface"), ("line-strong", "ground"), ("focus", "surface"), ("focus", "ground")]


def test_contrast_is_measured_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_dark_palette_is_one_and_the_same_wherever_it_stands():
    """Who chooses dark and whose system asks for it see the same; CSS cannot say it once for both."""
    assert DARK_BY_SYSTEM.split() == DARK.split()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(BODY, 7), (WORDS, 4.5), (EDGES, 3)], ids=["text", "words", "edges"])
def test_contrast_holds_in_the_sun_and_at_night(theme, pairs, least):
    shades = THEMES[theme]
    assert [
        (one, other, round(contrast(shades[one], shades[other]), 2))
        for one, other in pairs
        if contrast(shades[one], shades[other]) < least
    ] == []


def test_dark_by_choice_is_dark_by_device():
    device = re.search(r'not\(\[data-theme="light"\]\) \{\n(.*?)\n    \}', TOKENS, re.DOTALL)[1]
    assert [line.strip() for line in device.splitlines()] == [line.strip() for line in DARK.splitlines()]


LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?<![\w.-])\d*\.?\d+(?:px|rem|pt|cm|ch)\b", re.IGNORECASE
)
MAY = re.compile(r"@media[^{]*|/\*.*?\*/|margin: 15mm|url\([^)]*\)", re.DOTALL)


def test_no_colour_and_no_length_stands_outside_the_tokens():
    assert LITERAL.findall("a { color: #fff; margin: 3px 0.5rem }") == ["#fff", "3px", "0.5rem"]
    files = [path for path in FILES if path.name != "tokens.css"]
    assert len(files) > 10
    found = {path.name: LITERAL.findall(MAY.sub("", path.read_text())) for path in files}
    assert {name: literals for name, literals in found.items() if literals} == {}


def test_every_token_that_is_used_is_declared():
    declared = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in FILES)))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(path.read_text() for path in FILES)))
    assert used - declared == set()


KHMER_TRAPS = re.compile(r"letter-spacing:(?! inherit)|font-style: (?!normal)|text-transform|word-break: break-all")


def test_nothing_harms_khmer():
    assert KHMER_TRAPS.search("a { letter-spacing: 1px }")
    assert [path.name for path in FILES if KHMER_TRAPS.search(path.read_text())] == []


def test_every_rule_lies_in_a_layer():
    outside = {"layers.css", "fonts.css", "meanwhile.css"}
    loose = [
        path.name
        for path in FILES
        if path.name not in outside and not re.sub(r"/\*.*?\*/\s*", "", path.read_text()).startswith("@layer")
    ]
    assert loose == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_holds_its_files_in_order(sheet):
    text = joined(sheet)
    assert [path.name for path in parts(sheet)][: len(FIRST)] == list(FIRST)
    places = [text.index(mark) for mark in ("@layer tokens,reset", "--ground:", "@font-face", ".button{")]
    assert all(one < other for one, other in pairwise(places))
    assert "/*" not in text
    assert text.count("{") == text.count("}") == sum(path.read_text().count("{") for path in parts(sheet))


def test_every_file_is_in_a_sheet():
    assert {path for sheet in SHEETS for path in parts(sheet)} == set(FILES)


def test_children_do_not_load_the_desk():
    names = {path.name for path in parts("css/public.css")}
    assert names == {*FIRST, *SHARED, *PUBLIC_ONLY}
    assert ".topbar{" in joined("css/desk.css")
    assert ".topbar{" not in joined("css/public.css")


@pytest.mark.parametrize(("sheet", "most"), [("css/desk.css", 11), ("css/public.css", 6)])
def test_sheet_is_small_on_the_way(sheet, most):
    """In kilobytes as browsers fetch it, once: about a second on a slow telephone line."""
    assert len(brotli.compress(joined(sheet).encode())) <= most * 1024


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheet_is_found_where_static_files_are_looked_for(sheet):
    assert Path(find(sheet)).read_text() == joined(sheet)


def test_joining_leaves_the_words_inside_quotes_alone():
    assert 'content:attr(data-label) ": "' in joined("css/desk.css")
