"""A reader finds what was promised: from the first page to a document, to the right it is about, and back."""

import pytest
from playwright.sync_api import expect

from content.models import PolicyPage
from content.policy_library import make_policy_library
from tests.journeys.conftest import LAPTOP, PHONE

SLUG = "child-protection-system-policy"


@pytest.fixture(autouse=True)
def documents(transactional_db, portal_with):
    portal_with(make_policy_library, rights=(12, 19))


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_promise_is_found_and_leads_to_the_right_and_back(new_page, violations, overflow, size, language):
    page = new_page(size, language=language)
    told = PolicyPage.objects.get(slug=SLUG, locale__language_code=language)
    page.goto(f"/{language}/")
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".home-policies").click()
    expect(page.locator(".policy-card")).to_have_count(10)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator("select[name=kind]").select_option("policy")
    page.locator("select[name=status]").select_option("in_force")
    page.locator(".policies-filter button").click()
    expect(page.locator(".policy-card")).to_have_count(1)
    page.locator(".policy-card").click()
    expect(page.locator(".right-short")).to_have_text(told.for_children)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator(".right-card").click()
    page.wait_for_url(f"**/{language}/rights/19/?age=11")
    page.locator("section", has=page.locator("#promises")).get_by_text(told.title, exact=True).click()
    page.wait_for_url(f"**/{language}/documents/{SLUG}/")
    assert page.context.cookies() == []


def test_a_choice_that_nothing_fits_says_so_and_leads_back(phone, violations, overflow):
    phone.goto("/km/documents/?kind=law&status=in_force")
    expect(phone.locator(".policies-none")).to_be_visible()
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator("p[role=status] a").click()
    expect(phone.locator(".policy-card")).to_have_count(10)
