"""An officer's day on a phone, in Khmer: signing in, finding a club, enrolling, moving, recording."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.models import Attendance, CommunityGroup, HeadCount, Kind, Meeting, Membership
from tests.factories.accounts import PASSWORD, code_now, make_user
from tests.factories.participation import make_group, make_membership, make_post, make_rule, make_topic
from tests.factories.people import make_person
from tests.factories.places import make_commune, make_village
from tests.journeys.conftest import DESK, PHONE

HARD_NAMES = [("ញ៉ុំ", "ស្រីពៅ"), ("ព្រឹទ្ធ", "សុវណ្ណារ៉ា"), ("ស្រ៊ុន", "ប៊ុនធឿន"), ("ឃឹម", "ស្ត្រី")]


@pytest.fixture
def club(transactional_db) -> CommunityGroup:
    make_rule(Kind.CLUB)
    for code in ("leader", "member"):
        make_post(code=code)
    for _turn in range(3):
        make_topic()
    commune = make_commune("250101")
    village = make_village("25010101")
    group = make_group(area=village, name_km="ក្លឹបកុមារភូមិត្រពាំងផ្លុង", name_latin="Trapeang Phlong children's club")
    make_group(area=commune, name_km="ក្លឹបកុមារភូមិជ្រៃធំ", name_latin="Chrey Thum children's club")
    for family, given in HARD_NAMES:
        make_membership(group=group, person=make_person(family_name=family, given_name=given, birth_year=2014))
    return group


@pytest.fixture
def officer(club):
    return make_user("programme_officer", area=make_commune("250101").parent.parent, language="km")


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def sign_in(page: Page, officer, is_fine) -> None:
    page.goto("/desk/")
    is_fine(page)
    page.fill("[name=login]", officer.username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    is_fine(page)
    page.fill("[name=code]", code_now())
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/desk/$"))
    is_fine(page)


def find_club(page: Page, is_fine) -> None:
    """By a word inside its unspaced name, with the other look-alike sign and a zero-width space in it."""
    page.goto("/desk/groups/")
    is_fine(page)
    page.locator("main input[name=q]").fill("ត្រពាំង\u200bផ្លុង")
    page.locator("main input[name=q]").press("Enter")
    expect(page.locator("main").get_by_text("ក្លឹបកុមារភូមិត្រពាំងផ្លុង").first).to_be_visible()
    expect(page.locator("main").get_by_text("ក្លឹបកុមារភូមិជ្រៃធំ")).to_have_count(0)
    is_fine(page)
    page.locator("main").get_by_role("link", name="ក្លឹបកុមារភូមិត្រពាំងផ្លុង").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ត្រពាំងផ្លុង")
    is_fine(page)


def test_officer_signs_in_with_a_second_factor_and_finds_a_club(new_page, officer, club, is_fine):
    page = new_page(PHONE)
    sign_in(page, officer, is_fine)
    find_club(page, is_fine)


def test_officer_enrols_a_child_and_moves_it(new_page, officer, club, enter_as, is_fine):
    page = new_page(PHONE)
    enter_as(page, officer)
    page.goto(f"/desk/groups/{club.pk}/")
    page.locator(f'a[href="/desk/groups/{club.pk}/members/enrol/"]').first.click()
    is_fine(page)
    page.fill("[name=q]", "សុខ ដារា")
    page.locator("button[value=find]").click()
    is_fine(page)
    page.fill("[name$=family_name]", "សុខ")
    page.fill("[name$=given_name]", "ដារា")
    page.locator("[name$=sex][value=male]").check(force=True)
    page.fill("#id_age, #id_newcomer-age", "១១")
    page.locator("button[value=enrol]").click()
    expect(page).to_have_url(re.compile(f"/desk/groups/{club.pk}/"))
    expect(page.locator("main").get_by_text("សុខ ដារា").first).to_be_visible()
    is_fine(page)
    membership = Membership.objects.get(group=club, person__given_name="ដារា")
    assert timezone.localdate().year - membership.person.birth_year == 11

    page.goto(f"/desk/memberships/{membership.pk}/transfer/")
    is_fine(page)
    page.fill("[name=q]", "ជ្រៃធំ")
    page.locator("button[value=find]").click()
    page.locator("[name=to_group]").first.check(force=True)
    is_fine(page)
    page.locator("button[value=move]").click()
    expect(page.locator("main, [role=status]").get_by_text("ជ្រៃធំ").first).to_be_visible()
    ends = [(row.group.name_km, row.end_reason) for row in Membership.objects.filter(person=membership.person)]
    assert ("ក្លឹបកុមារភូមិជ្រៃធំ", "") in ends


def test_officer_records_a_meeting_and_corrects_it(new_page, officer, club, enter_as, is_fine):
    page = new_page(PHONE)
    enter_as(page, officer)
    page.goto(f"/desk/groups/{club.pk}/meetings/record/")
    is_fine(page)
    rows = page.locator("[data-mark]")
    expect(rows).to_have_count(len(HARD_NAMES))
    rows.nth(0).click()
    for fold in page.locator("main form details:not([open]) > summary").all():
        fold.click()
    page.fill("[name=guests_women]", "៣")
    page.fill("[name=adults_present]", "2")
    page.locator("[name$='-text']:visible").first.fill("សម្អាតទីធ្លាសាលារៀន")
    is_fine(page)
    page.locator("button[value=save]").click()
    expect(page).to_have_url(re.compile("/desk/meetings/[0-9a-f-]{36}/$"))
    is_fine(page)
    meeting = Meeting.objects.get(group=club)
    states = list(Attendance.objects.filter(meeting=meeting).order_by("state").values_list("state", flat=True))
    assert states == ["absent", "present", "present", "present"]
    assert HeadCount.objects.get(meeting=meeting).number == 3

    page.goto(f"/desk/meetings/{meeting.pk}/correct/")
    is_fine(page)
    for _tap in ("excused", "late"):
        page.locator("[data-mark]").nth(0).click()
    page.locator("button[value=save]").click()
    expect(page).to_have_url(re.compile(f"/desk/meetings/{meeting.pk}/$"))
    assert Attendance.objects.filter(meeting=meeting, state="late").count() == 1
    assert Attendance.objects.filter(meeting=meeting, state="absent").count() == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_of_the_desk_can_be_used_by_all(new_page, officer, club, enter_as, is_fine, size, dark):
    """Every list and page that an officer opens in a day, in both sizes and both brightnesses."""
    page = new_page(size, dark=dark)
    enter_as(page, officer)
    person = Membership.objects.filter(group=club).first().person
    for path in (
        "/desk/",
        "/desk/groups/new/?kind=club",
        f"/desk/groups/{club.pk}/history/",
        f"/desk/groups/{club.pk}/edit/",
        f"/desk/groups/{club.pk}/status/",
        f"/desk/groups/{club.pk}/?on={timezone.localdate() - timedelta(days=30)}",
        f"/desk/people/{person.pk}/",
        f"/desk/people/{person.pk}/edit/",
        "/desk/people/",
        "/desk/meetings/",
        "/desk/schools/",
        "/desk/projects/",
        "/desk/facilitators/",
        "/desk/accounts/mine/",
        "/desk/accounts/roles/",
        "/desk/notices/",
    ):
        assert page.goto(path).status == 200, path
        is_fine(page)
