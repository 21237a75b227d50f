"""A child reads a story, votes, finds the clubs of its commune and reads who we are; without a script or a cookie."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.models import PollPage, StoryPage
from content.models.polls import PollCount
from content.polling import make_polls
from content.telling import make_about, make_news, make_stories
from places.paths import name
from reports.actions import publish_snapshot
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village
from tests.journeys.conftest import DESK, LAPTOP, PHONE

FINGER = 48
"""Pixels that a child's finger needs."""

each_size = pytest.mark.parametrize("size", [PHONE, LAPTOP, DESK], ids=["phone", "laptop", "desk"])
each_language = pytest.mark.parametrize("language", ["km", "en"])


@pytest.fixture(autouse=True)
def pages(transactional_db, portal_with):
    portal_with(make_stories, make_news, make_polls, make_about, rights=(12, 19, 28, 31))
    commune = make_commune("050601", name_km="ស្វាយ", name_latin="Svay")
    for village, number in (("05060101", 23), ("05060201", 3), ("05060301", 14)):
        club = make_group(area=make_village(village))
        for turn in range(number):
            make_membership(group=club, person=make_person(sex=("female", "male")[turn % 2], birth_year=2014))
    publish_snapshot()
    return commune


def look(page: Page, called: str) -> None:
    """For whoever wants to see them: a picture of each page."""
    if folder := os.environ.get("LOOK_AT"):
        width, language = page.viewport_size["width"], page.locator("html").get_attribute("lang")
        page.screenshot(path=Path(folder) / f"{called}-{language}-{width}.png", full_page=True)


@pytest.fixture
def sound(violations, overflow):
    """``sound(page, "story")``: nothing that axe finds, nothing that sticks out; and a picture of it."""

    def check(page: Page, called: str) -> None:
        look(page, called)
        assert (violations(page), overflow(page)) == ([], 0), called

    return check


@each_size
@each_language
def test_a_story_is_found_on_the_first_page_and_read(new_page, sound, size, language):
    page = new_page(size, language=language)
    told = StoryPage.objects.get(slug="safe-way-to-school", locale__language_code=language)
    page.goto(f"/{language}/")
    sound(page, "home")
    page.locator(f'.home-rights[href="/{language}/stories/"]').click()
    expect(page.locator(".search-found li")).to_have_count(6)
    sound(page, "stories")
    page.locator(".search-found a", has_text=told.title).click()
    expect(page.locator("h1")).to_have_text(told.title)
    expect(page.locator(".right-talk")).to_be_visible()
    sound(page, "story")
    page.locator(".right-card").first.click()
    expect(page.locator(".right-ages [aria-current]")).to_have_attribute("href", "?age=11")
    assert page.context.cookies() == []


@each_size
@each_language
def test_a_vote_is_cast_and_its_result_shown_from_five_on(new_page, sound, size, language):
    page = new_page(size, language=language)
    poll = PollPage.objects.get(slug="when-to-meet", locale__language_code=language)
    page.goto(f"/{language}/polls/")
    sound(page, "polls")
    page.locator(".search-found a", has_text=poll.title).click()
    expect(page.locator("h1")).to_have_text(poll.title)
    assert min(each.bounding_box()["height"] for each in page.locator(".quiz-answers button").all()) >= FINGER
    sound(page, "poll")
    page.locator(".quiz-answers button").nth(1).click()
    page.wait_for_url("**/?thanks=1#thanks")
    expect(page.get_by_role("status")).to_be_in_viewport()
    expect(page.locator(".poll-result")).to_have_count(0)
    sound(page, "thanks")
    for place, votes in ((0, 2), (2, 2)):
        PollCount.objects.create(poll=poll.translation_key, answer=poll.answers[place].id, votes=votes)
    page.goto(f"/{language}/polls/when-to-meet/")
    page.locator(".quiz-answers button").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".poll-result li").nth(1)).to_contain_text("33 %")
    expect(page.locator(".poll-result li")).to_have_count(3)
    sound(page, "result")
    page.go_back()
    expect(page.locator(".quiz-answers button")).to_have_count(3)
    assert page.context.cookies() == []


