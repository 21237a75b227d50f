"""Typed names of a meeting: matched to members, enrolled, counted as guests; nothing is guessed."""

import pytest

from accounts.models import JournalEntry
from fieldbook.models import Delivery
from participation.models import Meeting
from people.models import Person
from tests.factories.accounts import signed_in
from tests.factories.participation import make_membership
from tests.factories.people import make_person
from tests.fieldbook.desk import url, verbs
from tests.fieldbook.phone import a_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(field):
    field.late = make_membership(group=field.group, person=make_person(family_name="យឺត", given_name="មក")).person
    marks = dict.fromkeys(field.people, "present")
    record = a_meeting(
        field.group,
        marks=marks,
        typed_names=["យឺត មក", "ថ្មី ស្រស់", "ភ្ញៀវ", "គ្មាន"],
        guests=[{"group": "women", "number": 2, "with_difficulty": 1}],
    )
    assert field.phone.send("meeting", record)["outcome"] == "taken"
    return Delivery.objects.get()


def answers(field, **more):
    return {
        "version": "1",
        "n0-who": f"member:{field.late.pk}",
        "n1-who": "new",
        "n1-family_name": "ថ្មី",
        "n1-given_name": "ស្រស់",
        "n1-sex": "male",
        "n1-birth_year": "២០១៣",
        "n2-who": "guest:women",
        "n3-who": "nobody",
        **more,
    }


@pytest.mark.parametrize("reader", ["officer", "maker"])
def test_typed_names_become_marks_members_and_guests(field, officer, named, reader):
    by = officer if reader == "officer" else field.user
    client = signed_in(by)
    page = client.get(url("names", named))
    assert "គ្មាន" in page.content.decode()
    assert client.post(url("names", named), answers(field)).status_code == 302
    meeting = Meeting.objects.get()
    newcomer = Person.objects.get(given_name="ស្រស់")
    marks = dict(meeting.marks.values_list("person_id", "state"))
    assert marks == dict.fromkeys([*(person.pk for person in field.people), field.late.pk, newcomer.pk], "present")
    assert newcomer.memberships.get().began_on == meeting.held_on
    assert [(one.group, one.number, one.with_difficulty) for one in meeting.head_counts.all()] == [("women", 3, 1)]
    named.refresh_from_db()
    assert (named.has_names, named.sealed, named.settled_by) == (False, None, by)
    assert ("delivery.names_matched", by.pk) in verbs(named)
    assert "ថ្មី" not in str(list(JournalEntry.objects.values("details")))


def test_names_offer_only_members_who_are_not_marked(field, desk, named):
    form = desk.get(url("names", named)).context["forms"][0]
    page = str(form["who"])
    assert str(field.late.pk) in page
    assert str(field.people[0].pk) not in page


@pytest.mark.parametrize(
    "more",
    [
        {"n0-who": ""},
        {"n1-given_name": ""},
        {"n1-sex": ""},
        {"n2-who": "guest:ghosts"},
        {"n3-who": "member:00000000-0000-0000-0000-000000000000"},
        {"version": "7"},
        {"version": ""},
    ],
)
def test_names_that_are_not_answered_stay(field, desk, named, more):
    assert desk.post(url("names", named), answers(field, **more)).status_code == 200
    assert (Meeting.objects.get().marks.count(), Delivery.objects.get().has_names) == (3, True)
    assert not Person.objects.filter(given_name="ស្រស់").exists()


def test_two_names_are_not_one_member(field, desk, named):
    response = desk.post(url("names", named), answers(field, **{"n3-who": f"member:{field.late.pk}"}))
    assert "Two names stand for one member" in response.content.decode()
    assert Meeting.objects.get().marks.count() == 3


def test_names_of_an_approved_meeting_wait(field, desk, named):
    Meeting.objects.update(status="approved")
    assert desk.post(url("names", named), answers(field)).status_code == 200
    assert Delivery.objects.get().has_names is True
