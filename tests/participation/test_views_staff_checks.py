"""Conduct and screening at the desk: who is listed, what is due, and what an officer notes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry, StaffCheck
from tests.accounts.downloads.reading import rows_in
from tests.factories.accounts import make_staff_check, make_user
from tests.factories.participation import make_facilitation
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser

pytestmark = pytest.mark.django_db
LIST = reverse("checks:list")


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def adult(group, name, *, checked=True):
    user = make_user("facilitator", full_name=name, checked=checked)
    make_facilitation(user=user, group=group)
    return user


def names(page):
    return [row.user.full_name for row in page.context["rows"]]


def test_list_holds_the_adults_of_the_reach_and_their_standing(reach, officer):
    near, soon = adult(reach.group, "A near"), adult(reach.group, "B soon")
    adult(reach.group, "C none", checked=False), adult(reach.foreign_group, "Quagga")
    StaffCheck.objects.filter(user=soon, what="screening").update(valid_until=timezone.localdate() + timedelta(days=9))
    page = officer.get(LIST)
    assert names(page) == ["A near", "B soon", "C none"]
    assert "Quagga" not in page.text
    standing = {row.user.full_name: [str(mark.standing) for mark in row.marks] for row in page.context["rows"]}
    assert standing == {
        "A near": ["in_force", "in_force"],
        "B soon": ["in_force", "ends_soon"],
        "C none": ["missing", "missing"],
    }
    assert names(officer.get(f"{LIST}?show=lapsed")) == ["C none"]
    assert names(officer.get(f"{LIST}?show=ending")) == ["B soon"]
    assert names(officer.get(f"{LIST}?q=near")) == ["A near"]
    assert officer.get(f"{LIST}?q=nobody").context["rows"] == []
    assert near.full_name in officer.get(reverse("checks:person", args=[near.pk])).text


def test_new_day_is_noted_with_the_role_and_taken_back(reach, officer):
    person = adult(reach.group, "A near", checked=False)
    url = reverse("checks:record", args=[person.pk])
    today = timezone.localdate()
    wrong = officer.post(url, {"what": "conduct", "done_on": today, "valid_until": today - timedelta(days=1)})
    assert "valid_until" in wrong.context["form"].errors
    data = {"what": "conduct", "done_on": today, "valid_until": today + timedelta(days=365)}
    assert officer.post(url, data).url == reverse("checks:person", args=[person.pk])
    check = StaffCheck.objects.get()
    assert (check.recorded_as, check.user) == ("programme_officer", person)
    page = officer.get(reverse("checks:person", args=[person.pk]))
    assert "noted as: Programme officer" in page.text
    officer.post(reverse("checks:take_back", args=[check.pk]))
    assert not StaffCheck.objects.exists()


def test_strangers_are_not_found(reach, officer):
    stranger = adult(reach.foreign_group, "Quagga")
    check = make_staff_check(stranger, done_on=date(2021, 1, 1))
    for name, key in (("person", stranger.pk), ("record", stranger.pk), ("take_back", check.pk)):
        assert officer.get(reverse(f"checks:{name}", args=[key])).status_code == 404
    assert browser(reach.facilitator()).get(LIST).status_code == 404


def test_list_is_taken_along(reach, officer):
    adult(reach.group, "A near"), adult(reach.group, "C none", checked=False)
    for format in ("csv", "xlsx"):
        first, second = rows_in(officer.get(reverse(f"checks:list_{format}")))
        assert (first["Name"], first["Code of conduct signed"]) == ("A near", "In force")
        assert (second["Name"], second["Screening done"]) == ("C none", "Missing")
    assert JournalEntry.objects.filter(verb="list.exported", details__table="conduct-and-screening").count() == 2


def test_list_costs_the_same_at_one_adult_and_at_three(reach, officer, django_assert_num_queries):
    adult(reach.group, "A")
    officer.get(LIST)
    with django_assert_num_queries(BUDGET):
        officer.get(LIST)
    adult(reach.group, "B"), adult(reach.group, "C", checked=False)
    with django_assert_num_queries(BUDGET):
        assert len(officer.get(LIST).context["rows"]) == 3


def test_empty_list_says_so():
    client = browser(make_user("area_officer", area=make_area(HERE[:4])))
    assert "Nobody works with groups in your area yet." in client.get(LIST).text


BUDGET = 6
