"""The core of the app in a real browser: its modules are driven from outside, in the shell without screens."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from portal.machine import browser
from tests.journeys.conftest import PATIENCE, PHONE, QUIET

from .contract import Portal

MODULES = ("store", "seal", "pin", "contact", "outbox", "roster", "photos", "install")
PIN = "204618"


class WithoutNetwork(list):
    """Complaints of a page that is meant to lose its network: what the browser itself notes of it is none."""

    def append(self, complaint: str) -> None:
        if "Failed to load resource" not in complaint:
            super().append(complaint)


def core(page: Page, expression: str, argument=None):
    """What an expression over the app's modules gives; ``given`` in it is the argument."""
    imports = ",".join(f"import('/static/js/field/{name}.js')" for name in MODULES)
    names = ",".join(MODULES)
    return page.evaluate(
        f"async (given) => {{ const [{names}] = await Promise.all([{imports}]); return await ({expression}); }}",
        argument,
    )


def without_screens(context: BrowserContext) -> None:
    """The page of the shell, its screens left out: the test alone calls the core."""
    empty = {"content_type": "text/javascript", "body": "export {};"}
    context.route("**/js/field/app.js", lambda route: route.fulfill(**empty))


def signed_in(page: Page, pin: str = PIN) -> Page:
    """A phone after its first day: enrolled, with a PIN and the short list."""
    core(page, "contact.session.check()")
    core(page, "pin.set(given)", pin)
    core(page, "contact.session.enrol()")
    assert core(page, "roster.refresh()") == "fresh"
    return page


def saved(page: Page, record: dict, **how) -> str:
    how = {"group": record.get("group"), **how}
    return core(page, "outbox.outbox.save('meeting', given.record, given.how)", {"record": record, "how": how})


def sent(page: Page) -> dict:
    return core(page, "outbox.outbox.send()")


def summary(page: Page) -> dict:
    return core(page, "outbox.outbox.summary()")


@pytest.fixture
def portal() -> Iterator[Portal]:
    """What phones speak with. The test fails on whatever they say against the contract."""
    made = Portal()
    yield made
    assert made.faults == []


@pytest.fixture
def open_phone(new_page, portal) -> Callable[[], Page]:
    """``open_phone()``: a fresh browser on the page of the shell."""

    def open_one() -> Page:
        page = new_page(PHONE)
        page.watch.complaints = WithoutNetwork()
        portal.stand_before(page.context)
        without_screens(page.context)
        page.goto("/field/km/")
        return page

    return open_one


@pytest.fixture
def bare_phone(open_phone) -> Page:
    """A browser that nobody has signed in from."""
    return open_phone()


@pytest.fixture
def field_phone(bare_phone) -> Page:
    return signed_in(bare_phone)


@pytest.fixture
def start_browser(chromium, live_server, transactional_db, portal, tmp_path) -> Iterator[Callable[[], Page]]:
    """``start_browser()``: a browser on one profile folder, which lasts from start to start."""
    contexts = []

    def start() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browser(),
            headless=True,
            args=QUIET,
            base_url=live_server.url,
            viewport=PHONE,
            timezone_id="Asia/Phnom_Penh",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        portal.stand_before(context)
        without_screens(context)
        page = context.pages[0] if context.pages else context.new_page()
        page.goto("/field/km/")
        return page

    yield start
    for context in contexts:
        with suppress(Error):  # a browser that the test has killed
            context.close()
