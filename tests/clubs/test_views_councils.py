"""The page on which the council is chosen that hears a club."""

import pytest
from django.urls import reverse

from clubs.models import ClubProfile
from tests.factories.accounts import make_user
from tests.factories.participation import make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


@pytest.fixture
def council(reach):
    return make_group(kind="council", area=make_area(HERE))


def url(group):
    return reverse("clubs:council", args=[group.pk])


def test_page_of_the_club_names_its_council(reach, officer, council):
    page = reverse("groups:page", args=[reach.group.pk])
    assert council.name_km not in officer.get(page).content.decode()
    response = officer.post(url(reach.group), {"council": council.pk})
    assert response.url == page
    shown = officer.get(page).content.decode()
    assert council.name_km in shown
    assert url(reach.group) in shown


def test_only_councils_within_reach_are_offered(reach, officer, council):
    foreign = make_group(kind="council", area=reach.foreign_group.area)
    form = officer.get(url(reach.group)).context["form"]
    assert list(form.fields["council"].queryset) == [council]
    for key in (foreign.pk, reach.group.pk, "x"):
        assert "council" in officer.post(url(reach.group), {"council": key}).context["form"].errors
    assert not ClubProfile.objects.exists()


def test_foreign_clubs_and_other_kinds_are_not_found(reach, officer, council):
    for group in (reach.foreign_group, council):
        assert officer.get(url(group)).status_code == 404
        assert officer.post(url(group), {"council": council.pk}).status_code == 404
    assert browser(reach.facilitator()).get(url(reach.group)).status_code == 404


def test_profiles_are_seen_and_changed_as_their_groups(reach):
    mine, foreign = (ClubProfile.objects.create(group=group) for group in (reach.group, reach.foreign_group))
    assert list(ClubProfile.objects.visible_to(reach.facilitator())) == [mine]
    assert list(ClubProfile.objects.editable_by(reach.facilitator())) == []
    assert list(ClubProfile.objects.editable_by(reach.officer())) == [mine]
    assert list(ClubProfile.objects.visible_to(make_user("administrator")).order_by("pk")) == sorted(
        (mine, foreign), key=lambda profile: profile.pk.hex
    )
