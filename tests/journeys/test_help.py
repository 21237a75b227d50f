"""Finding help without an account and leaving the page without a trace on the screen."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from content.starter import make_starter_content
from tests.factories.helplines import helpline
from tests.journeys.conftest import DESK, LAPTOP, PHONE


@pytest.fixture(autouse=True)
def public_pages(transactional_db, made_once):
    made_once(make_starter_content)
    for number in ("1280", "117", "092 311 511"):
        helpline(
            number=number,
            hours_km="២៤ ម៉ោង",
            is_free=True,
            takes_text=True,
            verified_on=date(2026, 9, 1),
            next_check_on=date(2027, 3, 1),
        )


@pytest.mark.parametrize("size", [PHONE, LAPTOP, DESK], ids=["phone", "laptop", "desk"])
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_public_pages_can_be_used_by_all(new_page, violations, overflow, size, language, dark):
    page = new_page(size, language=language, dark=dark)
    for path in ("", "more/", "calendar/"):
        page.goto(f"/{language}/{path}")
        assert (path, violations(page), overflow(page)) == (path, [], 0)
    assert page.context.cookies() == []


def test_help_is_one_tap_away_and_numbers_are_large(phone):
    phone.goto("/km/")
    phone.locator(".help-link").click()
    expect(phone).to_have_url(re.compile("/km/more/$"))
    calls = phone.locator('a[href^="tel:"]')
    assert [call.get_attribute("href") for call in calls.all()] == ["tel:1280", "tel:117", "tel:092311511"]
    assert min(call.bounding_box()["height"] for call in calls.all()) >= 48
    phone.get_by_role("link", name="English").click()
    expect(phone).to_have_url(re.compile("/en/more/$"))


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_way_out_stays_on_the_screen_and_leaves_nothing_behind(new_page, size):
    page = new_page(size)
    page.goto("/km/")
    page.locator(".help-link").click()
    page.wait_for_url("**/km/more/")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    way_out = page.locator("a.leave")
    expect(way_out).to_be_in_viewport(ratio=1)
    way_out.click()
    expect(page).to_have_url(re.compile("/km/calendar/$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/km/$"))
    expect(page.locator("a.leave")).to_have_count(0)


def test_shift_three_times_is_a_way_out_and_other_keys_are_not(desk):
    desk.goto("/en/")
    desk.goto("/en/more/")
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        desk.keyboard.press(key)
    assert desk.url.endswith("/en/more/")
    desk.keyboard.press("Shift")
    expect(desk).to_have_url(re.compile("/en/calendar/$"))
    desk.go_back()
    expect(desk).to_have_url(re.compile("/en/$"))


def test_way_out_is_among_the_first_stops_of_the_keyboard(desk):
    desk.goto("/en/more/")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    expect(desk.locator(":focus")).to_have_text("Leave this page now")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/en/calendar/$"))


def test_way_out_without_internet_leaves_a_blank_page(new_page):
    page = new_page(PHONE)
    page.goto("/km/")
    page.goto("/km/more/")
    page.context.set_offline(True)
    page.locator("a.leave").click()
    page.wait_for_url("about:blank")
    assert page.title() == ""
    assert page.evaluate("document.body.innerText") == ""
    page.context.set_offline(False)
    page.go_back()
    expect(page).to_have_url(re.compile("/km/$"))


def test_way_out_works_without_a_script(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/km/more/")
    page.locator("a.leave").click()
    assert page.url.endswith("/km/calendar/")
    page.go_back()  # what only the script prevents; so the tests above would see a way out that a link alone is
    assert page.url.endswith("/km/more/")
    context.close()