@pytest.mark.parametrize(("size", "language"), [(PHONE, "km"), (LAPTOP, "en")], ids=["phone", "laptop"])
def test_one_vote_too_many_is_refused_and_leads_on(new_page, sound, settings, size, language):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "vote": "1/10m/key"}
    page = new_page(size, language=language)
    poll = PollPage.objects.get(slug="when-to-meet", locale__language_code=language)
    address = f"/{language}/polls/when-to-meet/"
    page.goto(address)
    page.locator(".quiz-answers button").first.click()
    page.wait_for_url("**/?thanks=1#thanks")
    page.goto(address)
    page.locator(".quiz-answers button").first.click()
    page.wait_for_url(f"**/{language}/vote/{poll.pk}/")
    page.watch.complaints = [words for words in page.watch.complaints if "429" not in words]  # the vote is one too many
    expect(page.locator(".right-short")).to_be_visible()
    assert page.locator("h1").inner_text() != poll.title
    ways = page.locator("main .cluster a")
    assert min(each.bounding_box()["height"] for each in ways.all()) >= FINGER
    sound(page, "vote_refused")
    ways.first.click()
    expect(page.locator("h1")).to_have_text(poll.title)
    assert sum(poll.votes().values()) == 1


@each_size
@each_language
def test_the_clubs_of_a_commune_are_found_by_province_and_by_name(new_page, sound, pages, size, language):
    page = new_page(size, language=language)
    page.goto(f"/{language}/")
    page.locator(f'.home-rights[href="/{language}/near/"]').click()
    sound(page, "near")
    page.locator(".near-list a").click()
    expect(page.locator("#mef050601")).to_contain_text(name(pages, language))
    sound(page, "province")
    page.go_back()
    page.locator("#near-q").fill("svay" if language == "en" else "ស្វាយ")
    page.keyboard.press("Enter")
    expect(page.locator(".near-list a")).to_have_count(1)
    sound(page, "found")
    page.locator(".near-list a").click()
    expect(page.locator("#mef050601")).to_be_in_viewport()
    page.goto(f"/{language}/near/?q=xyzxyz")
    expect(page.get_by_role("status")).to_be_visible()
    assert page.context.cookies() == []


@each_size
@each_language
def test_who_we_are_and_what_is_new_is_read(new_page, sound, size, language):
    page = new_page(size, language=language)
    page.goto(f"/{language}/")
    page.locator(f'.home-rights[href="/{language}/about/"]').click()
    expect(page.locator(".about-figures dd")).to_have_text(["3", "0", "3", "40"])
    sound(page, "about")
    page.goto(f"/{language}/news/")
    sound(page, "news")
    page.locator(".search-found a").first.click()
    expect(page.locator("time")).to_have_attribute("datetime", "2026-11-23")
    sound(page, "news_item")
    assert page.context.cookies() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_are_sound_by_night_too(new_page, sound, dark):
    page = new_page(PHONE, dark=dark)
    poll = PollPage.objects.get(slug="when-to-meet", locale__language_code="km")
    PollCount.objects.create(poll=poll.translation_key, answer=poll.answers[0].id, votes=7)
    for address in ("stories/new-classmate/", "polls/when-to-meet/?result=1", "near/mef05/", "about/"):
        page.goto(f"/km/{address}")
        sound(page, f"{'dark' if dark else 'light'}-{address.split('/')[0]}")


def test_all_of_it_works_without_scripts(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/en/polls/when-to-meet/")
    page.locator(".quiz-answers button").first.click()
    expect(page.locator("#thanks")).to_contain_text("Your vote is counted.")
    page.goto("/en/near/?q=Svay")
    expect(page.locator(".near-list a")).to_have_count(1)
    assert context.cookies() == []
    context.close()
