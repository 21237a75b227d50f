"""The page on which it is said what a council is."""

import pytest
from django.urls import reverse

from councils.models import CouncilProfile
from tests.factories.accounts import make_user
from tests.factories.councils import make_council
from tests.factories.participation import make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


@pytest.fixture
def council(reach):
    return make_council(area=make_area(HERE))


def url(group):
    return reverse("councils:profile", args=[group.pk])


def test_page_of_the_council_names_its_level(officer, council):
    page = reverse("groups:page", args=[council.pk])
    assert officer.post(url(council), {"level": "commune"}).url == page
    assert "<dd>Commune" in officer.get(page).content.decode()


def test_everything_said_is_offered_again(officer, council):
    parent = make_council(area=make_area(HERE))
    said = {"level": "village", "parent": str(parent.pk), "girls_minimum": "5", "quorum": "12", "term_months": "១៨"}
    assert officer.post(url(council), said).status_code == 302
    profile = CouncilProfile.objects.get(group=council)
    assert (profile.parent, profile.girls_minimum, profile.quorum, profile.term_months) == (parent, 5, 12, 18)
    form = officer.get(url(council)).context["form"]
    rules = {"girls_minimum": 5, "quorum": 12, "term_months": 18}
    assert form.initial == {"level": "village", "parent": parent.pk} | rules


def test_page_refuses_an_unknown_level(officer, council):
    for level in ("", "moon", "\x00"):
        assert "level" in officer.post(url(council), {"level": level}).context["form"].errors
    assert not CouncilProfile.objects.exists()


def test_only_councils_within_reach_may_stand_above(officer, council):
    here, foreign = make_council(area=make_area(HERE)), make_council(area=make_area(THERE))
    offered = officer.get(url(council)).context["form"].fields["parent"].queryset
    assert list(offered) == [here]
    answer = officer.post(url(council), {"level": "village", "parent": foreign.pk})
    assert "parent" in answer.context["form"].errors


def test_the_council_above_stays_though_it_lies_out_of_reach(officer, council):
    foreign = make_council(area=make_area(THERE))
    CouncilProfile.objects.create(group=council, level="village", parent=foreign)
    form = officer.get(url(council)).context["form"]
    assert list(form.fields["parent"].queryset) == [foreign]
    assert officer.post(url(council), {"level": "commune", "parent": foreign.pk}).status_code == 302
    profile = CouncilProfile.objects.get(group=council)
    assert (profile.level, profile.parent) == ("commune", foreign)


def test_foreign_councils_and_other_kinds_are_not_found(reach, officer, council):
    foreign = make_council(area=make_area(THERE))
    for group in (foreign, reach.group):
        assert officer.get(url(group)).status_code == 404
        assert officer.post(url(group), {"level": "commune"}).status_code == 404
    assert browser(make_user("focal_point", area=make_area(HERE))).get(url(council)).status_code == 404
    assert not CouncilProfile.objects.exists()


def test_profiles_are_seen_and_changed_as_their_groups(reach, council):
    mine = CouncilProfile.objects.create(group=council, level="commune")
    CouncilProfile.objects.create(group=make_group(kind="council", area=make_area(THERE)), level="commune")
    assert list(CouncilProfile.objects.visible_to(reach.nameless())) == [mine]
    assert list(CouncilProfile.objects.editable_by(reach.nameless())) == [mine]
    assert list(CouncilProfile.objects.editable_by(reach.reader())) == []
