"""Networks, trainings, conduct and screening in a browser, on a phone and on a desk, in both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import StaffCheck
from participation.models import CommunityGroup, Kind
from protection.models import StandsBeside, TrainingPlace
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline
from tests.factories.networks import make_network, make_place, make_training
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area, make_village
from tests.factories.services import make_coverage, make_service, make_type
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
DISTRICT = "0506"
TRAINING = re.compile(r"/desk/trainings/[0-9a-f-]{36}/(#found)?$")


@pytest.fixture
def network(transactional_db) -> CommunityGroup:
    """A network with a coordinator, a teacher and a child, beside nobody yet; a club and a service near it."""
    village = make_village("05060101", name_km="ភូមិត្រពាំង", name_latin="Trapeang")
    group = make_network(area=village, name_km="បណ្តាញការពារគ្រួសារភូមិត្រពាំង", name_latin="Trapeang network")
    for post, given, year in (("coordinator", "ពិសិដ្ឋ", 1978), ("teacher", "បុប្ផា", 1990), ("member", "ដារា", 2012)):
        make_membership(
            group=group,
            person=make_person(family_name="សុខ", given_name=given, birth_year=year),
            post=make_post(Kind.NETWORK, post),
        )
    make_post(Kind.NETWORK, "police_post")
    make_group(area=village, name_km="ក្លឹបកុមារភូមិត្រពាំង", name_latin="Trapeang club")
    make_coverage(service=make_service(type=make_type("health"), area=village.parent, phones="00 000 001"))
    today = timezone.localdate()
    helpline(number="1280", verified_on=today, next_check_on=today + timedelta(days=90))
    return group


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


def officer(language: str):
    return make_user("programme_officer", area=make_area(DISTRICT), language=language)


@SIZES
@LANGUAGES
def test_network_is_found_read_and_put_beside_a_club(new_page, enter_as, network, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, officer(language))
    page.goto(reverse("networks:list"))
    is_fine(page)
    page.locator("main tbody th a").click()
    page.wait_for_url(f"**{reverse('networks:page', args=[network.pk])}")
    expect(page.locator("main")).to_contain_text("ពិសិដ្ឋ")
    is_fine(page)
    page.locator("main a[href$='/beside/']").click()
    page.wait_for_url("**/beside/")
    is_fine(page)
    page.locator("main form .button-primary").first.click()
    page.wait_for_url("**/beside/")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=group]").select_option(index=1)
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('networks:page', args=[network.pk])}")
    assert StandsBeside.objects.get().network_id == network.pk
    is_fine(page)
    page.locator("main a[href$='/end/']").click()
    page.wait_for_url("**/end/")
    is_fine(page)


@SIZES
@LANGUAGES
def test_reader_without_names_sees_roles_and_the_notice(new_page, enter_as, network, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, make_user("focal_point", area=make_area(DISTRICT), language=language))
    page.goto(reverse("networks:page", args=[network.pk]))
    expect(page.locator("main .hidden-value").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("ពិសិដ្ឋ")
    is_fine(page)
    page.locator("main a[href$='/notice/']").click()
    page.wait_for_url("**/notice/")
    expect(page.locator("main")).to_contain_text("1280")
    is_fine(page)


@SIZES
@LANGUAGES
def test_training_is_recorded_and_filled_line_by_line(new_page, enter_as, network, is_fine, size, language):
    make_place(training=make_training(area=network.area.parent, topic=make_training().topic))
    page = new_page(size, language=language)
    enter_as(page, officer(language))
    page.goto(reverse("trainings:list"))
    is_fine(page)
    page.locator("main tbody th a").first.click()
    is_fine(page)
    page.locator("main a[href$='/people/']").first.click()
    page.wait_for_url("**/people/")
    is_fine(page)
    page.locator("[name=q]").last.fill("សុខ")
    page.locator("button[value=find]").click()
    expect(page.locator("main [name=person]").first).to_be_visible()
    is_fine(page)
    page.locator("main [name=person]").first.check()
    page.locator("main [name=sector]").select_option("teacher")
    page.locator("button[value=known]").click()
    expect(page).to_have_url(TRAINING)
    page.locator("main a[href$='/people/']").first.click()
    page.wait_for_url("**/people/")
    page.locator("[name='1-family_name']").fill("សុខ")
    page.locator("[name='1-given_name']").fill("ពិសិដ្ឋ")
    page.locator("[name='1-sex']").select_option("female")
    page.locator("[name='1-sector']").select_option("ccwc")
    page.locator("button[value=type]").click()
    expect(page.locator("main [name='same-1']").first).to_be_visible()
    is_fine(page)
    page.locator("main [name='same-1'][value=new]").check()
    page.locator("button[value=type]").click()
    expect(page).to_have_url(TRAINING)
    assert TrainingPlace.objects.filter(sector="ccwc").count() == 1
    page.locator("main a[href$='/register/']").click()
    page.wait_for_url("**/register/")
    is_fine(page)
    for name in ("record", "list"):
        page.goto(reverse(f"trainings:{name}"))
        is_fine(page)


@SIZES
@LANGUAGES
def test_officer_sees_what_ends_and_notes_a_new_day(new_page, enter_as, network, is_fine, size, language):
    adult = make_user("facilitator", full_name="Dara", checked=False)
    make_facilitation(user=adult, group=network)
    page = new_page(size, language=language)
    enter_as(page, officer(language))
    page.goto(reverse("desk"))
    page.locator("main a[href$='/desk/checks/?show=lapsed']").click()
    page.wait_for_url("**/desk/checks/?show=lapsed")
    is_fine(page)
    page.locator("main tbody th a").click()
    page.wait_for_url(f"**{reverse('checks:person', args=[adult.pk])}")
    is_fine(page)
    page.locator("main a[href$='/new/']").click()
    page.wait_for_url("**/new/")
    is_fine(page)
    page.locator("[name=what][value=screening]").check()
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('checks:person', args=[adult.pk])}")
    assert StaffCheck.objects.get().what == "screening"
    is_fine(page)


@SIZES
def test_administrator_keeps_topics(new_page, enter_as, is_fine, size):
    topic = make_training().topic
    page = new_page(size)
    enter_as(page, make_user("administrator", language="km"))
    for address in (reverse("trainings:topics"), reverse("trainings:add_topic")):
        page.goto(address)
        is_fine(page)
    page.goto(reverse("trainings:edit_topic", args=[topic.pk]))
    is_fine(page)
