"""Lists taken along in a browser, in Khmer: a plain one at once, names only with a fresh code and a reason."""

import csv
import io
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import JournalEntry
from tests.factories.accounts import code_now, make_user
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_consent, make_person
from tests.factories.places import make_area, make_village
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(transactional_db):
    """Reaches one of two clubs, each with a member whose paper ends today."""
    for code, name in (("05060101", "ក្លឹបនៅទីនេះ"), ("10010101", "ក្លឹបនៅឆ្ងាយ")):
        group = make_group(area=make_village(code), name_km=name)
        person = make_person(family_name="ញ៉ុំ", given_name=name)
        make_membership(group=group, person=person)
        make_consent(person=person, valid_until=timezone.localdate())
    return make_user("programme_officer", area=make_area("05"), language="km")


def rows_of(download) -> list[list[str]]:
    text = Path(download.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_list_is_taken_at_once_and_names_with_code_and_reason(new_page, enter_as, violations, overflow, officer, size):
    page = new_page(size)

    def is_fine() -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    enter_as(page, officer)
    page.goto("/desk/groups/")
    is_fine()
    with page.expect_download() as download:
        page.locator("a[href$='/exports/groups.csv']").click()
    assert [row[1] for row in rows_of(download.value)] == ["ក្លឹបនៅទីនេះ"]

    for way, address in (("/desk/groups/", "/exports/members/"), ("/desk/consents/", "/exports/consents/")):
        page.goto(way)
        page.locator(f"a[href*='{address}']").click()
        if way == "/desk/groups/":
            expect(page.locator("[name=code]")).to_be_visible()
            is_fine()
            page.fill("[name=code]", code_now())
            page.locator("main form [type=submit]").first.click()
        page.wait_for_url(f"**{address}")
        is_fine()
        page.locator("main form .form-buttons button").click()
        expect(page.locator(".error-summary")).to_be_visible()
        is_fine()
        page.locator("[name=reason][value=paper]").check()
        page.locator("[name=format][value=csv]").check()
        with page.expect_download() as download:
            page.locator("main form .form-buttons button").click()
        (row,) = rows_of(download.value)
        assert row[1:3] == ["ញ៉ុំ", "ក្លឹបនៅទីនេះ"]
    lines = JournalEntry.objects.filter(verb="names.exported")
    assert [line.details["reason"] for line in lines] == ["paper", "paper"]
