"""Every screen of the app, in both languages and brightnesses: no violation, nothing cut, nothing sideways."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import COLOURS, DESK, PHONE
from tests.journeys.test_look import CLIPPED, CRAMPED, SMALL, fonts_of_khmer

from .conftest import first_day, record_button
from .walk import SCREENS, screens

LEAST = 48
SHOTS = os.environ.get("LOOK_AT")
"""A folder for pictures of every screen, for who wants to look at them."""
ENLARGED = {side: length // 2 for side, length in PHONE.items()}
"""The phone with the browser's letters at 200 %: half as many pixels in each direction."""

FORGIVEN = ("status of 401",)
"""The portal's "sign in" is an answer like others; the browser calls it an error."""


def forgive(page):
    page.watch.complaints[:] = [line for line in page.watch.complaints if not any(words in line for words in FORGIVEN)]


@pytest.mark.parametrize("language", ["km", "en"])
def test_no_screen_shuts_anybody_out(app, village, violations, overflow, language):
    page, faults, seen = app(PHONE, language=language), [], 0
    for name in screens(page, village, language):
        seen += 1
        page.evaluate("document.fonts.ready")
        picture(page, name, language)
        for brightness, of in (("light", None), ("dark", COLOURS)):
            page.emulate_media(color_scheme=brightness, reduced_motion="reduce")
            faults += [f"{name}, {brightness}: {found}" for found in violations(page, of)]
        for what, script, *given in (("cut", CLIPPED), ("cramped", CRAMPED), ("small", SMALL, LEAST)):
            faults += [f"{name}: {what}: {found}" for found in page.evaluate(script, *given)]
        faults += sideways(page, overflow, name)
        page.set_viewport_size(DESK)
        picture(page, name, language)
        faults += sideways(page, overflow, f"{name}, desk")
        page.set_viewport_size(ENLARGED)
        faults += sideways(page, overflow, f"{name}, letters twice as large")
        faults += [f"{name}, letters twice as large: cut: {found}" for found in page.evaluate(CLIPPED)]
        page.set_viewport_size(PHONE)
    forgive(page)
    assert faults == []
    assert seen == SCREENS


def picture(page, name, language) -> None:
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{language}.png", full_page=True)


def sideways(page, overflow, name) -> list[str]:
    return [f"{name}: {overflow(page)} px sideways"] if overflow(page) else []


def test_khmer_is_drawn_by_our_font(app):
    page = first_day(app())
    record_button(page).tap()
    expect(page.locator('[data-at="photo"]')).to_be_visible()  # what is painted last
    page.evaluate("document.fonts.ready")
    assert fonts_of_khmer(page) == {("Noto Sans Khmer", True)}
