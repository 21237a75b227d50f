"""Hand-over notes go on time, and of a month stay totals from five on that cannot be subtracted."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import JournalEntry
from protection.actions.hand_over_terms import forget_notes, keep_totals
from protection.models import HandOverNote, HandOverTotal
from tests.factories.hand_overs import make_note
from tests.factories.places import make_commune

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


def notes(number, code="050601", at=MARCH, **overrides):
    return [make_note(area=make_commune(code), received_at=at, **overrides) for _ in range(number)]


def totals():
    return sorted(HandOverTotal.objects.values_list("month", "province_id", "urgency", "number"))


# --- terms -----------------------------------------------------------------------------------------------------------
def test_a_note_goes_on_the_day_after_its_term_and_not_before():
    due, kept = notes(2, delete_after=date(2027, 3, 10))[0], make_note(delete_after=date(2027, 3, 11))
    with time_machine.travel(datetime(2027, 3, 10, 16, 59, tzinfo=UTC), tick=False) as clock:
        assert forget_notes() == 0
        clock.shift(timedelta(minutes=1))  # midnight in Phnom Penh
        call_command("forget_hand_overs", verbosity=0)
    assert list(HandOverNote.objects.all()) == [kept]
    assert due.pk != kept.pk
    line = JournalEntry.objects.get(verb="hand_over.forgotten")
    assert (line.actor_id, line.about_id, line.details) == (None, "", {})


def test_nothing_is_written_where_nothing_goes():
    notes(1, delete_after=date(2199, 1, 1))
    assert forget_notes() == 0
    assert JournalEntry.objects.count() == 0


# --- totals ----------------------------------------------------------------------------------------------------------
def test_a_month_is_counted_once_it_is_over_by_province_and_urgency_from_five_on():
    notes(5, urgency="now")
    notes(3, "050602", urgency="today")
    notes(2, "050701", urgency="today")  # another district of the same province
    notes(4, urgency="week")
    notes(4, "100101", urgency="now")
    assert keep_totals(at=datetime(2026, 3, 31, 16, 59, tzinfo=UTC)) == 0
    assert keep_totals(at=datetime(2026, 3, 31, 17, 0, tzinfo=UTC)) == 2
    assert totals() == [(date(2026, 3, 1), "mef05", "now", 5), (date(2026, 3, 1), "mef05", "today", 5)]


def test_a_note_belongs_to_the_month_in_phnom_penh():
    notes(5, at=datetime(2026, 2, 28, 18, 0, tzinfo=UTC), urgency="now")  # one in the morning of the first of March
    keep_totals(at=APRIL)
    assert [month for month, *_rest in totals()] == [date(2026, 3, 1)]


def test_a_total_is_never_made_anew_so_two_of_them_cannot_be_subtracted():
    notes(6, urgency="now")
    keep_totals(at=APRIL)
    HandOverNote.objects.first().delete()
    notes(1, urgency="now", at=MARCH + timedelta(days=1))
    notes(1, urgency="now", at=MARCH + timedelta(days=2))
    assert keep_totals(at=APRIL + timedelta(days=1)) == 0
    assert totals() == [(date(2026, 3, 1), "mef05", "now", 6)]


def test_totals_stay_when_notes_go():
    notes(5, urgency="now", delete_after=date(2026, 4, 1))
    notes(4, urgency="week", delete_after=date(2026, 4, 1))
    assert forget_notes(at=APRIL + timedelta(days=1)) == 9
    assert totals() == [(date(2026, 3, 1), "mef05", "now", 5)]
    assert forget_notes(at=APRIL + timedelta(days=2)) == 0


def test_subtracting_what_is_shown_tells_no_number_below_five():
    """What an attacker sees over a year of nights: each cell has one number for ever, and none is below five."""
    for number, urgency in ((7, "now"), (4, "today"), (1, "week")):
        notes(number, urgency=urgency, delete_after=date(2026, 5, 1))
    seen = set()
    for night in range(0, 400, 20):
        forget_notes(at=APRIL + timedelta(days=night))
        seen |= set(totals())
    assert seen == {(date(2026, 3, 1), "mef05", "now", 7)}
