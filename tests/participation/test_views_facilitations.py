from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Facilitation
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_facilitation, make_group
from tests.factories.places import make_area
from tests.participation.reaches import HERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
LIST = "/desk/facilitators/"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.nameless())


@pytest.fixture
def foreigner(reach):
    """A facilitator who works only beyond the border."""
    user = make_user("facilitator", full_name="Far Away")
    make_facilitation(user=user, group=reach.foreign_group)
    return user


def today(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def url(name, key):
    return reverse(f"facilitations:{name}", args=[key])


def refused(response, field):
    assert response.status_code == 200
    return response.context["form"].errors[field]


# --- list and person -------------------------------------------------------------------------------------------------
def test_list_shows_who_works_within_reach_or_nowhere(reach, officer, foreigner):
    mine = reach.facilitator()
    free = make_user("facilitator")
    make_user("programme_officer", area=make_area(HERE))
    response = officer.get(LIST)
    assert {row.user for row in response.context["rows"]} == {mine, free}
    assert response.context["found"] == "2 facilitators"
    assert foreigner.full_name not in response.content.decode()


def test_row_names_only_groups_within_reach(reach, officer):
    user = reach.facilitator()
    make_facilitation(user=user, group=reach.foreign_group)
    (row,) = officer.get(LIST).context["rows"]
    assert [one.group for one in row.facilitations] == [reach.group]
    assert reach.foreign_group.name_km not in officer.get(LIST).content.decode()


def test_search_finds_by_part_of_the_name(officer):
    found = make_user("facilitator", full_name="សុខ ដារា")
    make_user("facilitator", full_name="ចាន់ សុភា")
    assert [row.user for row in officer.get(LIST, {"q": "ដារា"}).context["rows"]] == [found]
    assert len(officer.get(LIST, {"q": "\x00"}).context["rows"]) == 2


def test_groups_without_a_facilitator_are_named(reach, officer):
    make_facilitation(group=make_group(area=make_area(HERE), name_km="មានគ្រូ"))
    make_closed_group(area=make_area(HERE))
    context = officer.get(LIST).context
    assert (list(context["without"]), context["without_found"]) == ([reach.group], "1 group has nobody today.")


def test_list_costs_the_same_at_one_row_and_at_three(reach, officer, django_assert_num_queries):
    reach.facilitator()
    make_group(area=make_area(HERE))
    officer.get(LIST)
    with django_assert_num_queries(10):
        officer.get(LIST)
    for _number in range(2):
        reach.facilitator()
        make_group(area=make_area(HERE))
    with django_assert_num_queries(10):
        officer.get(LIST)


def test_person_shows_the_groups_within_reach(reach, officer):
    user = reach.facilitator()
    make_facilitation(user=user, group=reach.foreign_group)
    page = officer.get(url("person", user.pk)).content.decode()
    assert reverse("groups:page", args=[reach.group.pk]) in page
    assert reverse("groups:page", args=[reach.foreign_group.pk]) not in page


def test_foreign_person_is_not_found(reach, officer, foreigner):
    for key in (foreigner.pk, 10**30, reach.officer().pk):
        assert officer.get(url("person", key)).status_code == 404
        assert officer.post(url("appoint_person", key), {"group": reach.group.code}).status_code == 404
    assert len(journal_rows("page.refused")) == 6


# --- appointing ------------------------------------------------------------------------------------------------------
def test_appoint_by_group(reach, officer):
    user = make_user("facilitator")
    response = officer.post(url("appoint", reach.group.pk), {"user": user.pk, "began_on": today(3)})
    assert response.url == reverse("groups:page", args=[reach.group.pk])
    facilitation = Facilitation.objects.get()
    assert (facilitation.user, facilitation.group, facilitation.ended_on) == (user, reach.group, None)
    assert len(journal_rows("facilitation.begun")) == 1


def test_appoint_refuses_who_is_not_offered(reach, officer, foreigner):
    for user in (foreigner, reach.officer(), make_user("facilitator", is_active=False)):
        assert refused(officer.post(url("appoint", reach.group.pk), {"user": user.pk, "began_on": today()}), "user")
    assert Facilitation.objects.exclude(user=foreigner).count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"user": ""}, "user"),
        ({"user": "x"}, "user"),
        ({"user": "99999999999999999999999"}, "user"),
        ({"began_on": "soon"}, "began_on"),
        ({"ended_on": "2001-01-01"}, "ended_on"),
    ],
    ids=str,
)
def test_appoint_refuses_with_a_sentence_at_the_field(reach, officer, changed, field):
    given = {"user": make_user("facilitator").pk, "began_on": today(), **changed}
    assert refused(officer.post(url("appoint", reach.group.pk), given), field)
    assert not Facilitation.objects.exists()


