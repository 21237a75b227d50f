"""Keeping helplines true."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import JournalEntry
from protection import actions
from protection.models import HelpLine
from protection.seeds import START_LIST
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
    with pytest.raises(actions.NumberKnown):
        actions.add_helpline(by=None, number=number, **WORDS)
    assert HelpLine.objects.count() == 1


def test_what_is_no_number_is_refused_with_its_field():
    with pytest.raises(ValidationError) as refusal:
        actions.add_helpline(by=None, number="call me", **WORDS)
    assert list(refusal.value.error_dict) == ["number"]


def test_a_test_call_shows_the_helpline_for_six_months():
    line, caller = helpline(), make_user(username="one")
    actions.confirm_helpline(helpline=line, called_on=date(2026, 8, 31), by=caller)
    line.refresh_from_db()
    assert (line.verified_on, line.verified_by, line.next_check_on) == (date(2026, 8, 31), caller, date(2027, 2, 28))
    assert list(HelpLine.objects.public()) == [line]
    assert last_line() == ("helpline.confirmed", {"called_on": "2026-08-31"})


def test_a_call_of_tomorrow_confirms_nothing():
    line, caller = helpline(), make_user()
    with pytest.raises(actions.CallNotMadeYet):
        actions.confirm_helpline(helpline=line, called_on=date(2026, 11, 24), by=caller)
    assert actions.confirm_helpline(helpline=line, called_on=date(2026, 11, 23), by=caller).verified_on


def test_what_is_out_of_use_cannot_be_confirmed():
    line = helpline(is_active=False)
    with pytest.raises(actions.OutOfUse):
        actions.confirm_helpline(helpline=line, called_on=date(2026, 11, 1), by=make_user())


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
    with pytest.raises(actions.NumberKnown):
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
