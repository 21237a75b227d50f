"""“I am worried about a child” and hand-over notes at the desk, in a browser: from the header to a closed note."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from protection.models import HandOverNote
from tests.factories.accounts import make_user
from tests.factories.hand_overs import make_note, make_total
from tests.factories.helplines import helpline
from tests.factories.places import make_area, make_commune
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
CONFIRMED = {"verified_on": date(2026, 9, 1), "next_check_on": date(2027, 3, 1)}


@pytest.fixture
def commune(transactional_db):
    helpline(number="1280", name_km="ខ្សែទូរស័ព្ទជួយកុមារកម្ពុជា", name_en="Child Helpline Cambodia", **CONFIRMED)
    helpline(number="1288", name_km="ទូរស័ព្ទទាន់ហេតុការណ៍របស់នគរបាល", name_en="Police hotline", **CONFIRMED)
    return make_commune("050601", name_km="ត្រពាំងថ្ម", name_latin="Trapeang Thma")


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def choose_place(page: Page, commune) -> None:
    """By the lists, from the province down."""
    for number, level in enumerate(("05", "0506", "050601"), start=1):
        select = page.locator(f"select[name='area-{number}']")
        expect(select.locator(f"option[value='mef{level}']")).to_be_attached()
        select.select_option(f"mef{level}")


@SIZES
@LANGUAGES
def test_who_is_worried_finds_numbers_first_and_hands_over(new_page, enter_as, commune, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, make_user("programme_officer", area=commune, language=language))
    page.goto(reverse("desk"))
    page.locator(".topbar a[href='/desk/worried/']").click()
    page.wait_for_url("**/desk/worried/")
    expect(page.locator("main .help-call").first).to_be_in_viewport()
    expect(page.locator("main .help-call").first).to_have_attribute("href", "tel:1280")
    is_fine(page)
    page.locator("main form:has([name=urgency]) .button-primary").click()  # nothing chosen yet
    expect(page.locator("main .field[data-wrong]").first).to_be_visible()
    is_fine(page)
    choose_place(page, commune)
    for name, value in (("urgency", "now"), ("channel", "phone"), ("handed_to", "police")):
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("main form:has([name=urgency]) .button-primary").click()
    reference = page.locator("main .reference")
    expect(reference).to_be_visible()
    expect(page.locator("main .notice[data-tone=warning]").first).to_be_visible()
    is_fine(page)
    note = HandOverNote.objects.get()
    assert (reference.text_content(), note.area, note.urgency) == (note.reference, commune, "now")
    assert note.reference not in page.url


@SIZES
@LANGUAGES
def test_focal_point_takes_a_note_on_follows_up_and_closes_it(new_page, enter_as, commune, is_fine, size, language):
    note, later = make_note(area=commune, urgency="now"), make_note(area=commune, urgency="week")
    page = new_page(size, language=language)
    enter_as(page, make_user("focal_point", area=commune, language=language))
    page.goto(reverse("hand_overs:list"))
    expect(page.locator("main tbody th a").first).to_have_text(note.reference)
    is_fine(page)
    page.locator("main tbody th a").first.click()
    page.wait_for_url(f"**{reverse('hand_overs:page', args=[note.pk])}")
    is_fine(page)
    for _step in range(3):
        page.locator("main [data-steps] .button-primary").click()
        expect(page.locator(".messages")).to_be_visible()
        is_fine(page)
    expect(page.locator("main [data-steps] .button-primary")).to_have_count(0)
    note.refresh_from_db()
    assert note.stage == "closed"
    page.locator("main [data-steps] .button-quiet").click()
    expect(page.locator("main [data-steps] .button-primary")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("CCWC")).to_have_count(0)
    expect(page.locator("main dl.facts")).to_be_hidden()
    page.goto(reverse("hand_overs:list"))
    expect(page.locator("main table")).to_be_hidden()
    assert later.reference


@SIZES
@LANGUAGES
def test_safeguarding_officer_reads_totals(new_page, enter_as, commune, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, make_user("safeguarding_officer", language=language))
    page.goto(reverse("hand_overs:totals"))
    expect(page.locator("main .empty-state")).to_be_visible()
    is_fine(page)
    make_total(province=make_area("05"), number=7)
    page.reload()
    expect(page.locator("main td.number")).to_have_text("7")
    is_fine(page)
    page.goto(reverse("hand_overs:list"))
    expect(page.locator("main .empty-state")).to_be_visible()
    is_fine(page)
