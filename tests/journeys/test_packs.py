"""A reader saves a pack, loses the network, reads, gets help, leaves, removes it; the field app stands apart."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_started
from playwright.sync_api import Page, expect

from content import packing, quizzing
from content.models import PackPage, RightPage
from content.packing import make_packs
from content.quizzing import make_quizzes
from content.telling import make_stories
from protection.models import HelpLine
from tests.factories.helplines import helpline
from tests.journeys.conftest import LAPTOP, PHONE

SHOWN = (12, 19, 31)
NETWORK = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "net::ERR")
"""What the browser itself says of a network that is gone."""
SIZES = pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])


@pytest.fixture(autouse=True)
def pack_of_seven(transactional_db, portal_with, monkeypatch):
    for module, name in ((quizzing, "play-and-rest"), (packing, "my-rights-7")):
        told = [each for each in module.shipped() if each[0] == name]
        monkeypatch.setattr(module, "shipped", lambda told=told: iter(told))
    portal_with(make_stories, make_quizzes, make_packs, rights=SHOWN, of="one pack")
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
    page.reload()
    told = RightPage.objects.get(topic__number=12, locale__language_code=language)
    page.locator(".pack-texts a", has_text=told.title).click()
    expect(page.locator(".right-short")).to_have_text(told.short_7)
    page.locator(".right-ages a").last.click()  # this age was not saved
    expect(page.locator(".pack-rows a")).to_have_attribute("href", f"/{language}/packs/my-rights-7/")
    assert page.locator("html").get_attribute("lang") == language
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".pack-rows a").click()
    page.locator(".pack-texts a").last.click()
    page.locator(".quiz-answers button").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    page.locator('a[href^="?q="]').click()
    expect(page.locator(".quiz-progress")).to_contain_text("2")

    page.goto(f"/{language}/rights/19/?age=7")  # about violence: it is left at once
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.locator(".calendar")).to_be_visible()
    page.goto(f"/{language}/packs/my-rights-7/")
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


@SIZES
@LANGUAGES
def test_the_way_to_help_is_kept_alone_opened_without_internet_and_removed(
    reader, violations, overflow, size, language
):
    page = reader(size, language=language)
    page.goto(f"/{language}/more/")
    page.locator("[data-save]").click()
    expect(page.locator(".pack-save [data-remove]")).to_be_visible()
    expect(page.locator(".pack-rows a")).to_have_attribute("href", f"/{language}/more/")
    assert (violations(page), overflow(page)) == ([], 0)
    assert scopes(page) == ["/en/", "/km/"]

    offline(page)
    page.goto(f"/{language}/rights/12/")  # not saved: it says so, and help is one tap away
    page.locator(".help-link").click()
    expect(page.locator('a[href="tel:1280"]')).to_be_visible()
    page.locator("a.leave").click()
    expect(page.locator(".calendar")).to_be_visible()

    page.goto(f"/{language}/more/")
    page.locator(".pack-save [data-remove]").click()
    expect(page.locator("[data-shelf]")).to_be_hidden()
    assert page.evaluate("caches.keys()") == []
    assert scopes(page) == []


# --- what comes over the network -------------------------------------------------------------------------------------
class Wire:
    """What a page fetches from now on: paths, and bytes as they came."""

    def __init__(self, page: Page) -> None:
        self.finished = []
        page.on("requestfinished", lambda request: self.finished.append(request))

    def paths(self) -> list[str]:
        return [each.url.partition("//")[2].partition("/")[2] for each in self.finished]

    def size(self) -> int:
        """Of what the network brought: what the browser had kept came from nowhere."""
        sizes = [each.sizes() for each in self.finished if not each.url.endswith(".json")]
        return sum(each["responseHeadersSize"] + each["responseBodySize"] for each in sizes)


def number_in(text: str) -> int:
    """The kilobytes that a card tells, in bytes."""
    return int(re.search(r"\d+", text)[0]) * 1000


@LANGUAGES
def test_the_size_that_is_told_is_what_the_browser_fetches(reader, figure, language):
    page = reader(language=language)
    page.goto(f"/{language}/packs/")
    expect(page.locator("[data-save]")).to_be_visible()
    told = number_in(page.locator("[data-state]").inner_text())
    wire = Wire(page)
    page.locator("[data-save]").click()
    expect(page.locator(".pack [data-remove]")).to_be_visible()
    figure(f"reading pack in {language}: {told / 1000:.0f} kB told, {wire.size() / 1000:.0f} kB fetched (within 5 %)")
    assert len(wire.finished) > 20
    assert abs(told - wire.size()) <= 0.05 * wire.size()


def test_behind_a_saved_page_only_what_changed_is_fetched_and_what_was_unpublished_goes(reader):
    page = reader(language="en")
    saved(page, "en")
    changed, gone = (RightPage.objects.get(topic__number=each, locale__language_code="en") for each in (12, 31))
    changed.short_7 = "You may speak, and adults listen to you."
    changed.save_revision().publish()
    gone.unpublish()
    HelpLine.objects.update(number="1299")
    asked = []

    def note(environ, **_) -> None:
        asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".rstrip("?"))

    request_started.connect(note)
    try:
        page.goto("/en/rights/12/?age=7")  # the saved copy comes first, and is brought up to date behind
        keys = "caches.keys().then((all) => caches.open(all[0])).then((one) => one.keys())"
        left = f"{keys}.then((all) => all.some((each) => each.url.includes('/rights/31/')))"
        for _ in range(100):
            if not page.evaluate(left):
                break
            page.wait_for_timeout(200)
        assert not page.evaluate(left)
    finally:
        request_started.disconnect(note)
    pages = {path for path in asked if path.startswith(("/en/", "/km/")) and not path.endswith(".json")}
    assert pages == {
        "/en/rights/12/?age=7",
        "/en/rights/19/?age=7",  # names the helplines when it is printed, and so do the stories
        *(f"/en/stories/{name}/" for name in ("first-meeting", "ten-small-trees", "two-who-listened")),
        "/en/packs/my-rights-7/",  # names one text less
        "/en/quizzes/play-and-rest/?q=4",  # led to the page that is gone
        "/en/more/",
        "/km/more/",
    }

    offline(page)
    page.reload()
    expect(page.locator(".right-short")).to_have_text(changed.short_7)
    page.locator(".help-link").click()
    expect(page.locator('a[href="tel:1299"]')).to_be_visible()
    page.goto("/en/rights/31/?age=7")
    expect(page.locator("[data-shelf]")).to_be_visible()

    offline(page, False)
    PackPage.objects.get(locale__language_code="en").unpublish()
    page.goto("/en/rights/12/?age=7")
    for _ in range(100):
        if page.evaluate("caches.keys()") == []:
            break
        page.wait_for_timeout(200)
    assert page.evaluate("caches.keys()") == []


def test_an_interrupted_save_goes_on_where_it_stopped(reader):
    page = reader(language="km")
    page.goto("/km/packs/")
    expect(page.locator("[data-save]")).to_be_visible()
    page.route("**/quizzes/**", lambda route: route.abort())
    page.locator("[data-save]").click()
    expect(page.locator(".pack [data-go]")).to_be_visible()
    page.reload()
    expect(page.locator(".pack [data-go]")).to_be_visible()
    expect(page.locator(".pack-rows li")).to_have_count(1)
    page.unroute("**/quizzes/**")
    wire = Wire(page)
    page.locator(".pack [data-go]").click()
    expect(page.locator(".pack [data-go]")).to_be_hidden()
    expect(page.locator(".pack [data-remove]")).to_be_visible()
    fetched = [path for path in wire.paths() if path.startswith(("km/", "en/")) and not path.endswith(".json")]
    assert [path for path in fetched if "quizzes" in path] != []
    assert [path for path in fetched if path == "km/rights/12/?age=7"] == []
    offline(page)
    page.goto("/km/quizzes/play-and-rest/?q=2")
    expect(page.locator(".quiz-progress")).to_be_visible()


def test_a_full_telephone_says_so_and_keeps_what_was_there(reader):
    page = reader(language="en")
    saved(page, "en")
    other = page.evaluate("caches.keys()")
    page.goto("/km/packs/")
    expect(page.locator("[data-save]")).to_be_visible()
    devtools = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
    page.locator("[data-save]").click()
    expect(page.locator(".pack [data-state]")).to_contain_text("ទូរស័ព្ទនេះពេញ")
    assert page.evaluate("caches.keys()") == other
    offline(page)
    page.goto("/en/rights/12/?age=7")
    expect(page.locator(".right-short")).to_be_visible()


def test_without_a_service_worker_there_is_no_button_and_the_pack_is_read_online(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/km/packs/")
    assert page.locator("[data-pack]").is_hidden()
    page.locator(".pack h2 a").click()
    page.locator(".pack-texts a").first.click()
    assert page.locator(".right-short").is_visible()
    context.close()


# --- beside the field app --------------------------------------------------------------------------------------------
def test_the_field_app_opens_offline_while_a_pack_is_saved_and_after_it_is_gone(reader):
    page = reader(language="km")
    page.goto("/field/km/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    saved(page, "km")
    assert scopes(page) == ["/en/", "/field/", "/km/"]
    offline(page)
    for address in ("/field/km/", "/km/rights/12/?age=7", "/field/km/"):
        page.goto(address)
        expect(page.locator("h1:visible").first).to_be_visible()
    assert page.title() != ""
    assert page.locator("[data-shelf]").count() == 0
    page.goto("/km/packs/my-rights-7/")
    page.locator("[data-all]").click()
    expect(page.locator("[data-shelf]")).to_be_hidden()
    assert scopes(page) == ["/field/"]
    page.goto("/field/km/")
    expect(page.locator("h1:visible").first).to_be_visible()
