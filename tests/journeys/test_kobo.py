"""The form for KoboToolbox and ODK, in Khmer: downloaded; what comes back is looked at, recorded and taken back."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from participation.models import ImportRun, Kind, Meeting
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_meeting, make_post, make_rule
from tests.factories.places import make_commune, make_village
from tests.fieldbook.xlsforms.exports import Filled, odk_zip
from tests.journeys.conftest import DESK, PHONE

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
DAYS = ("2026-10-06", "2026-11-03")


@pytest.fixture
def club(transactional_db):
    make_rule(Kind.CLUB)
    make_post(code="leader")
    make_commune("250101")
    club = make_group(area=make_village("25010101"), name_km="ក្លឹបកុមារភូមិត្រពាំងថ្ម")
    make_meeting(group=club, held_on=DAYS[0], place_text="វត្តត្រពាំងថ្ម")
    return club


@pytest.fixture
def officer(club):
    return make_user("programme_officer", area=make_commune("250101").parent.parent, language="km")


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def returned(club) -> dict:
    """Two meetings, of which one is of a day that the register knows; and one of a group that nobody knows."""
    answers = {"was_held": "yes", "kind": "ordinary", "basis": "counted", "girls_number": 12}
    codes = (club.code, club.code, "C-9999-0001")
    days = (*DAYS, DAYS[1])
    filled = [
        Filled(f"0b3f3a4e-0000-4000-8000-00000000000{number}", {**answers, "group_code": code, "held_on": day})
        for number, (code, day) in enumerate(zip(codes, days, strict=True))
    ]
    return {"name": "club_meetings.zip", "mimeType": "application/zip", "buffer": odk_zip(filled)}


@SIZES
def test_form_is_taken_and_meetings_come_back(new_page, enter_as, officer, club, is_fine, size):
    page = new_page(size)
    enter_as(page, officer)
    page.goto(reverse("kobo:form"))
    is_fine(page)
    with page.expect_download() as download:
        page.locator("main form button[type=submit]").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert club.code in [row[1] for row in book["choices"].values]

    page.locator(f'main a[href="{reverse("kobo_imports:list")}"]').click()
    is_fine(page)
    page.locator(f'main a[href="{reverse("kobo_imports:add")}"]').first.click()
    is_fine(page)
    page.locator("input[type=file]").set_input_files(files=[returned(club)])
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator('[data-import="check-done"]')).to_be_visible()
    is_fine(page)
    expect(page.locator("[data-row='2'] .pill[data-tone=warn]")).to_be_visible()
    expect(page.locator("[data-row='3'] .pill[data-tone=ok]")).to_be_visible()
    expect(page.locator("[data-row='4'] .pill[data-tone=danger]")).to_be_visible()

    page.locator("[data-row='2'] input[value=out]").check(force=True)
    page.locator('button[name=act][value="save"]').click()
    expect(page.locator("[data-row='2'] input[value=out]")).to_be_checked()
    page.locator('form[action$="/apply/"] button').click()
    expect(page.locator('[data-import="apply-done"]')).to_be_visible()
    is_fine(page)
    assert list(Meeting.objects.order_by("held_on").values_list("place_text", flat=True)) == ["វត្តត្រពាំងថ្ម", ""]
    with page.expect_download():
        page.locator(f'a[href="{reverse("kobo_imports:report_xlsx", args=[ImportRun.objects.get().pk])}"]').click()

    page.locator('form[action$="/undo/"] button').click()
    expect(page).to_have_url(re.compile(f"{reverse('kobo_imports:list')}$"))
    is_fine(page)
    assert (Meeting.objects.count(), ImportRun.objects.count()) == (1, 0)


@SIZES
def test_who_has_no_group_is_told_why_there_is_no_form(new_page, enter_as, club, is_fine, size):
    page = new_page(size)
    enter_as(page, make_user("facilitator", language="km"))
    page.goto(reverse("kobo:form"))
    expect(page.locator("main .empty-state")).to_be_visible()
    is_fine(page)
    page.goto(reverse("kobo_imports:list"))
    expect(page.locator("main .empty-state")).to_be_visible()
    is_fine(page)
