"""A facilitator plans a season on a phone in Khmer, ticks an activity as held, and reads the guide about its right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clubs.models import PlannedActivity, SeasonPlan
from content.guiding import make_session_guides
from participation.actions.calls import note_call
from participation.models import Kind, Topic
from reports.actions import publish_snapshot
from tests.factories.accounts import make_user
from tests.factories.clubs import make_activity, make_peers, make_season
from tests.factories.councils import make_mandate, make_representation, make_seat
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_joint,
    make_meeting,
    make_membership,
    make_missed,
    make_post,
)
from tests.factories.people import make_person
from tests.factories.places import make_area, make_commune, make_village
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def club(transactional_db, portal_with):
    portal_with(make_session_guides, rights=(12, 19))
    club = make_group(area=make_village("05060101"), name_km="ក្លឹបកុមារភូមិព្រែកតាមាក់")
    make_post(code="leader"), make_post(code="secretary")
    make_meeting(group=club, held_on=timezone.localdate() - timedelta(days=9))
    return club


def test_a_season_is_planned_an_activity_ticked_and_a_guide_read(phone, enter_as, violations, overflow, club):
    user = make_user("facilitator", language="km")
    make_facilitation(user=user, group=club)
    article = Topic.objects.get(type=Topic.Type.ARTICLE, number=12)
    enter_as(phone, user)
    phone.goto(reverse("groups:page", args=[club.pk]))
    phone.locator(f"nav.tabs a[href='{reverse('clubs:seasons', args=[club.pk])}']").click()
    expect(phone.locator(".empty-state")).to_be_visible()
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator(".empty-state a.button").click()
    phone.locator("[name=title]").fill("ផែនការឆ្នាំសិក្សា")
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator("main form [type=submit]").last.click()
    expect(phone.locator("fieldset.panel")).to_have_count(6)
    for number, title in enumerate(("សួរក្រុមប្រឹក្សាឃុំអំពីផ្លូវទៅសាលា", "យុទ្ធនាការលាងដៃ")):
        phone.locator(f"[name=lines-{number}-title]").fill(title)
        phone.locator(f"[name=lines-{number}-planned_on]").fill(timezone.localdate().isoformat())
    phone.locator("[name=lines-0-article]").select_option(str(article.pk))
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator("main form [type=submit]").last.click()
    expect(phone.locator("tbody tr")).to_have_count(2)
    assert (violations(phone), overflow(phone)) == ([], 0)
    activity = PlannedActivity.objects.get(topics=article)
    phone.locator(f"a[href='{reverse('clubs:held', args=[activity.pk])}']").click()
    phone.locator("[name=meeting]").first.check()
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.locator("main form [type=submit]").last.click()
    phone.wait_for_url(f"**{reverse('clubs:season', args=[SeasonPlan.objects.get().pk])}")
    expect(phone.locator(".pill[data-tone=ok]")).to_have_count(1)
    phone.locator("a[href='/km/session-guides/asking-adults/']").click()
    expect(phone.locator(".guide-steps > li")).to_have_count(5)
    assert (violations(phone), overflow(phone)) == ([], 0)


@pytest.mark.parametrize(("size", "language"), [(PHONE, "km"), (DESK, "en")], ids=["phone", "desk"])
def test_pages_at_the_desk_fit(new_page, enter_as, violations, overflow, club, size, language):
    officer = make_user("programme_officer", area=make_area("05"), language=language)
    other = make_group(area=club.area, name_km="ក្លឹបកុមារភូមិជិតខាងដែលមានឈ្មោះវែង", name_latin="Neighbours' club")
    make_peers(club, other)
    make_missed(group=other, missed_on=timezone.localdate() - timedelta(days=80))
    make_facilitation(group=other, user=make_user("facilitator", full_name="Sok Dara"))
    note_call(group=other, called_on=timezone.localdate(), outcome="needs_help", by=officer)
    season = make_season(group=club)
    meeting = club.meetings.get()
    make_joint(meeting, make_meeting(group=other, held_on=meeting.held_on))
    make_activity(season=season, planned_on=season.began_on)
    make_activity(season=season, dropped_because="weather")
    activity = make_activity(season=season, topics=[Topic.objects.get(number=19)], held_at=meeting)
    page = new_page(size)
    enter_as(page, officer)
    for address in (
        reverse("groups:page", args=[club.pk]),
        reverse("clubs:seasons", args=[club.pk]),
        reverse("clubs:season", args=[season.pk]),
        reverse("clubs:lines", args=[season.pk]),
        reverse("clubs:change_activity", args=[activity.pk]),
        reverse("clubs:drop", args=[activity.pk]),
        reverse("clubs:peers", args=[club.pk]),
        reverse("clubs:pair", args=[club.pk]),
        reverse("meetings:page", args=[meeting.pk]),
        reverse("meetings:bind", args=[meeting.pk]),
        reverse("meetings:part", args=[meeting.pk]),
        reverse("meetings:record_joint", args=[club.pk]),
        reverse("calls:list"),
        reverse("calls:note", args=[other.pk]),
    ):
        page.goto(address)
        assert (address, violations(page), overflow(page)) == (address, [], 0)


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_child_finds_the_council_of_its_commune(phone, violations, overflow, club, language):
    council = make_group(area=make_commune("050601"), kind=Kind.COUNCIL)
    for number, code in enumerate(("leader", *["member"] * 9), 1):
        person = make_person(birth_year=2014)
        make_membership(group=council, person=person, post=make_post(Kind.COUNCIL, code))
        make_mandate(seat=make_seat(council=council, number=number), person=person)
    make_representation(council=council)
    make_post(Kind.COUNCIL, "secretary")
    publish_snapshot()
    phone.goto(f"/{language}/near/mef05/")
    phone.locator(f"a[href='/{language}/near/mef050601/council/']").click()
    expect(phone.locator(".near-list li")).to_have_count(5)
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.goto(f"/{language}/session-guides/")
    expect(phone.locator(".search-found li")).to_have_count(6)
    assert (violations(phone), overflow(phone)) == ([], 0)
    phone.goto(f"/{language}/session-guides/adults-we-trust/")
    assert (violations(phone), overflow(phone)) == ([], 0)
