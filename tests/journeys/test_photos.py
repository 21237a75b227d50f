"""Issues, photos and needs on real screens: nothing runs over, axe finds nothing, a thumb reaches everything."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from people.models import Purpose
from tests.factories.participation import make_issue, make_mark, make_meeting, make_photo
from tests.factories.people import make_consent, make_need
from tests.journeys.conftest import DESK, PHONE
from tests.participation.reaches import Reach

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def reach(transactional_db):
    reach = Reach()
    for need in ("step_free", "large_print", "sign", "interpreter"):
        make_need(person=reach.person, need=need)
    return reach


@pytest.fixture
def facilitator(reach):
    user = reach.facilitator()
    user.language = "km"
    user.save()
    return user


@pytest.fixture
def meeting(reach):
    meeting = make_meeting(group=reach.group)
    for person in (reach.person, *(reach.add_member().person for _turn in range(5))):
        make_mark(meeting=meeting, person=person)
    make_consent(person=reach.person, purpose=Purpose.PHOTO_INSIDE)
    make_issue(meeting=meeting, text="ផ្លូវទៅសាលាលិចទឹកនៅរដូវវស្សា ហើយក្មេងតូចៗមិនអាចទៅរៀនបាន", raised_by="girls")
    return meeting


@pytest.fixture
def photo(meeting):
    out = BytesIO()
    Image.radial_gradient("L").resize((1600, 1067)).save(out, "JPEG")
    photo = make_photo(shown=None, meeting=meeting, width=1600, height=1067)
    photo.file.save("", ContentFile(out.getvalue()))
    return photo


@SIZES
def test_pages_with_photos_issues_and_needs_are_sound(
    new_page, enter_as, reach, facilitator, meeting, photo, size, overflow, violations
):
    page = new_page(size)
    enter_as(page, facilitator)
    for name, key in (
        ("meetings:page", meeting.pk),
        ("meetings:correct", meeting.pk),
        ("meetings:photo_shown", photo.pk),
        ("people:page", reach.person.pk),
        ("people:edit", reach.person.pk),
        ("groups:page", reach.group.pk),
    ):
        page.goto(reverse(name, args=[key]))
        assert (name, overflow(page), violations(page)) == (name, 0, [])


def test_one_more_issue_is_added_without_a_round_trip_and_kept(new_page, enter_as, reach, facilitator):
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(reverse("meetings:record", args=[reach.group.pk]))
    page.locator("input[name=issues-0-text]").fill("ផ្លូវ")
    page.locator("[data-rows=issues] [data-add-row]").tap()
    expect(page.locator("input[name=issues-1-text]")).to_be_focused()
    page.locator("input[name=issues-1-text]").fill("ទឹក")
    page.locator("select[name=issues-1-raised_by]").select_option("girls")
    page.locator('button[value="save"]').tap()
    page.wait_for_url("**/desk/meetings/*/")
    kept = reach.group.meetings.get().issues.values_list("text", "raised_by")
    assert set(kept) == {("ផ្លូវ", "all"), ("ទឹក", "girls")}


def test_photo_is_marked_under_a_thumb(new_page, enter_as, reach, facilitator, photo):
    page = new_page(PHONE)
    enter_as(page, facilitator)
    page.goto(reverse("meetings:photo_shown", args=[photo.pk]))
    page.locator(f'input[value="{reach.person.pk}"]').check()
    page.locator("input[name=nobody_else]").check()
    page.locator("main button[type=submit]").tap()
    page.wait_for_url("**/desk/meetings/*/")
    assert (
        page.locator(".photo-card img").evaluate("image => image.naturalWidth || image.decode().then(() => 1600)")
        == 1600
    )
    assert list(photo.shown.values_list("person", flat=True)) == [reach.person.pk]
