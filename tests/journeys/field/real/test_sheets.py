"""A paper sheet typed in on the phone: one meeting for each date, and a newcomer of both."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from playwright.sync_api import expect

from participation.models import Meeting, Membership
from people.models import Person
from tests.journeys.field.screens.conftest import press_pin

from .conftest import controlled, day, marks_of


def typed_sheet(phone, village, days: list) -> None:
    """Scanned, and typed in: the first member absent on each date, and a newcomer who came on each."""
    phone.opened(f"/field/sheet/{village.group.pk}/?on={day(40)}")
    press_pin(phone.page)
    page = phone.page
    expect(page.locator(".grid-table")).to_be_visible()
    new = page.locator(".grid-new").first
    new.locator('[data-at="family_name"]').fill("ទូច")
    new.locator('[data-at="given_name"]').fill("ស្រីពេជ្រ")
    new.locator('[data-at="sex"]').select_option("female")
    for column, date in enumerate(days):
        page.locator("thead input").nth(column).fill(str(date))
        page.locator("tbody tr").first.locator("td").nth(column).focus()
        page.keyboard.press("a")
        new.locator("td").nth(column).focus()
        page.keyboard.press("1")
    page.locator('.save [data-do="save"]').click()
    expect(page.locator('.kept-row[data-state="sent"]')).to_have_count(len(days))


@pytest.mark.parametrize("days", [[14, 7], [7, 14]], ids=["in order", "the later one first"])
def test_two_dates_of_a_sheet_with_one_newcomer_are_at_the_desk(phone, village, officer_page, days):
    typed_sheet(phone, village, [day(number) for number in days])
    meetings = list(Meeting.objects.order_by("held_on"))
    assert [meeting.held_on for meeting in meetings] == [day(14), day(7)]
    assert [marks_of(meeting) for meeting in meetings] == [{"absent": 1, "present": 40}] * 2
    child = Person.objects.get(given_name="ស្រីពេជ្រ")
    assert Membership.objects.get(person=child).began_on == day(14)
    for meeting in meetings:
        officer_page.goto(reverse("meetings:page", args=[meeting.pk]))
        expect(officer_page.locator(".mark-name-row")).to_have_count(41)
        expect(officer_page.locator("h1")).to_contain_text(date_format(meeting.held_on, "Y"))


def test_officer_who_scans_the_square_types_in_at_the_desk(officer_page, village):
    officer_page.goto(f"/field/sheet/{village.group.pk}/?on={day(40)}")
    officer_page.wait_for_url(f"**{reverse('meetings:sheet', args=[village.group.pk])}?on={day(40)}")
    expect(officer_page.locator("main")).to_contain_text(village.people[0].given_name)


def test_officer_with_the_app_on_the_phone_still_types_in_at_the_desk(officer_page, village):
    officer_page.goto("/field/km/")
    controlled(officer_page)
    officer_page.goto(f"/field/sheet/{village.group.pk}/?on={day(40)}")
    officer_page.wait_for_url(f"**{reverse('meetings:sheet', args=[village.group.pk])}?on={day(40)}")
