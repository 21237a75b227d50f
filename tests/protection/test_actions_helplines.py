"""Keeping helplines true: corrections, and test calls."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import JournalEntry
from protection import refusals
from protection.actions import helplines as actions
from protection.models import HelpLine, TestCall
from protection.seeds.helplines import START_LIST
from tests.factories.accounts import make_user
from tests.factories.helplines import helpline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

WORDS = {"name_km": "ក", "name_en": "a", "for_whom_km": "ខ", "for_whom_en": "b"}


@pytest.fixture
def at_noon():
    with time_machine.travel("2026-11-23 05:00", tick=False):
        yield


def last_line() -> tuple[str, dict]:
    entry = JournalEntry.objects.latest("pk")
    return entry.verb, entry.details


def test_a_new_helpline_is_seen_by_nobody():
    line = actions.add_helpline(by=make_user(username="one"), number="1280", **WORDS)
    assert HelpLine.objects.get() == line
    assert list(HelpLine.objects.public()) == []
    assert last_line() == ("helpline.added", {})


def test_khmer_digits_and_spare_spaces_are_read():
    assert actions.add_helpline(by=None, number="  ០៩២  ៣១១ ៥១១ ", **WORDS).number == "092 311 511"


@pytest.mark.parametrize("number", ["092 311 511", "092311511", "០៩២ ៣១១៥១១"])
def test_a_number_stands_in_the_list_once(number):
    helpline(number="092 311 511")
    with pytest.raises(refusals.NumberKnown):
        actions.add_helpline(by=None, number=number, **WORDS)
    assert HelpLine.objects.count() == 1


def test_what_is_no_number_is_refused_with_its_field():
    with pytest.raises(ValidationError) as refusal:
        actions.add_helpline(by=None, number="call me", **WORDS)
    assert list(refusal.value.error_dict) == ["number"]


def call(line: HelpLine, called_on: date, **said) -> TestCall:
    """A test call in which all went well, unless something else is said."""
    told = {"is_answered": True, "waited_seconds": 20, "in_khmer": True, "is_true": True, **said}
    by = make_user("safeguarding_officer")
    return actions.record_test_call(helpline=line, called_on=called_on, by=by, **told)


def test_a_test_call_shows_the_helpline_for_six_months():
    line = helpline(number="092 311 511")
    made = call(line, date(2026, 8, 31))
    line.refresh_from_db()
    assert (line.verified_on, line.next_check_on) == (date(2026, 8, 31), date(2027, 2, 28))
    assert (made.number, made.called_as, made.waited_seconds, made.in_khmer) == (
        "092311511",
        "safeguarding_officer",
        20,
        True,
    )
    assert list(HelpLine.objects.public()) == [line]
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["helpline.called", "helpline.confirmed"]
    assert JournalEntry.objects.get(verb="helpline.called").details == {"called_on": "2026-08-31", "answered": "true"}


def test_a_call_that_nobody_answers_hides_nothing_and_is_repeated_soon(confirmed):
    call(confirmed, date(2026, 11, 20), is_answered=False, in_khmer=None)
    confirmed.refresh_from_db()
    assert (confirmed.verified_on, confirmed.next_check_on) == (date(2026, 9, 1), date(2026, 11, 23))
    assert list(HelpLine.objects.public()) == [confirmed]
    assert list(HelpLine.objects.due(date(2026, 11, 23))) == [confirmed]


def test_what_is_not_true_confirms_nothing(unconfirmed):
    call(unconfirmed, date(2026, 11, 20), is_true=False)
    unconfirmed.refresh_from_db()
    assert (unconfirmed.verified_on, unconfirmed.next_check_on) == (None, None)


def test_a_call_of_long_ago_undoes_nothing_newer(confirmed):
    for said in ({}, {"is_answered": False, "in_khmer": None}):
        call(confirmed, date(2026, 5, 1), **said)
        confirmed.refresh_from_db()
        assert (confirmed.verified_on, confirmed.next_check_on) == (date(2026, 9, 1), date(2027, 3, 1))


def test_a_call_of_tomorrow_confirms_nothing():
    line = helpline()
    with pytest.raises(refusals.CallNotMadeYet):
        call(line, date(2026, 11, 24))
    assert call(line, date(2026, 11, 23)).pk


def test_who_answered_spoke_khmer_or_not(unconfirmed):
    with pytest.raises(refusals.KhmerNotSaid):
        call(unconfirmed, date(2026, 11, 1), in_khmer=None)
    assert call(unconfirmed, date(2026, 11, 1), is_answered=False, in_khmer=True).in_khmer is None


def test_what_is_out_of_use_cannot_be_called():
    with pytest.raises(refusals.OutOfUse):
        call(helpline(is_active=False), date(2026, 11, 1))


def test_changed_words_keep_the_confirmation(confirmed):
    actions.change_helpline(helpline=confirmed, by=make_user(username="one"), number="12 80", name_en="Child line")
    confirmed.refresh_from_db()
    assert (confirmed.number, confirmed.name_en, confirmed.verified_on) == ("12 80", "Child line", date(2026, 9, 1))
    assert last_line() == ("helpline.changed", {"fields": ["name_en", "number"]})


def test_a_changed_number_loses_its_confirmation(confirmed):
    actions.change_helpline(helpline=confirmed, by=make_user(username="one"), number="1281")
    confirmed.refresh_from_db()
    assert (confirmed.verified_on, confirmed.verified_by, confirmed.next_check_on) == (None, None, None)


def test_a_number_cannot_become_that_of_another_helpline(confirmed):
    other = helpline(number="012 345")
    with pytest.raises(refusals.NumberKnown):
        actions.change_helpline(helpline=other, by=make_user(username="one"), number="12 80")


def test_taken_out_of_use_and_back_it_needs_a_new_call(confirmed):
    one = make_user(username="one")
    actions.retire_helpline(helpline=confirmed, by=one)
    assert (list(HelpLine.objects.public()), last_line()[0]) == ([], "helpline.retired")
    actions.reinstate_helpline(helpline=confirmed, by=one)
    confirmed.refresh_from_db()
    assert (confirmed.is_active, confirmed.verified_on, last_line()[0]) == (True, None, "helpline.reinstated")


def test_start_list_is_there_and_seen_by_nobody():
    call_command("seed_helplines", verbosity=0)
    assert HelpLine.objects.count() == len(START_LIST) == 6
    assert HelpLine.objects.get(number="1280").name_en == "Child Helpline Cambodia"
    assert list(HelpLine.objects.public()) == []


def test_a_list_that_people_keep_is_left_alone():
    call_command("seed_helplines", verbosity=0)
    actions.change_helpline(helpline=HelpLine.objects.get(number="1280"), by=make_user(username="one"), number="1281")
    HelpLine.objects.get(number="118").delete()
    call_command("seed_helplines", verbosity=0)
    assert sorted(line.number for line in HelpLine.objects.all()) == ["092 311 511", "117", "119", "1281", "1288"]
