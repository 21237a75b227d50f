"""The app as its facilitator sees it: real screens, real core, a portal that answers as the contract says."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from portal.machine import browser
from tests.journeys.conftest import PATIENCE, PHONE, QUIET

from .village import Village

PIN = "204618"


class Thumb:
    """Taps, and counts them. Text goes only where the screen itself has put the cursor."""

    def __init__(self, page: Page):
        self.page = page
        self.taps = 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def type(self, text: str, *, then: str | None = None) -> None:
        expect(self.page.locator("input:focus, textarea:focus")).to_have_count(1)
        self.page.keyboard.insert_text(text)
        if then:
            self.page.keyboard.press(then)


def press_pin(page: Page, pin: str = PIN) -> None:
    """By keys, once the pad takes any; a finger on each digit is in ``test_doors.py``."""
    page.locator(".pin-pad:not(:has([aria-disabled]))").wait_for()
    page.keyboard.type(pin)
    page.locator('[data-digit="go"]').click()


def first_day(page: Page, language: str = "km") -> Page:
    """Signed in at the portal; chooses a PIN; stands before the groups."""
    page.goto(f"/field/{language}/")
    for _round in range(2):
        press_pin(page)
    page.locator('[data-do="home"]').click()
    expect(page.locator(".card").first).to_be_visible()
    return page


def record_button(page: Page, number: int = 0) -> Locator:
    return page.locator('.card [data-at="record"]').nth(number)


def mark(page: Page, number: int) -> Locator:
    return page.locator(".mark").nth(number)


def save(page: Page) -> Locator:
    return page.locator('.save [data-do="save"]')


def answer(page: Page, number: int = 0) -> Locator:
    return page.locator("#ask[open] .button").nth(number)


def fold(page: Page, name: str) -> Locator:
    return page.locator(f'[data-fold="{name}"]')


def step(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


@pytest.fixture
def village() -> Village:
    return Village()


@pytest.fixture
def app(new_page, village) -> Callable[..., Page]:
    """``app(size, language="en")``: a phone on which the portal knows the user; nothing is chosen yet."""

    def open_app(size: dict = PHONE, **how) -> Page:
        page = new_page(size, **how)
        village.stand_before(page.context)
        return page

    return open_app


@pytest.fixture
def home(app) -> Page:
    return first_day(app())


@pytest.fixture
def starts(chromium, live_server, transactional_db, village, tmp_path) -> Iterator[Callable[[], Page]]:
    """``starts()``: the browser on one profile folder, which outlives ``kill(page)``."""
    contexts = []

    def start() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browser(),
            headless=True,
            args=QUIET,
            base_url=live_server.url,
            viewport=PHONE,
            has_touch=True,
            timezone_id="Asia/Phnom_Penh",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        village.stand_before(context)
        return context.pages[0] if context.pages else context.new_page()

    start.profile = tmp_path / "profile"
    yield start
    for context in contexts:
        with suppress(Error):  # killed by the test
            context.close()


def kill_browser_of(profile: Path) -> int:
    """The battery dies: every process of the browser on this profile, without a word of warning."""
    killed = 0
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and f"--user-data-dir={profile}" in (entry / "cmdline").read_text():
                os.kill(int(entry.name), signal.SIGKILL)
                killed += 1
    return killed
