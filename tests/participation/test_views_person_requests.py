"""A person's own request at the desk: the sheet tells everything, and who leaves is forgotten."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.models import JournalEntry
from accounts.roles import ROLES, Capability
from people import telling
from people.models import Person, PersonRequest, Purpose
from tests.factories.accounts import make_user, signed_in
from tests.factories.councils import make_mandate
from tests.factories.networks import make_place
from tests.factories.participation import (
    make_facilitation,
    make_group,
    make_hold,
    make_mark,
    make_meeting,
    make_membership,
    make_photo,
)
from tests.factories.people import make_consent, make_need, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = make_person(family_name="សុខ", given_name="បូផា", name_latin="Sok Bopha", birth_year=2014)
    group = make_group(name_latin="Lotus club")
    make_membership(person=person, group=group)
    meeting = make_meeting(group=group)
    make_mark(meeting=meeting, person=person)
    make_photo(shown=[person], meeting=meeting)
    make_need(person=person)
    make_consent(person=person, purpose=Purpose.PHOTO_INSIDE)
    make_mandate(person=person)
    make_place(person=person)
    return person


def sheet_of(client, person, language):
    response = client.get(reverse("people:sheet", args=[person.pk]), {"in": language})
    assert response.status_code == 200
    return response.content.decode()


def test_every_table_with_a_person_in_it_is_told_on_the_sheet():
    """A new table with a person in it fails here until somebody says how the person is told of it."""
    fields = Person._meta.get_fields(include_hidden=True)
    pointing = {field.related_model._meta.label for field in fields if field.one_to_many or field.one_to_one}
    assert pointing - telling.tables_told() == set()


def test_the_sheet_tells_all_that_is_kept_in_english(person):
    make_hold(person=person)
    body = sheet_of(signed_in(make_user("programme_officer")), person, "en")
    for word in (person.code, "Sok Bopha", "2014", "Lotus club", "Present", "A room without steps", "since"):
        assert word in body, word
    for told in telling.told_of(person, user=make_user("programme_officer")):
        assert told.lines or str(told.title) in {"Elections in which you stood", "Other records"} | EMPTY, told.title


EMPTY = {"Code of conduct and screening", "What you asked before", "Pictures on public pages that show you"}


def test_the_sheet_is_in_khmer_whatever_the_reader_reads(person):
    body = sheet_of(signed_in(make_user("programme_officer", language="en")), person, "")
    main = body.split("<main")[1].split("</main>")[0]
    assert "ក្រុមរបស់ប្អូន" in main
    assert "Your groups" not in main


def test_the_sheet_counts_who_looked_by_role_and_names_nobody(person):
    facilitator = make_user("facilitator", full_name="Secretname", language="en")
    group = person.memberships.first().group
    make_facilitation(group=group, user=facilitator)
    for _turn in range(3):
        journal.seen("person.read", about=person, by=facilitator, people=1)
    journal.seen("roster.read", about=group, by=facilitator, people=9)
    journal.seen("roster.read", about=make_group(), by=facilitator, people=9)
    body = sheet_of(signed_in(make_user("programme_officer")), person, "en")
    assert "Facilitator: your record 3 times, lists of your groups 1 times" in body
    assert "Secretname" not in body
    line = JournalEntry.objects.get(verb="person.sheet_printed")
    assert (line.about_id, line.people) == (str(person.pk), 1)


def test_what_lies_beyond_the_reach_of_who_prints_is_told_by_number(person):
    facilitator = make_user("facilitator", language="en")
    make_facilitation(group=person.memberships.first().group, user=facilitator)
    beyond = make_group(name_latin="Hidden club")
    make_membership(person=person, group=beyond)
    make_mark(meeting=make_meeting(group=beyond), person=person)
    body = sheet_of(signed_in(facilitator), person, "en")
    assert ("Lotus club" in body, "Hidden club" in body) == (True, False)
    assert body.count("more stands where the person who prints this may not look") >= 2


@pytest.mark.parametrize(("kind", "leads_to"), [("see", "people:sheet"), ("correct", "people:edit")])
def test_what_is_asked_is_written_down_and_leads_on(person, kind, leads_to):
    client = signed_in(make_user("programme_officer"))
    asked_on = timezone.localdate() - timedelta(days=2)
    address = reverse("people:request", args=[person.pk])
    response = client.post(address, {"kind": kind, "asked_on": asked_on.isoformat()})
    assert response.headers["Location"] == reverse(leads_to, args=[person.pk])
    request = PersonRequest.objects.get()
    assert (request.kind, request.asked_on) == (kind, asked_on)
    assert request.get_answer_display() in client.get(address).content.decode()


def test_who_leaves_is_asked_once_more_and_then_forgotten(person):
    client = signed_in(make_user("programme_officer"))
    given = {"kind": "leave", "asked_on": timezone.localdate().isoformat()}
    response = client.post(reverse("people:request", args=[person.pk]), given)
    address = reverse("people:leave", args=[person.pk])
    assert (response.headers["Location"], PersonRequest.objects.count()) == (address, 0)
    assert "This cannot be taken back." in client.get(address).content.decode()
    assert client.post(address, given).headers["Location"] == reverse("people:search")
    person.refresh_from_db()
    assert person.forgotten_on == timezone.localdate()
    assert PersonRequest.objects.get().kind == "leave"


def test_who_is_held_stays_and_the_page_says_why(person):
    make_hold(person=person)
    client = signed_in(make_user("programme_officer"))
    body = client.post(
        reverse("people:leave", args=[person.pk]), {"asked_on": timezone.localdate().isoformat()}
    ).content.decode()
    assert "A hold keeps this record for now." in body
    assert Person.objects.get(pk=person.pk).forgotten_on is None


def test_who_sees_and_may_not_change_is_offered_the_sheet_alone(person, monkeypatch):
    role = ROLES["area_officer"]  # no role of today sees names and may not change them
    wider = replace(role, capabilities=role.capabilities | {Capability.SEE_PEOPLE})
    monkeypatch.setitem(ROLES, "area_officer", wider)
    client = signed_in(make_user("area_officer", second_factor=True))
    address = reverse("people:request", args=[person.pk])
    assert re.findall(r'name="kind" value="(\w+)"', client.get(address).content.decode()) == ["see"]
    client.post(address, {"kind": "correct", "asked_on": timezone.localdate().isoformat()})
    assert PersonRequest.objects.count() == 0
