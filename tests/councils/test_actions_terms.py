"""What the days bring, under a clock that is told: ends are told once, who was chosen takes office."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import JournalEntry, Notice
from accounts.sentences import sentence
from councils.actions.mandates import fill_seat
from councils.actions.terms import take_office, tell_of_ends
from councils.models import Mandate
from participation.models import Kind, Membership
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_mandate, make_method, make_seat
from tests.factories.participation import make_closed_group, make_facilitation, make_membership
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
END = date(2026, 12, 31)
TERM = {"began_on": date(2026, 1, 1), "ends_on": END}
SOON = END - timedelta(days=60)


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def facilitator(council):
    return make_facilitation(group=council, began_on=date(2025, 1, 1)).user


def told(user):
    return [(notice.text_key, notice.params, notice.link) for notice in Notice.objects.filter(user=user)]


# --- telling ---------------------------------------------------------------------------------------------------------
def test_a_council_is_told_sixty_days_before_and_once(council, facilitator):
    make_mandate(council=council, **TERM)
    assert tell_of_ends(on=SOON - timedelta(days=1)) == 0
    assert tell_of_ends(on=SOON) == 1
    for later in (SOON, SOON + timedelta(days=1), END):
        assert tell_of_ends(on=later) == 0
    assert told(facilitator) == [("terms_end", {"seats": 1}, reverse("councils:seats", args=[council.pk]))]
    assert JournalEntry.objects.filter(verb="council.told_of_ends").count() == 1


def test_a_day_that_was_missed_is_made_up_for(council, facilitator):
    make_mandate(council=council, **TERM)
    assert tell_of_ends(on=END) == 1
    assert len(told(facilitator)) == 1


def test_terms_that_end_together_are_one_notice_to_each_facilitator(council, facilitator):
    other = make_facilitation(group=council, began_on=date(2025, 1, 1)).user
    for _turn in range(3):
        make_mandate(council=council, **TERM)
    assert tell_of_ends(on=SOON) == 3
    make_mandate(council=council, began_on=TERM["began_on"], ends_on=END + timedelta(days=5))
    assert tell_of_ends(on=SOON + timedelta(days=5)) == 1
    for user in (facilitator, other):
        assert [params for _key, params, _link in told(user)] == [{"seats": 3}, {"seats": 1}]


def test_what_is_over_or_has_ended_early_is_not_told(council, facilitator):
    make_mandate(council=council, **TERM, ended_on=END - timedelta(days=30))
    make_mandate(council=council, began_on=date(2025, 1, 1), ends_on=SOON - timedelta(days=1))
    make_mandate(council=council, began_on=SOON + timedelta(days=1), ends_on=END)
    assert tell_of_ends(on=SOON) == 0
    assert told(facilitator) == []


def test_a_council_nobody_works_with_stays_untold(council):
    make_mandate(council=council, **TERM)
    make_facilitation(group=council, began_on=date(2025, 1, 1), ended_on=SOON - timedelta(days=1))
    make_facilitation(group=council, began_on=SOON, ended_on=SOON, is_substitute=True)
    assert tell_of_ends(on=SOON) == 0
    user = make_facilitation(group=council, began_on=SOON + timedelta(days=2)).user
    assert tell_of_ends(on=SOON + timedelta(days=2)) == 1
    assert len(told(user)) == 1


def test_a_closed_council_is_not_told():
    council = make_closed_group(kind=Kind.COUNCIL)
    make_facilitation(group=council, began_on=date(2024, 1, 1))
    make_mandate(council=council, **TERM)
    assert tell_of_ends(on=SOON) == 0


def test_the_notice_names_nobody(council, facilitator):
    mandate = make_mandate(council=council, **TERM)
    tell_of_ends(on=SOON)
    notice = Notice.objects.get(user=facilitator)
    with translation.override("en"):
        text = sentence(notice.text_key, notice.params)
    assert text == "In a council you work with, terms of office end within 60 days. Seats: 1"
    assert mandate.person.family_name not in text + notice.link


# --- taking office ---------------------------------------------------------------------------------------------------
def test_who_was_chosen_becomes_a_member_on_the_first_day(council):
    by, person = make_user(), make_person()
    first = date(2026, 3, 1)
    mandate = make_mandate(
        council=council, person=person, method=make_method(), began_on=first, ends_on=END, created_by=by
    )
    assert take_office(on=first - timedelta(days=1)) == 0
    assert take_office(on=first) == 1
    assert take_office(on=first) == 0
    membership = Membership.objects.get(group=council, person=person)
    assert (membership.began_on, membership.ended_on, membership.created_by) == (first, None, by)
    assert Mandate.objects.get() == mandate


def test_who_may_not_become_a_member_keeps_nobody_else_out(council, caplog):
    first = date(2026, 3, 1)
    unborn, other = make_person(birth_year=2030), make_person()
    for person in (unborn, other):
        make_mandate(council=council, person=person, began_on=first, ends_on=END)
    assert take_office(on=first) == 1
    assert [row.person for row in Membership.objects.filter(group=council)] == [other]
    assert unborn.family_name not in caplog.text
    assert "could not be enrolled" in caplog.text


def test_the_nightly_command_does_both(council, facilitator, capsys):
    today = timezone.localdate()
    seat, person = make_seat(council=council), make_person()
    fill_seat(seat=seat, person=person, method=make_method(), began_on=today, ends_on=today, by=make_user())
    make_mandate(council=council, began_on=today, ends_on=today)
    call_command("council_terms")
    assert capsys.readouterr().out == "New members in office: 1. Ends told: 2.\n"
    call_command("council_terms", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_member_in_another_post_is_a_member(council):
    person = make_person()
    make_membership(group=council, person=person)
    make_mandate(council=council, person=person, **TERM)
    assert take_office(on=SOON) == 0
