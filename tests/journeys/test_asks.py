"""You said, we did: an ask from the meeting to the official's telephone, the public board, and back to the children."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from content.ask_pages import make_ask_board
from participation.models import Ask
from tests.factories.accounts import make_user
from tests.factories.asks import make_ask_release
from tests.factories.participation import (
    make_ask,
    make_ask_answer,
    make_bearer,
    make_facilitation,
    make_group,
    make_issue,
    make_meeting,
    make_membership,
    make_rule,
)
from tests.factories.places import make_area
from tests.journeys.conftest import DESK, PHONE

SHOTS = os.environ.get("LOOK_AT")
"""A folder for pictures of every page of the journey, for who wants to look at them."""


@pytest.fixture
def fine(violations, overflow, monkeypatch):
    """``fine(page, "name")``: nothing that axe finds, nothing sideways, no error."""
    monkeypatch.setattr("accounts.middleware.lacks_second_factor", lambda request: False)

    def check(page: Page, name: str) -> None:
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
        assert (name, violations(page), overflow(page)) == (name, [], 0)

    return check


@pytest.fixture
def club(transactional_db):
    make_rule("club")
    group = make_group(area=make_area("25010101"), name_km="ក្លឹបកុមារភូមិព្រែក")
    make_membership(group=group)
    return group


def send(page: Page) -> None:
    page.locator("main form.form button[type=submit]").last.click()


def test_an_ask_goes_to_an_official_and_comes_back_to_the_children(
    new_page, portal_with, live_server, settings, enter_as, fine, club
):
    settings.PUBLIC_URL = live_server.url
    portal_with(make_ask_board, rights=(24,))
    today = timezone.localdate()
    issue = make_issue(meeting=make_meeting(group=club, held_on=today - timedelta(days=14)), text="ដារាថាទឹកនៅសាលាកខ្វក់")
    bearer = make_bearer(name_km="នាយកសាលា")
    facilitator = make_user("facilitator", language="km")
    make_facilitation(user=facilitator, group=club)
    page = new_page(PHONE)
    enter_as(page, facilitator)

    page.goto(reverse("meetings:page", args=[issue.meeting_id]))
    fine(page, "1-meeting")
    page.locator(f'a[href="{reverse("asks:draft", args=[issue.pk])}"]').click()
    fine(page, "2-draft")
    page.fill("[name=text]", "សូមជួសជុលអណ្តូង យើងចង់មានទឹកស្អាត")
    page.select_option("[name=level]", "school")
    page.select_option("[name=body]", str(bearer.pk))
    send(page)
    expect(page.locator("h1")).to_contain_text("យើងចង់មានទឹកស្អាត")
    fine(page, "3-drafted")
    ask = Ask.objects.get()
    page.locator(f'a[href="{reverse("asks:send", args=[ask.pk])}"]').click()
    fine(page, "4-send")
    send(page)
    page.locator(f'form[action="{reverse("asks:link", args=[ask.pk])}"] button').click()
    link = page.locator(".secret").inner_text().strip()
    assert link.startswith(live_server.url)
    fine(page, "5-link")

    official = new_page(PHONE)
    official.goto(link)
    expect(official.locator("main")).to_contain_text("យើងចង់មានទឹកស្អាត")
    expect(official.locator("main")).not_to_contain_text(club.name_km)
    fine(official, "6-official")
    official.locator("[name=kind][value=refused]").check(force=True)
    send(official)
    expect(official.locator(".field-error").first).to_be_visible()
    fine(official, "7-official-refused")
    official.locator("[name=kind][value=planned]").check(force=True)
    official.fill("[name=text]", "ខែក្រោយ យើងនឹងជួសជុលអណ្តូង")
    send(official)
    expect(official.locator("form.form")).to_have_count(0)
    fine(official, "8-official-thanks")
    for spent in (link, f"{live_server.url}/desk/link/forged/"):
        again = new_page(PHONE)
        again.watch.complaints = Forgiving()
        again.goto(spent)
        expect(again.locator("main")).not_to_contain_text("យើងចង់មានទឹកស្អាត")
    ask.refresh_from_db()
    assert ask.status == "sent"

    officer = new_page(PHONE)
    enter_as(officer, make_user("programme_officer", area=make_area("2501"), language="km"))
    officer.goto("/desk/")
    fine(officer, "9-today")
    officer.goto(reverse("asks:page", args=[ask.pk]))
    fine(officer, "10-to-confirm")
    officer.locator("form[action$='/confirm/'] button").click()
    ask.refresh_from_db()
    assert ask.status == "answered"

    moderator = new_page(PHONE)
    enter_as(moderator, make_user("safeguarding_officer", area=make_area("2501"), language="km"))
    moderator.goto("/desk/board/")
    fine(moderator, "11-board-desk")
    moderator.locator(f'a[href="{reverse("ask_board:release", args=[ask.pk])}"]').click()
    fine(moderator, "12-release")
    for name, text in {
        "text_km": "យើងសុំទឹកស្អាតនៅសាលា",
        "text_en": "We ask for clean water at school",
        "answer_km": "ខែក្រោយ",
        "answer_en": "Next month",
    }.items():
        moderator.fill(f"[name={name}]", text)
    moderator.select_option("[name=topic]", index=24)
    moderator.locator("main form.form button[type=submit]").first.click()

    child = new_page(PHONE)
    child.goto("/km/asks/")
    expect(child.locator(".ask-card")).to_contain_text("យើងសុំទឹកស្អាតនៅសាលា")
    expect(child.locator(".ask-card")).to_contain_text("មនុស្សធំដាក់ក្នុងផែនការ")
    fine(child, "13-board")
    child.goto(child.locator("a[href*='kind=poster']").get_attribute("href"))
    fine(child, "14-poster")

    page.goto(reverse("meetings:record", args=[club.pk]))
    page.locator("label", has=page.locator(f'[name=told_asks][value="{ask.pk}"]')).click()
    expect(page.locator("[name=told_asks]")).to_be_checked()
    fine(page, "15-record")
    page.locator('button[name=step][value="save"]').click()
    ask.refresh_from_db()
    assert (ask.status, ask.told_meeting.group) == ("told", club)
    child.goto("/km/asks/")
    expect(child.locator(".ask-card")).to_contain_text("កុមារដឹងចម្លើយហើយ")


class Forgiving(list):
    """A page that is gone says so in the console of the browser: that is what is tried here."""

    def append(self, complaint: str) -> None:
        if "410" not in complaint:
            super().append(complaint)


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_lists_and_pages_of_asks_are_fit_to_be_read(new_page, portal_with, enter_as, fine, club, size, language):
    portal_with(make_ask_board, rights=(24,))
    words = {"text": "សូមដាក់ភ្លើងតាមផ្លូវទៅសាលា ព្រោះយើងខ្លាចដើរនៅពេលងងឹត ហើយផ្លូវមានទឹកលិច"}
    for status in Ask.Status.values:
        ask = make_ask(status, group=club, **words)
        if status in ("answered", "told", "closed"):
            make_ask_answer(ask=ask)
        if status not in ("drafted", "withdrawn"):
            make_ask_release(ask=ask)
    page = new_page(size, language=language)
    enter_as(page, make_user("programme_officer", area=make_area("2501"), language=language))
    name = f"{language}-{size['width']}"
    for path, what in {
        "/desk/asks/": "list",
        reverse("asks:page", args=[Ask.objects.get(status="closed").pk]): "closed",
        reverse("groups:page", args=[club.pk]): "group",
        f"/{language}/asks/": "board",
        f"/{language}/asks/?place=mef250101&kind=poster": "poster",
        f"/{language}/": "home",
    }.items():
        page.goto(path)
        fine(page, f"look-{name}-{what}")
