"""Adding a group, correcting it, and pausing, closing and reopening it."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.actions.groups import change_group
from participation.models import CommunityGroup
from tests.factories.accounts import make_user
from tests.factories.participation import (
    make_closed_group,
    make_facilitation,
    make_partner,
    make_rule,
    make_school,
)
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, Reach, browser, journal_rows

pytestmark = pytest.mark.django_db
ADD = "/desk/groups/new/?kind=club"


@pytest.fixture
def reach():
    return Reach()


@pytest.fixture
def officer(reach):
    return browser(reach.officer())


def answers(**changed):
    given = {
        "name_km": "ក្លឹបថ្មី",
        "setting": "village",
        "area": f"mef{HERE}",
        "founded_year": "2021",
        "status": "active",
        "rhythm_days": "30",
        "age_from": "6",
        "age_to": "17",
        **changed,
    }
    return {name: value for name, value in given.items() if value is not None}


def added():
    return CommunityGroup.objects.exclude(code__contains="TEST")


def refused(client, url, given):
    """The fields with a sentence, of a page that is drawn again."""
    response = client.post(url, given)
    assert response.status_code == 200
    assert response.context["form"].errors
    return response


# --- adding ----------------------------------------------------------------------------------------------------------
def test_kind_is_chosen_first(officer):
    page = officer.get("/desk/groups/new/").content.decode()
    assert all(f"?kind={kind}" in page for kind in ("club", "council", "network", "parents"))
    assert officer.get("/desk/groups/new/?kind=party").context["kinds"]


def test_form_is_filled_in_from_the_rule(officer):
    make_rule(age_from=7, age_to=14, rhythm_days=21)
    form = officer.get(ADD).context["form"]
    assert (form["age_from"].value(), form["age_to"].value(), form["rhythm_days"].value()) == (7, 14, 21)


def test_add_writes_the_group_and_leads_to_its_page(officer):
    partner = make_partner()
    given = answers(name_latin="New Club", founded_on="2021-05-31", founded_year="", founded_by=partner.pk)
    response = officer.post(ADD, {**given, "usual_day": "ថ្ងៃអាទិត្យ", "age_from": "៧"})
    group = added().get()
    assert response.url == reverse("groups:page", args=[group.pk])
    assert (group.kind, group.code, group.area_id) == ("club", "C-0506-0001", f"mef{HERE}")
    assert (group.founded_on, group.founded_is_year, group.founded_by) == (date(2021, 5, 31), False, partner)
    assert (group.usual_day, group.age_from, group.status) == ("ថ្ងៃអាទិត្យ", 7, "active")
    assert [row.about_id for row in journal_rows("group.added")] == [str(group.pk)]


def test_add_with_only_the_year(officer):
    officer.post(ADD, answers(founded_year="២០២១", status="forming"))
    group = added().get()
    assert (group.founded_on, group.founded_is_year, group.status) == (date(2021, 1, 1), True, "forming")


def test_add_in_a_school_from_the_list_of_schools(officer):
    school = make_school(area=make_area(HERE))
    url = f"{ADD}&school={school.pk}"
    form = officer.get(url).context["form"]
    assert (form["setting"].value(), form["school"].value()) == ("school", school.pk)
    officer.post(url, answers(setting="school", school=school.pk))
    assert added().get().school == school


def test_school_is_left_out_where_the_group_is_in_no_school(officer):
    school = make_school(area=make_area(HERE))
    officer.post(ADD, answers(school=school.pk))
    assert added().get().school is None


def test_schools_offered_are_those_near_the_place(officer):
    near, far = make_school(area=make_area("050602")), make_school(area=make_area("050701"))
    beyond = make_school(area=make_area(THERE))
    response = refused(officer, ADD, answers(setting="school"))
    page = response.content.decode()
    assert response.context["form"].errors["school"] == ["Choose the school of this group."]
    assert str(near.pk) in page
    assert str(far.pk) not in page
    assert str(beyond.pk) not in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_km": ""}, "name_km"),
        ({"name_km": "\u200b "}, "name_km"),
        ({"name_km": "ក" * 161}, "name_km"),
        ({"name_latin": "a\x00b"}, "name_latin"),
        ({"setting": "moon"}, "setting"),
        ({"area": None}, "area"),
        ({"area": "mef0506"}, "area"),
        ({"area": "mef99"}, "area"),
        ({"area": "x' --"}, "area"),
        ({"area": f"mef{THERE}"}, "area"),
        ({"founded_year": ""}, "founded_on"),
        ({"founded_year": "1066"}, "founded_year"),
        ({"founded_year": "2099"}, "founded_year"),
        ({"founded_on": "2020-02-30"}, "founded_on"),
        ({"founded_on": "2199-01-01", "founded_year": ""}, "founded_on"),
        ({"founded_on": "2020-01-01"}, "founded_year"),
        ({"founded_by": "00000000-0000-0000-0000-000000000000"}, "founded_by"),
        ({"founded_by": "x"}, "founded_by"),
        ({"rhythm_days": "0"}, "rhythm_days"),
        ({"rhythm_days": "99999999999999999999"}, "rhythm_days"),
        ({"age_from": "18"}, "age_to"),
        ({"age_to": "-1"}, "age_to"),
        ({"status": "closed"}, "status"),
        ({"school": "x"}, "school"),
    ],
    ids=str,
)
def test_add_refuses_with_a_sentence_at_the_field(officer, changed, field):
    make_area(THERE)
    response = refused(officer, ADD, answers(**changed))
    assert field in response.context["form"].errors
    assert list(added()) == []


def test_add_refuses_a_school_out_of_reach(officer):
    foreign = make_school(area=make_area(THERE))
    response = refused(officer, ADD, answers(setting="school", school=foreign.pk))
    assert "school" in response.context["form"].errors
    assert foreign.name_km not in officer.get(f"{ADD}&school={foreign.pk}").content.decode()
    assert list(added()) == []


def test_what_was_typed_stands_again_after_a_refusal(officer):
    page = refused(officer, ADD, answers(name_latin="Typed with care", age_to="3")).content.decode()
    assert 'value="Typed with care"' in page


@pytest.mark.parametrize("role", ["facilitator", "focal_point", "administrator", "donor"])
def test_add_is_closed_to_others(role):
    client = browser(make_user(role))
    assert client.get(ADD).status_code == 404
    assert client.post(ADD, answers()).status_code == 404
    assert not CommunityGroup.objects.exists()


# --- correcting ------------------------------------------------------------------------------------------------------
def edit_url(group):
    return reverse("groups:edit", args=[group.pk])


def corrections(group, **changed):
    return answers(name_km=group.name_km, status=None, version=group.version, **changed)


def test_edit_opens_with_what_is_stored(reach, officer):
    form = officer.get(edit_url(reach.group)).context["form"]
    assert (form["name_km"].value(), form["founded_on"].value()) == (reach.group.name_km, reach.group.founded_on)
    assert form["version"].value() == 1


def test_edit_saves(reach, officer):
    response = officer.post(edit_url(reach.group), corrections(reach.group, usual_place="ផ្ទះមេភូមិ"))
    assert response.url == reverse("groups:page", args=[reach.group.pk])
    reach.group.refresh_from_db()
    assert (reach.group.usual_place, reach.group.version) == ("ផ្ទះមេភូមិ", 2)
    assert journal_rows("group.changed")[0].details["fields"]


def test_edit_of_a_foreign_group_is_not_found(reach, officer):
    before = reach.foreign_group.name_km
    assert officer.get(edit_url(reach.foreign_group)).status_code == 404
    assert officer.post(edit_url(reach.foreign_group), answers(name_km="ថ្មី", version=1)).status_code == 404
    reach.foreign_group.refresh_from_db()
    assert reach.foreign_group.name_km == before


def test_edit_cannot_move_a_group_out_of_reach(reach, officer):
    make_area(THERE)
    response = refused(officer, edit_url(reach.group), corrections(reach.group, area=f"mef{THERE}"))
    assert response.context["form"].errors["area"] == ["This place lies outside your area."]


def test_edit_is_closed_to_who_only_works_with_the_group(reach):
    client = browser(reach.facilitator())
    assert client.get(edit_url(reach.group)).status_code == 404
    assert client.post(edit_url(reach.group), corrections(reach.group)).status_code == 404


def test_conflict_shows_what_is_stored_and_keeps_what_was_typed(reach, officer):
    typed = corrections(reach.group, usual_place="សាលា")
    change_group(group=reach.group, by=make_user(), usual_place="វត្ត")
    response = refused(officer, edit_url(reach.group), typed)
    page = response.content.decode()
    assert ("Usual place", "វត្ត", "សាលា") in [
        (one.label, one.saved, one.typed) for one in response.context["form"].differences
    ]
    assert 'value="សាលា"' in page
    reach.group.refresh_from_db()
    assert reach.group.usual_place == "វត្ត"
    again = officer.post(edit_url(reach.group), {**typed, "version": response.context["form"]["version"].value()})
    assert again.status_code == 302
    reach.group.refresh_from_db()
    assert reach.group.usual_place == "សាលា"


@pytest.mark.parametrize("version", ["", "x", "-1", "1e9", "99999999999999999999999"])
def test_edit_with_a_version_that_is_none_saves_nothing(reach, officer, version):
    refused(officer, edit_url(reach.group), {**corrections(reach.group, usual_place="សាលា"), "version": version})
    reach.group.refresh_from_db()
    assert reach.group.usual_place == ""


# --- pausing, closing, reopening -------------------------------------------------------------------------------------
def status_url(group):
    return reverse("groups:status", args=[group.pk])


def steps_offered(client, group):
    return [value for value, _label in client.get(status_url(group)).context["form"].fields["status"].choices]


def step(status, **changed):
    return {"status": status, "since": timezone.localdate().isoformat(), "reason": "គ្រូផ្លាស់ទី", **changed}


def test_steps_follow_the_status(reach, officer):
    closed = make_closed_group(area=make_area(HERE))
    assert steps_offered(officer, reach.group) == ["paused", "closed"]
    assert steps_offered(officer, closed) == ["active"]


def test_pause_keeps_day_and_reason(reach, officer):
    response = officer.post(status_url(reach.group), step("paused"))
    assert response.url == reverse("groups:page", args=[reach.group.pk])
    reach.group.refresh_from_db()
    assert (reach.group.status, reach.group.status_reason) == ("paused", "គ្រូផ្លាស់ទី")
    assert [row.details["status"] for row in journal_rows("group.status_changed")] == ["paused"]


def test_close_ends_memberships_and_facilitations(reach, officer):
    facilitation = make_facilitation(group=reach.group)
    officer.post(status_url(reach.group), step("closed"))
    for row in (reach.membership, facilitation):
        row.refresh_from_db()
        assert row.ended_on == timezone.localdate()
    reach.foreign.refresh_from_db()
    assert reach.foreign.ended_on is None


def test_closed_group_opens_again_without_a_reason(officer):
    group = make_closed_group(area=make_area(HERE))
    officer.post(status_url(group), step("active", reason=""))
    group.refresh_from_db()
    assert group.status == "active"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"since": ""}, "since"),
        ({"since": "2199-01-01"}, "since"),
        ({"since": "2019-01-01"}, "since"),
        ({"since": "31/31/2026"}, "since"),
        ({"status": "active"}, "status"),
        ({"status": "gone"}, "status"),
    ],
    ids=str,
)
def test_status_refuses_with_a_sentence_at_the_field(reach, officer, changed, field):
    response = refused(officer, status_url(reach.group), {**step("paused"), **changed})
    assert field in response.context["form"].errors
    reach.group.refresh_from_db()
    assert reach.group.status == "active"


def test_status_of_a_foreign_group_is_not_found(reach, officer):
    assert officer.get(status_url(reach.foreign_group)).status_code == 404
    assert officer.post(status_url(reach.foreign_group), step("closed")).status_code == 404
    reach.foreign_group.refresh_from_db()
    assert reach.foreign_group.status == "active"


def test_status_is_closed_to_who_only_works_with_the_group(reach):
    assert browser(reach.facilitator()).post(status_url(reach.group), step("closed")).status_code == 404


def test_unknown_group_is_not_found(officer):
    for name in ("groups:page", "groups:edit", "groups:status", "groups:history"):
        assert officer.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_group_of_yesterday_cannot_close_before_it_was_founded(reach, officer):
    reach.group.status_since = timezone.localdate() - timedelta(days=1)
    reach.group.save()
    given = step("paused", since=(timezone.localdate() - timedelta(days=2)).isoformat())
    assert "since" in refused(officer, status_url(reach.group), given).context["form"].errors
