"""A reader saves a pack, loses the network, reads, gets help, leaves at once, and removes it; the field app stands apart."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from content import library, packing, quizzing
from content.library import make_rights_library
from content.models import PackPage, RightPage
from content.packing import make_packs
from content.quizzing import make_quizzes
from content.starter import make_starter_content
from protection.models import HelpLine
from tests.factories.helplines import helpline
from tests.journeys.conftest import DESK, PHONE

SHOWN = (12, 19, 31)
NETWORK = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "net::ERR")
"""What the browser itself says of a network that is gone."""
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])


@pytest.fixture(autouse=True)
def pack_of_seven(transactional_db, monkeypatch):
    call_command("seed", verbosity=0)
    make_starter_content()
    few = [told for told in library.articles() if told["number"] in SHOWN]
    monkeypatch.setattr(library, "articles", lambda: iter(few))
    make_rights_library()
    for module, name in ((quizzing, "play-and-rest"), (packing, "my-rights-7")):
        told = [each for each in module.shipped() if each[0] == name]
        monkeypatch.setattr(module, "shipped", lambda told=told: iter(told))
    make_quizzes()
    make_packs()
    helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))


@pytest.fixture
def reader(new_page) -> Iterator[Callable[..., Page]]:
    """``reader(PHONE, language="km")``: what the browser says about a lost network is no complaint."""
    opened = []

    def open_page(size: dict = PHONE, **how) -> Page:
        page = new_page(size, **how)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.watch.complaints = [each for each in page.watch.complaints if not any(word in each for word in NETWORK)]


def saved(page: Page, language: str) -> Page:
    """The page of the pack, after the pack was saved and the worker stands behind it."""
    page.goto(f"/{language}/packs/")
    page.locator(".pack h2 a").click()
    page.locator("[data-save]").click()
    expect(page.locator(".pack [data-remove]")).to_be_visible()
    return page


def offline(page: Page, is_off: bool = True) -> None:
    page.context.set_offline(is_off)


def scopes(page: Page) -> list[str]:
    found = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))")
    return sorted(urlsplit(scope).path for scope in found)


@SIZES
@LANGUAGES
def test_a_pack_is_saved_read_without_internet_and_removed(reader, violations, overflow, size, language):
    page = reader(size, language=language)
    page.goto(f"/{language}/")
    page.locator(f'.home-rights[href="/{language}/packs/"]').click()
    expect(page.locator("[data-save]")).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)
    saved(page, language)
    assert (violations(page), overflow(page)) == ([], 0)
    assert scopes(page) == ["/en/", "/km/"]

    offline(page)
    told = RightPage.objects.get(topic__number=12, locale__language_code=language)
    page.reload()
    page.locator(".pack-texts a", has_text=told.title).click()
    expect(page.locator(".right-short")).to_have_text(told.short_7)
    page.go_back()
    page.locator(".pack-texts a").last.click()
    page.locator(".quiz-answers button").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    page.locator('a[href^="?q="]').click()
    expect(page.locator(".quiz-progress")).to_contain_text("2")

    page.goto(f"/{language}/rights/12/?age=15")
    expect(page.locator(".pack-rows a")).to_have_attribute("href", f"/{language}/packs/my-rights-7/")
    assert page.locator("html").get_attribute("lang") == language
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".help-link").click()
    expect(page.locator('a[href="tel:1280"]')).to_be_visible()
    page.locator("a.leave").click()
    expect(page.locator(".calendar")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/{language}/calendar/$"))

    page.goto(f"/{language}/packs/")
    page.locator("[data-all]").click()
    expect(page.locator("[data-shelf]")).to_be_hidden()
    assert page.evaluate("caches.keys()") == []
    assert scopes(page) == []
    assert page.context.cookies() == []
