"""A commune from a spreadsheet, in Khmer: a refused cell put right, a doubtful row decided, imported, taken back."""

import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from participation.imports.columns import COLUMNS
from participation.models import CommunityGroup, ImportRun, Kind, Membership
from people.models import Person
from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_import, make_membership, make_post, make_rule
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village
from tests.journeys.conftest import DESK, PHONE

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
ROW = {
    "group_kind": "ក្លឹប",
    "group_name": "ក្លឹបកុមារភូមិត្រពាំងថ្ម",
    "place_code": "25010101",
    "founded_on": "១៥/០១/២០២០",
    "family_name": "ឃឹម",
    "sex": "ស្រី",
    "birth_year": "២០១៤",
    "village_code": "25010101",
    "began_on": "០១/០៣/២០២៣",
}
GIVEN = ("សុវណ្ណារ៉ា", "ប៊ុនធឿន", "ស្រីពៅ")


@pytest.fixture
def known(transactional_db) -> Person:
    """Somebody of the commune whom a row of the file may be about."""
    make_rule(Kind.CLUB)
    for code in ("leader", "member"):
        make_post(code=code)
    make_commune("250101")
    club = make_group(area=make_village("25010101"))
    person = make_person(family_name="ឃឹម", given_name="ស្រីពៅ", sex="female", birth_year=2014)
    return make_membership(group=club, person=person).person


@pytest.fixture
def officer(known):
    return make_user("programme_officer", area=make_commune("250101").parent.parent, language="km")


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def filled(page: Page, sex_of_last: str) -> dict:
    """The template as it is downloaded, with a roster below its headings."""
    template = page.request.get(reverse("imports:template_xlsx"))
    book = load_workbook(io.BytesIO(template.body()))
    headings = [cell.value for cell in book.active[1]]
    assert headings == [column.khmer for column in COLUMNS]
    for given in GIVEN:
        told = {**ROW, "given_name": given, "sex": sex_of_last if given == GIVEN[-1] else ROW["sex"]}
        book.active.append([told.get(column.key) for column in COLUMNS])
    stream = io.BytesIO()
    book.save(stream)
    return {"name": "ឃុំ.xlsx", "mimeType": template.headers["content-type"], "buffer": stream.getvalue()}


def upload(page: Page, file: dict, is_fine) -> None:
    page.goto(reverse("imports:list"))
    is_fine(page)
    page.locator(f'main a[href="{reverse("imports:add")}"]').first.click()
    is_fine(page)
    page.locator("input[type=file]").set_input_files(files=[file])
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator('[data-import="check-done"]')).to_be_visible()
    is_fine(page)


@SIZES
def test_commune_is_imported_and_taken_back(new_page, enter_as, officer, known, is_fine, size):
    page = new_page(size)
    enter_as(page, officer)
    upload(page, filled(page, sex_of_last="?"), is_fine)
    expect(page.locator("[data-row='4'] .pill[data-tone=danger]")).to_be_visible()
    expect(page.locator('form[action$="/apply/"]')).to_have_count(0)

    upload(page, filled(page, sex_of_last="ស្រី"), is_fine)
    asked = page.locator("[data-row='4']")
    expect(asked.get_by_text(re.compile(known.code))).to_be_visible()
    asked.locator(f'input[value="person-{known.pk}"]').check(force=True)
    page.locator('button[name=act][value="save"]').click()
    expect(page.locator(f'input[value="person-{known.pk}"]')).to_be_checked()
    is_fine(page)

    page.locator('form[action$="/apply/"] button').click()
    expect(page.locator('[data-import="apply-done"]')).to_be_visible()
    is_fine(page)
    club = CommunityGroup.objects.get(name_km=ROW["group_name"])
    assert Membership.objects.filter(group=club).count() == len(GIVEN)
    assert Person.objects.filter(given_name="ស្រីពៅ").count() == 1
    page.goto(reverse("groups:page", args=[club.pk]))
    expect(page.locator("main").get_by_text("សុវណ្ណារ៉ា").first).to_be_visible()

    page.goto(reverse("imports:page", args=[ImportRun.objects.get().pk]))
    page.locator('form[action$="/undo/"] button').click()
    expect(page).to_have_url(re.compile(f"{reverse('imports:list')}$"))
    is_fine(page)
    assert (CommunityGroup.objects.filter(pk=club.pk).count(), ImportRun.objects.count()) == (0, 0)
    assert Person.objects.get(pk=known.pk).memberships.count() == 1


@SIZES
def test_progress_shows_itself_until_the_work_is_done(new_page, enter_as, officer, is_fine, size):
    run = make_import(officer, task="check", stage="working", stage_at=timezone.now(), rows_done=400, rows_total=1000)
    page = new_page(size)
    enter_as(page, officer)
    page.goto(reverse("imports:list"))
    is_fine(page)
    page.goto(reverse("imports:page", args=[run.pk]))
    expect(page.locator("progress")).to_have_attribute("value", "400")
    is_fine(page)
    ImportRun.objects.filter(pk=run.pk).update(rows_done=800)
    expect(page.locator("progress")).to_have_attribute("value", "800")
    ImportRun.objects.filter(pk=run.pk).update(rows_done=1000, stage="done")
    expect(page.locator('[data-import="check-done"]')).to_be_visible()
    expect(page.locator("[data-row='2']")).to_be_visible()
    is_fine(page)


@SIZES
@pytest.mark.parametrize("state", ["silent", "failed"])
def test_work_that_stopped_says_what_to_do(new_page, enter_as, officer, is_fine, size, state):
    run = make_import(officer, task="check", stage="working", rows_done=400, rows_total=1000)
    if state == "failed":
        ImportRun.objects.filter(pk=run.pk).update(stage="failed", failure="មិនអាចអានបាន")
    page = new_page(size)
    enter_as(page, officer)
    page.goto(reverse("imports:page", args=[run.pk]))
    expect(page.locator("main .notice").first).to_be_visible()
    way = 'form[action$="/again/"] button' if state == "silent" else f'a[href="{reverse("imports:add")}"]'
    expect(page.locator("main").locator(way).first).to_be_visible()
    is_fine(page)
