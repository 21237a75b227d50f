"""A right, a story and the list of rights on paper: large, with the numbers that help, and without any navigation."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content.telling import make_stories
from protection.models import HelpLine
from tests.journeys.conftest import DESK, PHONE

LOOK_AT = os.environ.get("LOOK_AT")


@pytest.fixture(autouse=True)
def pages(transactional_db, portal_with):
    portal_with(make_stories, rights=(12, 19, 31))
    told = {
        "for_whom_km": "កុមារ",
        "for_whom_en": "Children",
        "verified_on": "2026-01-01",
        "next_check_on": "2099-01-01",
    }
    HelpLine.objects.create(number="000 111", name_km="លេខសាកល្បង", name_en="Trial line", **told)
    HelpLine.objects.create(number="000 222", name_km="ក", name_en="a", for_whom_km="ក", for_whom_en="a")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("path", ["rights/12/", "rights/19/", "rights/", "stories/asking-the-commune-council/"])
def test_a_sheet_carries_the_numbers_and_no_navigation(new_page, violations, overflow, size, language, path):
    page = new_page(size, language=language)
    page.goto(f"/{language}/{path}")
    expect(page.locator(".sheet-foot")).to_be_hidden()
    expect(page.locator(".public-foot .no-print")).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)
    page.emulate_media(media="print")
    expect(page.locator(".sheet-foot")).to_contain_text("000 111")
    expect(page.locator(".sheet-foot")).to_contain_text(f"/{language}/")
    expect(page.locator(".sheet-foot")).not_to_contain_text("000 222")
    for navigation in ("nav:visible", ".help-link:visible", "form:visible", ".leave:visible"):
        expect(page.locator(navigation)).to_have_count(0)
    sheet = page.pdf(format="A4")
    if LOOK_AT:
        (Path(LOOK_AT) / f"{language}-{path.strip('/').replace('/', '-')}.pdf").write_bytes(sheet)
    if (path, language) == ("rights/12/", "km"):  # a longer text may need a second side
        assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
