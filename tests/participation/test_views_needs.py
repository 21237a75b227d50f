"""What the room needs for somebody: asked on the forms, shown to who sees names, on the card, never with a reason."""

import re

import pytest
from django.urls import reverse

from people.anonymising import remove_name
from people.models import Person
from people.support import needs_of
from tests.factories.people import make_need
from tests.participation.reaches import Reach, browser
from tests.participation.test_views_members import newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach():
    return Reach()


def page(user, name, *args):
    return browser(user).get(reverse(name, args=args)).text


def test_newcomer_is_enrolled_with_what_the_room_needs(reach):
    url = reverse("members:enrol", args=[reach.group.pk])
    data = newcomer(reach.group, support_needs=["sign", "step_free"])
    assert browser(reach.facilitator()).post(url, data).status_code == 302
    assert needs_of(Person.objects.get(given_name=data["given_name"])) == {"sign", "step_free"}


def test_correction_shows_changes_and_removes_needs(reach):
    make_need(person=reach.person, need="sign")
    url, client = reverse("people:edit", args=[reach.person.pk]), browser(reach.facilitator())
    ticked = re.findall(r'name="support_needs" value="(\w+)"[^>]*checked', client.get(url).text)
    assert ticked == ["sign"]
    data = {"version": 1, "family_name": "សុខ", "given_name": "ស្រីនាង", "sex": "female", "difficulty": "no"}
    assert client.post(url, {**data, "birth_year": 2014, "support_needs": ["large_print"]}).status_code == 302
    assert needs_of(reach.person) == {"large_print"}
    assert "Select a valid choice" in client.post(url, {**data, "version": 2, "support_needs": ["deaf"]}).text
    assert client.post(url, {**data, "version": 2}).status_code == 302
    assert needs_of(reach.person) == set()


def test_whose_name_was_removed_is_not_asked(reach):
    remove_name(person=reach.person, reason="no_paper", by=None)
    assert 'name="support_needs"' not in page(reach.facilitator(), "people:edit", reach.person.pk)


def test_needs_stand_on_the_persons_page_and_in_the_roster_with_a_legend(reach):
    assert "What the room needs" not in page(reach.facilitator(), "groups:page", reach.group.pk)
    make_need(person=reach.person, need="step_free")
    make_need(person=reach.add_member().person, need="sign")
    user = reach.facilitator()
    text = page(user, "people:page", reach.person.pk)
    assert ("A room without steps" in text, "Sign language" in text) == (True, False)
    text = page(user, "groups:page", reach.group.pk)
    assert [text.count(word) for word in ("A room without steps", "Sign language", "Large print")] == [3, 3, 0]
    assert "What the room needs" in text


def test_needs_are_hidden_from_who_sees_no_names(reach):
    make_need(person=reach.person)
    assert "A room without steps" not in page(reach.nameless(), "groups:page", reach.group.pk)


def test_card_tells_each_member_what_is_kept_of_them(reach):
    make_need(person=reach.person, need="large_print")
    reach.add_member()
    text = browser(reach.facilitator()).get(reverse("consents:cards", args=[reach.group.pk]) + "?in=en").text
    assert text.count("We also keep what the room needs") == text.count("<li>Large print</li>") == 1
