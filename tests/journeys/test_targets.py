"""Targets in a browser: from a number down to the club it was counted in, a survey, a frozen quarter, and a donor."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.actions.meetings import record_meeting
from reports.actions.freezing import freeze_quarter
from reports.keeping.filling import fill_missing
from reports.keeping.folding import fold
from reports.models import FrozenQuarter, Indicator, SurveyResult
from reports.quarters import Quarter
from tests.factories.accounts import make_user
from tests.factories.networks import make_network, make_place, make_training
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_village
from tests.factories.reports import make_indicators, make_target
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])


@pytest.fixture
def club(transactional_db):
    """Nine girls and seven boys at a session in the quarter that is over, and a bit of everything else."""
    topic = make_indicators()["children_protect"].topic
    village = make_village(name_km="ត្រពាំងថ្មខាងជើង", name_latin="Trapeang Thma North")
    group = make_group(area=village, name_km="ក្លឹបកុមារត្រពាំងថ្ម", name_latin="Trapeang Thma club", last_met_on=None)
    people = [make_person(birth_year=2014, sex=sex) for sex in ("female",) * 9 + ("male",) * 7]
    marks = {make_membership(group=group, person=person).person_id: "present" for person in people}
    day = over().began_on + timedelta(days=9)
    record_meeting(group=group, held_on=day, by=make_user(), marks=marks, topics=[topic])
    make_network(area=make_village("16020301"), founded_on=date(2020, 5, 5))
    make_place(training=make_training(), person=make_person(birth_year=1980))
    make_target(indicator=Indicator.objects.get(code="clubs_active"), area=village.parent, value=3)
    fill_missing()
    fold(look=True)
    return group


def over() -> Quarter:
    return Quarter.of(timezone.localdate()).before


@pytest.fixture
def is_fine(violations, overflow):
    """``is_fine(page)``: axe finds nothing and nothing scrolls sideways."""

    def check(page: Page) -> None:
        assert (page.url, violations(page), overflow(page)) == (page.url, [], 0)

    return check


@SIZES
@LANGUAGES
def test_officer_opens_a_number_down_to_the_club(new_page, enter_as, club, is_fine, size, language):
    page = new_page(size, language=language)
    enter_as(page, make_user("area_officer", language=language))
    page.goto(reverse("targets:board"))
    expect(page.locator(".target-line")).to_have_count(Indicator.objects.count())
    is_fine(page)
    indicator = Indicator.objects.get(code="children_protect")
    page.locator(f"main a[href='{reverse('targets:indicator', args=[indicator.pk])}']").click()
    for area in ("mef05", "mef0506", "mef050601"):
        is_fine(page)
        page.locator(f"main a[href^='?area={area}']").first.click()
        page.wait_for_url(f"**?area={area}*")
    is_fine(page)
    page.locator(f"main a[href='{reverse('groups:page', args=[club.pk])}']").click()
    page.wait_for_url(f"**{reverse('groups:page', args=[club.pk])}")
    for name in ("report_km", "report_en", "results", "frozen"):
        page.goto(reverse(f"targets:{name}"))
        is_fine(page)


@SIZES
def test_survey_is_entered_and_taken_back(new_page, enter_as, club, is_fine, size):
    page = new_page(size)
    officer = make_user("programme_officer", language="km")
    enter_as(page, officer)
    page.goto(reverse("targets:results"))
    is_fine(page)
    page.goto(reverse("targets:enter_result"))
    is_fine(page)
    page.locator("main form .button-primary").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    is_fine(page)
    page.locator("[name=value]").fill("៤២០")
    page.locator("[name=sample_size]").fill("80")
    page.locator("[name=method][value=survey]").check()
    page.locator("[name=evidence]").fill("62 of 80")
    page.locator("[name=carried_out_by]").fill("Team")
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('targets:results')}")
    is_fine(page)
    assert SurveyResult.objects.get().value == 420
    page.locator("main a[href$='/take-back/']").click()
    is_fine(page)
    page.locator("main form .button-primary, main form .button-danger").first.click()
    page.wait_for_url(f"**{reverse('targets:results')}")
    assert SurveyResult.objects.get().taken_back_at is not None


@SIZES
def test_quarter_is_frozen_and_a_donor_reads_it_in_fives(new_page, enter_as, club, is_fine, size):
    page = new_page(size)
    officer = make_user("programme_officer", language="km")
    enter_as(page, officer)
    page.goto(reverse("targets:freeze"))
    is_fine(page)
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(f"**{reverse('targets:frozen')}")
    frozen = FrozenQuarter.objects.get()
    make_membership(group=club)
    record_meeting(group=club, held_on=over().began_on, by=officer, marks={})
    second = freeze_quarter(quarter=over(), by=officer)
    for one in (frozen, second):
        page.goto(reverse("targets:frozen_page", args=[one.pk]))
        is_fine(page)
    for name in ("indicators", "frozen"):
        page.goto(reverse(f"targets:{name}"))
        is_fine(page)
    indicator = Indicator.objects.get(code="children_protect")
    for name in ("edit_indicator", "add_target"):
        page.goto(reverse(f"targets:{name}", args=[indicator.pk]))
        is_fine(page)

    donor = new_page(size)
    enter_as(donor, make_user("donor", language="en"))
    donor.goto(reverse("targets:board"))
    expect(donor.locator(".target-line")).to_have_count(Indicator.objects.count())
    is_fine(donor)
    for address in (
        reverse("targets:indicator", args=[indicator.pk]),
        reverse("targets:frozen_page", args=[second.pk]),
        reverse("targets:report_en"),
    ):
        donor.goto(address)
        expect(donor.locator("main")).to_contain_text("15")
        is_fine(donor)
