"""Emergency access in a browser: from the page of a group to its names and back, the second person, and the journal."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.actions.journal_keeping import seal_next
from accounts.models import EmergencyAccess
from tests.factories.accounts import code_now, make_emergency, make_journal_entry, make_request, make_user
from tests.factories.participation import make_facilitation, make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
REASON = "ម្ដាយរបស់កុមារម្នាក់បានមកសួររកកូននៅថ្ងៃនេះ"


@pytest.fixture
def member(transactional_db):
    group = make_group(area=make_area("050601"), name_km="ក្លឹបកុមារត្រពាំងថ្ម", name_latin="Trapeang Thma club")
    make_facilitation(group=group, user=make_user("facilitator"))
    return make_membership(group=group, person=make_person(family_name="សុខ", given_name="ស្រីនាង"))


@pytest.fixture(autouse=True)
def own_seals(settings, tmp_path):
    """The key and the heads of this journal alone."""
    settings.JOURNAL_DIR = tmp_path / "journal"


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


@SIZES
@LANGUAGES
def test_an_officer_opens_a_group_reads_it_and_closes_it(new_page, enter_as, member, is_fine, size, language):
    page, group = new_page(size, language=language), member.group
    enter_as(page, make_user("safeguarding_officer", area=make_area("05"), language=language))
    page.goto(reverse("groups:page", args=[group.pk]))
    expect(page.get_by_text("ស្រីនាង")).to_have_count(0)
    page.locator(f"main a[href='{reverse('emergency:open', args=[group.pk])}']").click()
    page.locator("main [name=code]").fill(code_now())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/emergency/groups/**")
    is_fine(page)
    page.locator("[name=reason]").fill("ខ្លី")
    page.locator("main form .button-primary").first.click()
    expect(page.locator("main [data-wrong]")).to_have_count(1)
    page.locator("[name=reason]").fill(REASON)
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('groups:page', args=[group.pk])}")
    expect(page.get_by_text("ស្រីនាង").first).to_be_visible()
    expect(page.locator("main > .notice[data-tone=warning]")).to_be_visible()
    is_fine(page)
    page.goto(reverse("people:page", args=[member.person_id]))
    expect(page.locator("main > .notice[data-tone=warning]")).to_be_visible()
    is_fine(page)
    page.goto(reverse("emergency:board"))
    expect(page.get_by_text(REASON)).to_be_visible()
    is_fine(page)
    page.locator("main form[action$='/close/'] button").click()
    expect(page.locator("main form[action$='/close/']")).to_have_count(0)
    assert EmergencyAccess.objects.get().closed_by is not None
    page.goto(reverse("groups:page", args=[group.pk]))
    expect(page.get_by_text("ស្រីនាង")).to_have_count(0)


@SIZES
@LANGUAGES
def test_what_waits_for_a_second_person_and_what_the_journal_says(new_page, enter_as, member, is_fine, size, language):
    page = new_page(size, language=language)
    officer = make_user("safeguarding_officer", language=language)
    access = make_emergency(make_user("safeguarding_officer"), member.group, reason=REASON)
    make_request(what="extend", access=access, asked_by=access.officer, asked_as="open_emergency")
    about = {"about_type": "people.person", "about_id": str(member.person_id), "details": {"emergency": access.pk}}
    make_journal_entry(access.officer, kind="read", verb="person.read", people=1, **about)
    seal_next()
    enter_as(page, officer)
    page.goto(reverse("accounts:requests"))
    expect(page.locator("main form[action$='/confirm/']")).to_be_visible()
    is_fine(page)
    page.goto(f"{reverse('journal:list')}?person={member.person.code}")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main .secret")).to_be_visible()
    is_fine(page)
