"""A real browser: Debian's Chromium against the live server, on a phone and on a desk, watched for what goes wrong."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from portal.machine import CHROMIUM, browser
from tests.journeys.settling import every_action_settles, mark_leaving, settle

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
DESK = {"width": 1440, "height": 900}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--in-process-gpu",  # nothing is drawn by a graphics card: pictures need no way between two processes
]
PATIENCE = 30_000  # milliseconds; two cores may be busy with other tests

AUDIT = """(options) => axe.run({resultTypes: ["violations"], ...options}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html])))"""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What axe can find of colours."""

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


class Watch:
    """Notes what a reader would not forgive: errors in the console, errors of scripts, requests to other hosts.

    A browser that was told to go offline says so in its console; that is the test's doing.
    """

    def __init__(self, context: BrowserContext, own_host: str):
        self.complaints: list[str] = []
        self.own_host = own_host
        context.on("request", self.request)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", self.console)

    def request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.own_host:
            self.complaints.append(f"request to {request.url}")

    def console(self, message) -> None:
        if message.type == "error" and OFFLINE not in message.text:
            self.complaints.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = browser()
    assert path, f"no {CHROMIUM.name} on this machine: apt-get install {CHROMIUM.package}"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        every_action_settles(patch)
        running = playwright.chromium.launch(executable_path=path, headless=True, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def new_page(chromium, live_server, transactional_db) -> Iterator[Callable[..., Page]]:
    """``new_page(PHONE)``: a page in a browser of its own. The test fails on whatever its ``watch`` notes."""
    contexts = []

    def open_page(size: dict = PHONE, *, language: str = "km", dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=size,
            locale="km-KH" if language == "km" else "en-GB",
            timezone_id="Asia/Phnom_Penh",
            color_scheme="dark" if dark else "light",
            has_touch=size["width"] < 600,
        )
        context.set_default_timeout(PATIENCE)
        mark_leaving(context)
        watch = Watch(context, urlsplit(live_server.url).netloc)
        contexts.append((context, watch))
        page = context.new_page()
        page.watch = watch
        return page

    yield open_page
    for context, _watch in contexts:
        context.close()
    assert [complaint for _context, watch in contexts for complaint in watch.complaints] == []


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(PHONE)


@pytest.fixture
def desk(new_page) -> Page:
    return new_page(DESK)


@pytest.fixture
def enter_as(live_server) -> Callable[[Page, object], None]:
    """``enter_as(page, user)``: signed in without the journey through the sign-in pages."""

    def enter(page: Page, user) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return enter


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """``violations(page)``: what axe finds, as ``rule: element``. It is evaluated from outside, so the CSP stays on.

    A screen that was looked at, and has changed its colours only, needs another look at those: ``of=COLOURS``.
    """

    def find(page: Page, of: dict | None = None) -> list[str]:
        settle(page)
        if not page.evaluate("self.hasOurAxe"):  # half a megabyte of script; Wagtail's pages bring an axe of their own
            page.evaluate(AXE_SCRIPT)
            page.evaluate("self.hasOurAxe = true")
        return [f"{rule}: {html[:160]}" for rule, html in page.evaluate(AUDIT, of or {})]

    return find


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """``overflow(page)``: by how many pixels the page scrolls sideways."""
    return lambda page: page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    )
