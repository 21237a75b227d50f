"""The calendar in a real browser, in Khmer: a list on a phone, a table of days on a desk; planning from the group."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from participation.models import MissedMeeting, PlannedMeeting
from tests.factories.accounts import make_user
from tests.factories.participation import make_facilitation, make_group, make_meeting, make_missed, make_plan
from tests.factories.places import make_village
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/desk/calendar/"


@pytest.fixture
def facilitator(transactional_db):
    """With one group that met, one with a plan, one that did not meet, and one with a gap, all this month."""
    user = make_user("facilitator", language="km")
    first = timezone.localdate().replace(day=1)
    groups = [make_group(area=make_village("05060101"), name_km=f"ក្លឹបកុមារភូមិព្រែកតាមាក់ទី{n}") for n in range(4)]
    for group in groups:
        make_facilitation(user=user, group=group)
    make_meeting(group=groups[0], held_on=first)
    make_plan(group=groups[1], planned_on=first + timedelta(days=20), starts_at="14:30")
    make_missed(group=groups[2], missed_on=first)
    return user


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_month_fits_and_is_walked_by_keyboard(new_page, enter_as, violations, overflow, facilitator, size):
    page = new_page(size)
    enter_as(page, facilitator)
    page.goto(URL)
    expect(page.locator(".month-entry")).to_have_count(3)
    expect(page.locator("#gaps ~ ul li")).to_have_count(1)
    is_list = size is PHONE
    assert page.locator(".month-day[data-empty]:not([aria-current])").first.is_visible() is not is_list
    assert (violations(page), overflow(page)) == ([], 0)
    heading = page.locator("#month").inner_text()
    page.locator(".month-nav a").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#month")).not_to_have_text(heading)
    page.locator(".month-nav a").first.press("Enter")
    expect(page.locator("#month")).to_have_text(heading)


def test_facilitator_plans_a_meeting_and_says_that_none_was_held(phone, enter_as, violations, overflow, facilitator):
    group = facilitator.facilitations.order_by("group__name_km").last().group
    today = timezone.localdate()
    enter_as(phone, facilitator)
    for name, field in (("plan", "planned_on"), ("not_held", "missed_on")):
        phone.goto(reverse("groups:page", args=[group.pk]))
        phone.locator(f"a.button[href='{reverse(f'planning:{name}', args=[group.pk])}']").click()
        phone.locator(f"[name={field}]").fill(today.isoformat())
        if name == "not_held":
            phone.locator("[value=harvest]").check()
        assert (violations(phone), overflow(phone)) == ([], 0)
        phone.locator("main form [type=submit]").last.click()
        phone.wait_for_url(f"**{reverse('groups:page', args=[group.pk])}")
    assert PlannedMeeting.objects.filter(group=group, planned_on=today).count() == 1
    assert MissedMeeting.objects.filter(group=group, missed_on=today, reason="harvest").count() == 1


def test_address_of_the_calendar_is_shown_once(phone, enter_as, violations, overflow, facilitator):
    enter_as(phone, facilitator)
    phone.goto(URL + "feed/")
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator("form[action='/desk/calendar/feed/'] button").click()
    expect(phone.locator(".secret")).to_contain_text(".ics")
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.goto(URL + "feed/")
    expect(phone.locator(".secret")).to_have_count(0)
