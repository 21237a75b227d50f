"""A right, a story and the list of rights on paper: large, with the numbers that help, and without any navigation."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.library import make_rights_library
from content.models import AgeStep, RightPage, StoryPage
from content.starter import make_starter_content
from content.telling import make_stories
from protection.models import HelpLine
from protection.seeds.helplines import START_LIST
from tests.journeys.conftest import DESK, PHONE
from tests.made_once import seed

LOOK_AT = os.environ.get("LOOK_AT")
CALLED = {"verified_on": "2026-01-01", "next_check_on": "2099-01-01"}
LONGEST = 3
"""Sheets of each language that a plain run prints: those with the most text."""


@pytest.fixture
def pages(transactional_db, portal_with):
    portal_with(make_stories, rights=(12, 19, 31))
    told = {"for_whom_km": "កុមារ", "for_whom_en": "Children", **CALLED}
    HelpLine.objects.create(number="000 111", name_km="លេខសាកល្បង", name_en="Trial line", **told)
    HelpLine.objects.create(number="000 222", name_km="ក", name_en="a", for_whom_km="ក", for_whom_en="a")


@pytest.fixture
def library(transactional_db, made_once):
    """All that can hang on a notice board, and every number of a new portal at its foot."""
    made_once(seed, make_starter_content, make_rights_library)
    make_stories()
    HelpLine.objects.all().delete()
    HelpLine.objects.bulk_create(HelpLine(**each, **CALLED) for each in START_LIST)


@pytest.fixture
def sides(new_page) -> Callable[[str], int]:
    """``sides("/km/rights/12/")``: how many sides of A4 the browser prints it on."""
    page: Page = new_page(DESK)

    def count(address: str) -> int:
        page.goto(address)
        sheet = page.pdf(prefer_css_page_size=True)
        if LOOK_AT:
            (Path(LOOK_AT) / f"{re.sub(r'[^a-z0-9]+', '-', address).strip('-')}.pdf").write_bytes(sheet)
        return len(re.findall(rb"/Type /Page\b", sheet))

    return count


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("path", ["rights/12/", "rights/19/", "rights/", "stories/asking-the-commune-council/"])
def test_a_sheet_carries_the_numbers_and_no_navigation(pages, new_page, violations, overflow, size, language, path):
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


def printed(language: str) -> list[str]:
    """The address of each sheet of a right, for each age, and of each story; those with the most text come first."""
    told = {}
    for page in RightPage.objects.filter(locale__language_code=language):
        questions = "".join(question.value for question in page.questions)
        for step in AgeStep:
            told[f"{page.url}?age={step.value}"] = len("".join(page.told(step)) + questions)
    for page in StoryPage.objects.filter(locale__language_code=language):
        told[page.url] = len(str(page.body))
    return sorted(told, key=lambda address: -told[address])


def test_rights_and_stories_fill_one_side_and_their_list_two(library, sides, deep, figure):
    """For every age in both languages with ``--deep``; a plain run prints the longest of each kind."""
    counted = {}
    for language in ("km", "en"):
        every = printed(language)
        kinds = [[each for each in every if f"/{kind}/" in each] for kind in ("rights", "stories")]
        assert [len(kind) for kind in kinds] == [54 * len(AgeStep), 6]
        for kind in kinds:
            counted |= {address: sides(address) for address in (kind if deep else kind[:LONGEST])}
        assert sides(f"/{language}/rights/") == 2
    figure(f"sheets of one side of A4: {list(counted.values()).count(1)} of {len(counted)}")
    assert {address: number for address, number in counted.items() if number != 1} == {}


CUT = """(height) => [...document.querySelectorAll(".rights-cards > li")]
  .filter((row) => getComputedStyle(row).breakInside !== "avoid").length"""


def test_no_card_of_the_list_is_cut_at_the_end_of_a_side(library, phone):
    phone.goto("/km/rights/")
    phone.emulate_media(media="print")
    assert phone.locator(".rights-cards > li").count() == 54
    assert phone.evaluate(CUT) == 0


def test_a_text_that_is_too_long_is_found(library, sides):
    page = RightPage.objects.get(topic__number=12, locale__language_code="en")
    page.more_11 = "\n\n".join(["Adults listen to what you say."] * 40)
    page.save_revision().publish()
    assert sides(page.url) > 1