def test_appoint_twice_is_refused(reach, officer):
    user = reach.facilitator()
    assert refused(officer.post(url("appoint", reach.group.pk), {"user": user.pk, "began_on": today()}), "user")


def test_substitute_for_a_day(reach, officer):
    user = make_user("facilitator")
    given = {"user": user.pk, "began_on": today(1), "ended_on": today(1)}
    assert refused(officer.post(url("substitute", reach.group.pk), {**given, "ended_on": ""}), "ended_on")
    officer.post(url("substitute", reach.group.pk), given)
    facilitation = Facilitation.objects.get()
    assert facilitation.is_substitute
    assert facilitation.ended_on == facilitation.began_on == timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("words", ["code", "name_km"])
def test_appoint_by_person(reach, officer, words):
    user = make_user("facilitator")
    given = {"group": getattr(reach.group, words), "began_on": today()}
    assert officer.post(url("appoint_person", user.pk), given).url == url("person", user.pk)
    assert Facilitation.objects.get().group == reach.group


def test_appoint_by_person_asks_which_of_several(reach, officer):
    twin = make_group(area=make_area(HERE), name_km=reach.group.name_km)
    given = {"group": reach.group.name_km, "began_on": today()}
    (sentence,) = refused(officer.post(url("appoint_person", make_user("facilitator").pk), given), "group")
    assert reach.group.code in sentence
    assert twin.code in sentence


def test_appoint_by_person_does_not_find_a_foreign_group(reach, officer):
    user = make_user("facilitator")
    for words in (reach.foreign_group.code, reach.foreign_group.name_km, "\x00", "ក" * 161):
        assert refused(officer.post(url("appoint_person", user.pk), {"group": words, "began_on": today()}), "group")
    assert not Facilitation.objects.exists()


def test_closed_group_gets_no_facilitator(officer):
    group = make_closed_group(area=make_area(HERE))
    given = {"user": make_user("facilitator").pk, "began_on": today()}
    response = officer.post(url("appoint", group.pk), given)
    assert response.context["form"].non_field_errors() == ["This group is closed."]


# --- ending ----------------------------------------------------------------------------------------------------------
def test_end_keeps_the_last_day_and_signs_out(reach, officer):
    user = reach.facilitator()
    facilitation = Facilitation.objects.get()
    theirs = browser(user)
    assert theirs.get("/desk/").status_code == 200
    officer.post(url("end", facilitation.pk), {"ended_on": today(-1)})
    facilitation.refresh_from_db()
    assert facilitation.ended_on == timezone.localdate() - timedelta(days=1)
    assert theirs.get("/desk/").status_code == 302


def test_end_before_the_beginning_is_refused(reach, officer):
    reach.facilitator()
    facilitation = Facilitation.objects.get()
    assert refused(officer.post(url("end", facilitation.pk), {"ended_on": "2001-01-01"}), "ended_on")
    facilitation.refresh_from_db()
    assert facilitation.ended_on is None


# --- who gets in -----------------------------------------------------------------------------------------------------
def test_foreign_group_and_facilitation_are_not_found(reach, officer, foreigner):
    facilitation = Facilitation.objects.get(user=foreigner)
    given = {"user": make_user("facilitator").pk, "began_on": today(), "ended_on": today()}
    for name, key in (
        ("appoint", reach.foreign_group.pk),
        ("substitute", reach.foreign_group.pk),
        ("end", facilitation.pk),
    ):
        assert officer.get(url(name, key)).status_code == 404, name
        assert officer.post(url(name, key), given).status_code == 404, name
    assert Facilitation.objects.get() == facilitation
    facilitation.refresh_from_db()
    assert facilitation.ended_on is None


def test_facilitators_do_not_appoint(reach):
    user = reach.facilitator()
    facilitation = Facilitation.objects.get()
    client = browser(user)
    assert client.get(LIST).status_code == 404
    for name, key in (
        ("person", user.pk),
        ("appoint_person", user.pk),
        ("appoint", reach.group.pk),
        ("substitute", reach.group.pk),
        ("end", facilitation.pk),
    ):
        assert client.get(url(name, key)).status_code == 404, name


def test_former_facilitator_stays_in_the_list_of_the_area(reach, officer):
    former = make_user("facilitator")
    make_facilitation(user=former, group=reach.group, ended_on=date(2024, 1, 1))
    make_facilitation(user=former, group=reach.foreign_group)
    (row,) = officer.get(LIST).context["rows"]
    assert (row.user, row.facilitations) == (former, [])
