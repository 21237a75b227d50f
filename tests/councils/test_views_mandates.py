"""The pages on which a seat is filled, a mandate ends, and lines are written for the successor."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import JournalEntry
from councils.models import Mandate
from tests.councils.conftest import ago
from tests.factories.councils import make_method
from tests.factories.participation import make_group, make_membership
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"councils:{name}", args=[row.pk])


@pytest.fixture
def empty(councils):
    return councils.seats[2]


@pytest.fixture
def member(councils):
    """Of the council, without a seat."""
    person = make_person(family_name="សុខ", given_name="ដារា", sex="male")
    councils.join(person)
    return person


# --- filling ---------------------------------------------------------------------------------------------------------
def test_members_without_a_seat_are_offered(facilitator, councils, empty, member):
    answer = facilitator.get(url("fill", empty))
    offered = [key for key, _label in answer.context["form"].fields["person"].widget.choices]
    assert offered == ["", member.pk]
    assert JournalEntry.objects.get(verb="people.found").people == 1


def test_a_member_takes_the_seat(facilitator, councils, empty, member):
    given = {"step": "fill", "person": member.pk, "method": councils.method.pk, "began_on": ago(0).isoformat()}
    assert facilitator.post(url("fill", empty), given).url == url("seats", councils.council)
    mandate = Mandate.objects.get(seat=empty)
    assert (mandate.person, mandate.method, mandate.began_on) == (member, councils.method, timezone.localdate())


def test_somebody_from_elsewhere_is_found_and_becomes_a_member(officer, councils, empty):
    person = make_person(family_name="កែវ", given_name="បុប្ផា")
    make_membership(group=make_group(area=make_area(HERE)), person=person)
    found = officer.post(url("fill", empty), {"step": "find", "q": "បុប្ផា"})
    assert [row.person for row in found.context["found"].rows] == [person]
    chosen = officer.post(url("fill", empty), {"choose": person.pk})
    assert chosen.context["form"].initial["person"] == person
    given = {"step": "fill", "person": person.pk, "method": councils.method.pk, "began_on": ago(3).isoformat()}
    assert officer.post(url("fill", empty), given).status_code == 302
    assert person.memberships.filter(group=councils.council, began_on=ago(3)).exists()


def test_nobody_beyond_reach_is_chosen(officer, councils, empty):
    for asked in (councils.stranger.person.pk, "no key", "\x00"):
        answer = officer.post(url("fill", empty), {"choose": asked})
        assert answer.context["form"].initial["person"] is None
    given = {"step": "fill", "person": councils.stranger.person.pk, "method": councils.method.pk}
    answer = officer.post(url("fill", empty), {**given, "began_on": ago(0).isoformat()})
    assert "person" in answer.context["form"].errors
    assert not Mandate.objects.filter(seat=empty).exists()


def test_a_taken_seat_is_refused_with_a_sentence(officer, councils, member):
    given = {"step": "fill", "person": member.pk, "method": councils.method.pk, "began_on": ago(0).isoformat()}
    answer = officer.post(url("fill", councils.seats[0]), given)
    assert answer.context["form"].non_field_errors() == ["This seat already has a holder on these days."]
    answer = officer.post(url("fill", councils.seats[2]), {**given, "person": councils.girl.person.pk})
    assert list(answer.context["form"].errors) == ["person"]


# --- ending ----------------------------------------------------------------------------------------------------------
def test_a_mandate_ends_with_a_successor(facilitator, councils, member):
    method = make_method("consensus")
    given = {"ended_on": ago(1).isoformat(), "end_reason": "moved", "successor": member.pk, "method": method.pk}
    assert facilitator.post(url("end", councils.girl), given).url == url("seat", councils.seats[0])
    councils.girl.refresh_from_db()
    assert (councils.girl.ended_on, councils.girl.end_reason) == (ago(1), "moved")
    following = Mandate.objects.get(person=member)
    assert (following.seat, following.began_on, following.ends_on) == (councils.seats[0], ago(0), ago(-30))


def test_a_successor_needs_a_way(facilitator, councils, member):
    given = {"ended_on": ago(1).isoformat(), "end_reason": "moved", "successor": member.pk}
    answer = facilitator.post(url("end", councils.girl), given)
    assert list(answer.context["form"].errors) == ["method"]
    councils.girl.refresh_from_db()
    assert councils.girl.ended_on is None


def test_an_end_and_a_mandate_are_taken_back(officer, councils):
    officer.post(url("end", councils.girl), {"ended_on": ago(1).isoformat(), "end_reason": "other"})
    assert officer.post(url("undo_end", councils.girl)).status_code == 302
    councils.girl.refresh_from_db()
    assert councils.girl.ended_on is None
    assert officer.post(url("take_back", councils.girl)).url == url("seat", councils.seats[0])
    assert not Mandate.objects.filter(pk=councils.girl.pk).exists()


def test_lines_for_the_successor_stand_on_the_page_of_the_seat(facilitator, councils):
    page = facilitator.get(url("handover", councils.girl)).content.decode()
    assert "Do not write names" in page
    given = {"handover_1": "ផ្លូវទៅសាលា", "handover_2": "", "handover_3": ""}
    assert facilitator.post(url("handover", councils.girl), given).status_code == 302
    assert "ផ្លូវទៅសាលា" in facilitator.get(url("seat", councils.seats[0])).content.decode()


def test_lines_are_hidden_with_the_name(nameless, councils):
    Mandate.objects.update(handover_1="ផ្លូវទៅសាលា")
    text = nameless.get(url("seat", councils.seats[0])).content.decode()
    assert "hidden from you" in text
    assert "ផ្លូវទៅសាលា" not in text


# --- the border ------------------------------------------------------------------------------------------------------
def test_foreign_mandates_are_not_found(officer, nameless, councils):
    for name in ("end", "undo_end", "take_back", "handover"):
        assert officer.get(url(name, councils.stranger)).status_code == 404, name
        assert officer.post(url(name, councils.stranger)).status_code == 404, name
        assert nameless.get(url(name, councils.girl)).status_code == 404, name


def test_each_look_at_a_mandate_is_kept(officer, councils):
    for name in ("end", "undo_end", "take_back", "handover"):
        officer.get(url(name, councils.girl))
    lines = JournalEntry.objects.filter(verb="mandate.read")
    assert [(line.about_id, line.people) for line in lines] == [(str(councils.girl.pk), 1)] * 4


def test_each_list_of_successors_is_kept(officer, councils, member):
    officer.get(url("end", councils.girl))
    line = JournalEntry.objects.get(verb="people.found")
    assert (line.about_id, line.people) == (str(councils.council.pk), 1)


def test_page_costs_the_same_at_one_row_and_at_three(officer, councils, empty, member, django_assert_num_queries):
    officer.get(url("fill", empty))
    with django_assert_num_queries(9):
        officer.get(url("fill", empty))
    for _turn in range(2):
        councils.join(make_person())
    with django_assert_num_queries(9):
        officer.get(url("fill", empty))
