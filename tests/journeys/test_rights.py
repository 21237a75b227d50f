"""A child finds a right by its picture, chooses an age, and reads; without an account, a script or a cookie."""

import pytest
from playwright.sync_api import expect

from content.models import RightPage
from tests.journeys.conftest import LAPTOP, PHONE

SHOWN = (12, 19, 31)


@pytest.fixture(autouse=True)
def rights(transactional_db, portal_with):
    portal_with(rights=SHOWN)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_right_is_found_by_its_picture_and_read_for_an_age(new_page, violations, overflow, size, language, dark):
    page = new_page(size, language=language, dark=dark)
    told = RightPage.objects.get(topic__number=19, locale__language_code=language)
    page.goto(f"/{language}/")
    page.locator(".home-rights").click()
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".right-card", has_text=told.title).click()
    expect(page.locator(".right-short")).to_have_text(told.short_11)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".right-ages a").first.click()
    expect(page.locator(".right-short")).to_have_text(told.short_7)
    page.locator(".right-help a").click()
    page.wait_for_url(f"**/{language}/more/")
    assert page.context.cookies() == []


def test_first_visit_takes_few_requests_and_nothing_stands_in_its_way(phone, figure):
    """The page with its mark and drawings in it, its script, and Khmer's two font files with their sheet."""
    asked = []
    phone.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    phone.goto("/km/rights/19/", wait_until="networkidle")
    figure(f"first visit to a right: {len(asked)} requests (at most 6): {', '.join(asked)}")
    assert len(asked) <= 6
    blocking = (
        "() => performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking').length"
    )
    assert phone.evaluate(blocking) == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_word_is_looked_for_from_the_first_page(new_page, violations, overflow, size, language):
    page = new_page(size, language=language)
    told = RightPage.objects.get(topic__number=31, locale__language_code=language)
    page.goto(f"/{language}/")
    page.locator("#q").fill(told.title)
    page.keyboard.press("Enter")
    expect(page.locator(".search-found a").first).to_contain_text(told.title)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator("#q").fill("xyzxyz")
    page.keyboard.press("Enter")
    expect(page.locator(".search-ways").first).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_page_about_violence_is_left_at_once_and_names_nothing(new_page, violations, overflow, size, language):
    page = new_page(size, language=language)
    told = RightPage.objects.get(topic__number=19, locale__language_code=language)
    page.goto(f"/{language}/")
    page.goto(f"/{language}/rights/19/")
    assert "19" in page.title()
    assert told.title not in page.title()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("a.leave")).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo(0, 0)")
    page.locator(".help-link").click(trial=True)  # the one way does not lie over the other
    assert (violations(page), overflow(page)) == ([], 0)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"**/{language}/calendar/")
    page.go_back()
    page.wait_for_url(f"**/{language}/")
    page.goto(f"/{language}/rights/19/")
    page.locator("a.leave").click()
    page.wait_for_url(f"**/{language}/calendar/")
    page.goto(f"/{language}/rights/12/")
    expect(page.locator("a.leave")).to_have_count(0)
    assert told.title not in page.title()
