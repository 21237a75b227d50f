"""What came from phones: an ended phone's record taken, two records put together, names matched, a file loaded."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from fieldbook.actions.devices import end_device
from fieldbook.models import Delivery
from participation.models import Meeting, Membership
from tests.factories.fieldbook import make_phone
from tests.factories.participation import make_meeting, make_post
from tests.fieldbook.phone import a_meeting
from tests.journeys.conftest import DESK, PHONE
from tests.participation.reaches import Reach


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


SIZES = [(PHONE, "km"), (DESK, "en")]


@pytest.fixture
def reach(transactional_db, settings, tmp_path):
    settings.PHONE_KEYS_DIR, settings.VAR_DIR = tmp_path / "phone_keys", tmp_path
    reach = Reach()
    make_post()
    reach.late = reach.add_member(family_name="ស្រ៊ុន", given_name="ញ៉ឹកញ៉ុក").person
    reach.user = reach.facilitator()
    reach.phone = make_phone(reach.user)
    return reach


@pytest.fixture
def is_fine(violations, overflow):
    def check(page):
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)
        if folder := os.environ.get("LOOK_AT"):  # for whoever wants to see them: a picture of each page
            name = page.url.split("/desk/")[1].strip("/").replace("/", "-")[:60]
            page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)

    return check


@pytest.fixture
def open_desk(new_page, enter_as, reach):
    def open_as(size, language):
        officer = reach.officer()
        User.objects.update(language=language)
        officer.refresh_from_db()
        page = new_page(size, language=language)
        enter_as(page, officer)
        return page

    return open_as


def open_first(page):
    page.goto(reverse("deliveries:list"))
    page.locator("tbody a").first.click()


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_record_of_an_ended_phone_is_taken(open_desk, reach, is_fine, size, language):
    page = open_desk(size, language)
    page.goto(reverse("phones:account", args=[reach.user.pk]))
    is_fine(page)
    page.locator("tbody a").click()
    is_fine(page)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator(".messages")).to_be_visible()
    record = a_meeting(reach.group, marks={reach.person: "late"}, summary="ពាក្យពីទូរស័ព្ទ")
    assert reach.phone.send("meeting", record)["outcome"] == "held"
    page.goto("/desk/")
    is_fine(page)
    page.locator(f"main a[href='{reverse('deliveries:list')}']").click()
    is_fine(page)
    page.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text("ពាក្យពីទូរស័ព្ទ")
    page.locator("details summary").last.click()
    is_fine(page)
    page.locator("form[action$='/take/'] button").click()
    expect(page.locator(".empty-state")).to_be_visible()
    is_fine(page)
    assert [(one.recorded_by, one.marks.get().state) for one in Meeting.objects.all()] == [(reach.user, "late")]


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_two_records_of_one_meeting_are_put_together(open_desk, reach, is_fine, size, language):
    page = open_desk(size, language)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_meeting(group=reach.group, summary="ពីការិយាល័យ", held_on=yesterday)
    record = a_meeting(reach.group, marks={reach.person: "present"}, summary="ពីទូរស័ព្ទ")
    record["held_on"] = str(yesterday)
    assert reach.phone.send("meeting", record)["outcome"] == "conflict"
    open_first(page)
    is_fine(page)
    page.locator("button[value=combine]").click()
    expect(page.locator(".empty-state")).to_be_visible()
    meeting = Meeting.objects.get()
    assert (meeting.summary, meeting.marks.count()) == ("ពីការិយាល័យ\nពីទូរស័ព្ទ", 1)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_names_are_matched_and_a_refused_record_is_put_right(open_desk, reach, is_fine, size, language):
    page = open_desk(size, language)
    record = a_meeting(reach.group, typed_names=["ស្រ៊ុន ញ៉ឹកញ៉ុក", "សុខ ថ្មី"], marks={reach.person: "present"})
    assert reach.phone.send("meeting", record)["outcome"] == "taken"
    open_first(page)
    is_fine(page)
    page.locator("main a[href$='/names/']").click()
    is_fine(page)
    page.locator("[name=n0-who]").select_option(label="ស្រ៊ុន ញ៉ឹកញ៉ុក")
    page.locator("[name=n1-who]").select_option("new")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".error-summary").first).to_be_visible()
    is_fine(page)
    page.locator("[name=n1-sex]").select_option("female")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/desk/meetings/*/")
    assert Meeting.objects.get().marks.count() == 3

    Meeting.objects.all().delete()
    Delivery.objects.all().delete()
    marks = {reach.person: "present", reach.late: "present"}
    refused = a_meeting(reach.group, marks=marks, summary="ពីទូរស័ព្ទ")
    Membership.objects.filter(person=reach.late).update(began_on=tomorrow())
    assert reach.phone.send("meeting", refused)["outcome"] == "refused"
    open_first(page)
    is_fine(page)
    page.locator("main a[href$='/put-right/']").click()
    is_fine(page)
    expect(page.locator("main")).to_contain_text(reach.late.name)
    page.locator('button[value="save"]').click()
    expect(page.locator(".empty-state")).to_be_visible()
    assert Meeting.objects.get().summary == "ពីទូរស័ព្ទ"


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_copy_saved_by_a_lost_phone_is_loaded(open_desk, reach, is_fine, tmp_path, size, language):
    page = open_desk(size, language)
    sealed = reach.phone.seal("meeting", a_meeting(reach.group, marks={reach.person: "present"}))
    file = tmp_path / "portal-records-2026-11-28.jose"
    file.write_bytes(reach.phone.sign(reach.phone.payload([sealed])))
    end_device(device=reach.user.devices.get(), by=reach.user)
    page.goto(reverse("deliveries:load"))
    is_fine(page)
    page.set_input_files("[name=file]", file)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    is_fine(page)
    assert Delivery.objects.get().outcome == "held"
