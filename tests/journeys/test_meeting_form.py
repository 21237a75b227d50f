"""The page of a meeting under a thumb, under a mouse, and without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from participation.models import Meeting
from tests.factories.participation import make_membership, make_topic
from tests.factories.people import make_person
from tests.journeys.conftest import DESK, PHONE
from tests.participation.reaches import Reach

LONG = {"family_name": "ស្រ៊ុន", "given_name": "ញ៉ឹកញ៉ុក វិចិត្រសុវណ្ណរតនៈព្រឹទ្ធាចារ្យ"}
"""A name that does not fit beside its mark on a phone."""


@pytest.fixture
def reach(transactional_db):
    reach = Reach()
    reach.add_member(**LONG)
    return reach


@pytest.fixture
def facilitator(reach):
    user = reach.facilitator()
    user.language = "km"
    user.save()
    return user


@pytest.fixture
def address(reach):
    return reverse("meetings:record", args=[reach.group.pk])


def mark(page, person, state):
    return page.locator(f'input[name="mark-{person.pk}"][value="{state}"]')


def test_tapping_a_row_goes_through_the_marks_and_counts(new_page, enter_as, reach, facilitator, address, overflow):
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(address)
    assert overflow(page) == 0
    row = page.locator("[data-mark]").filter(has=mark(page, reach.person, "present"))
    present, absent = (page.locator(f'[data-count="{state}"]') for state in ("present", "absent"))
    expect(present).to_have_text("2")
    for state in ("absent", "excused", "late", "present", "absent"):
        row.tap()
        expect(mark(page, reach.person, state)).to_be_checked()
    expect(present).to_have_text("1")
    expect(absent).to_have_text("1")
    page.locator('button[value="save"]').tap()
    page.wait_for_url("**/desk/meetings/*/")
    assert Meeting.objects.get().marks.get(person=reach.person).state == "absent"


def test_keyboard_and_mouse_choose_a_mark_directly(new_page, enter_as, reach, facilitator, address, violations):
    page = new_page(DESK)
    enter_as(page, facilitator)
    page.goto(address)
    mark(page, reach.person, "present").focus()
    page.keyboard.press("ArrowRight")
    expect(mark(page, reach.person, "late")).to_be_checked()
    mark(page, reach.person, "excused").click()
    expect(mark(page, reach.person, "excused")).to_be_checked()
    expect(page.locator('[data-count="excused"]')).to_have_text("1")
    assert violations(page) == []


def test_another_day_brings_its_list_and_loses_nothing(new_page, enter_as, reach, facilitator, address):
    yesterday = timezone.localdate() - timedelta(days=1)
    gone = make_membership(group=reach.group, person=make_person(), ended_on=yesterday).person
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(address)
    expect(mark(page, gone, "present")).to_have_count(0)
    page.locator("textarea[name=summary]").fill("អ្វីដែលបានសរសេរ")
    page.locator("[data-mark]").filter(has=mark(page, reach.person, "present")).tap()
    page.locator("input[name=held_on]").fill(yesterday.isoformat())
    page.locator("input[name=held_on]").blur()
    expect(mark(page, gone, "present")).to_be_checked()
    expect(mark(page, reach.person, "absent")).to_be_checked()
    expect(page.locator("textarea[name=summary]")).to_have_value("អ្វីដែលបានសរសេរ")


def test_topics_are_found_and_decisions_are_added(new_page, enter_as, reach, facilitator, address):
    water, play = make_topic(name_km="ទឹកស្អាត"), make_topic(name_km="លេងកីឡា")
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(address)
    page.locator("#topic-search").fill("ស្អាត")
    expect(page.locator(".chip").filter(has_text=play.name_km)).to_be_hidden()
    page.locator(".chip").filter(has_text=water.name_km).tap()
    page.locator("input[name=decisions-0-text]").fill("មួយ")
    page.locator("[data-rows=decisions] [data-add-row]").tap()
    expect(page.locator("input[name=decisions-1-text]")).to_be_focused()
    page.locator("input[name=decisions-1-text]").fill("ពីរ")
    page.locator('button[value="save"]').tap()
    page.wait_for_url("**/desk/meetings/*/")
    meeting = Meeting.objects.get()
    assert list(meeting.topics.all()) == [water]
    assert set(meeting.decisions.values_list("text", flat=True)) == {"មួយ", "ពីរ"}


def test_going_back_and_saving_again_asks_first(new_page, enter_as, facilitator, address):
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(address)
    page.locator('button[value="save"]').tap()
    page.wait_for_url("**/desk/meetings/*/")
    page.go_back()
    page.locator('button[value="save"]').tap()
    expect(page.locator("input[name=is_second]")).to_be_visible()
    assert Meeting.objects.count() == 1


def test_the_page_works_without_script(chromium, live_server, enter_as, reach, facilitator, address, overflow):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    enter_as(page, facilitator)
    page.goto(address)
    mark(page, reach.person, "absent").check()
    page.locator("input[name=decisions-0-text]").fill("មួយ")
    page.locator('button[value="decision"]').click()
    expect(page.locator("input[name=decisions-1-text]")).to_be_visible()
    page.locator('button[value="roster"]').click()
    expect(mark(page, reach.person, "absent")).to_be_checked()
    assert overflow(page) == 0
    page.locator('button[value="save"]').click()
    page.wait_for_url("**/desk/meetings/*/")
    assert Meeting.objects.get().decisions.get().text == "មួយ"
    context.close()
