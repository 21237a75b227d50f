"""Days in words: a browser writes them in its own order and never in Khmer."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.participation import make_group, make_membership, make_rule
from tests.factories.places import make_area
from tests.journeys.conftest import DESK, PHONE


@pytest.mark.parametrize(("language", "words"), [("km", "5 មិថុនា 2026"), ("en", "5 June 2026")])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_above_a_day_stand_its_words(new_page, enter_as, violations, overflow, transactional_db, size, language, words):
    make_rule("club")
    group = make_group(area=make_area("250101"))
    membership = make_membership(group=group)
    officer = make_user("programme_officer", area=make_area("2501"), language=language)
    page = new_page(size, language=language)
    enter_as(page, officer)
    page.goto(f"/desk/memberships/{membership.pk}/end/")
    said = page.locator(".day-words")
    expect(said).not_to_be_empty()
    page.fill("[name=ended_on]", "2026-06-05")
    expect(said).to_have_text(words)
    assert (violations(page), overflow(page)) == ([], 0)
    page.fill("[name=ended_on]", "")
    expect(said).to_be_hidden()
