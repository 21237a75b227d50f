"""Sealing in batches, apart from those who append, and forgetting whole batches when their term is over."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import journal
from accounts.actions import journal_keeping
from accounts.actions.journal_keeping import (
    batches_before,
    forget_batches,
    seal_next,
    seal_what_is_due,
)
from accounts.models import JournalEntry, JournalSeal
from accounts.retention.terms import Due
from accounts.sealing.keys import key, key_to_seal
from accounts.sealing.verifying import verify
from tests.factories.accounts import make_journal_entry, make_user

NOON = "2026-11-01T12:00:00+07:00"


@pytest.fixture
def small(sealing, monkeypatch):
    monkeypatch.setattr(journal_keeping, "LINES_OF_A_BATCH", 4)


def test_a_full_batch_is_sealed_at_once_and_a_smaller_one_after_a_while(small):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(9):
            make_journal_entry()
        assert (seal_what_is_due(), seal_what_is_due()) == (2, 0)
        clock.shift(timedelta(minutes=2, seconds=59))
        assert seal_what_is_due() == 0
        clock.shift(timedelta(seconds=1))
        assert seal_what_is_due() == 1
    assert list(JournalSeal.objects.order_by("number").values_list("number", "lines")) == [(1, 4), (2, 4), (3, 1)]
    assert verify().faults == []


def test_nothing_is_sealed_where_nothing_waits(sealing):
    assert (seal_next(), seal_what_is_due()) == (None, 0)


def test_appending_costs_no_query_more_than_its_line(sealing, django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(1):
        journal.note("group.changed", about=user, by=user)
    with django_assert_num_queries(1):
        journal.seen("person.read", about=user, by=user, people=1)


def test_sealing_asks_the_same_whatever_the_size(sealing):
    asked = []
    for size in (1, 30):
        for _ in range(size):
            make_journal_entry()
        with CaptureQueriesContext(connection) as queries:
            assert seal_next().lines == size
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 13


def test_the_key_lies_apart_and_only_its_owner_reads_it(sealing):
    assert key() is None
    made = key_to_seal()
    assert (key(), key_to_seal()) == (made, made)
    assert [(path.name, oct(path.stat().st_mode)[-3:]) for path in sealing.iterdir()] == [("key", "600")]
    assert JournalSeal.objects.filter(key_id=made.decode()[:16]).count() == 0


def lines_before(day):
    return sum(seal.lines for seal in batches_before(day))


def forget_before(day):
    return forget_batches([seal.pk for seal in batches_before(day)])


def test_old_batches_go_whole_and_leave_their_seals(small, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for day in ("2024-01-10", "2024-01-20", "2024-02-10"):
            with time_machine.travel(f"{day}T12:00:00+07:00", tick=False):
                for _ in range(4):
                    make_journal_entry()
                seal_next()
    with time_machine.travel("2026-02-05T12:00:00+07:00", tick=False):
        day = Due(timezone.localdate()).before("journal")
        assert day == date(2024, 2, 5)
        assert lines_before(day) == 8
        assert forget_before(day) == 8
        assert (lines_before(day), forget_before(day)) == (0, 0)
        assert verify().faults == []
        seal_next()
    line = JournalEntry.objects.get(verb="journal.forgotten")
    assert line.details == {"first": 1, "last": 2, "lines": 8}
    assert JournalEntry.objects.count() == 5
    seals = JournalSeal.objects.order_by("number")
    assert [(seal.lines, bool(seal.leaves), seal.forgotten_at is not None) for seal in seals] == [
        (4, False, True),
        (4, False, True),
        (4, True, False),
        (1, True, False),
    ]
    assert verify().faults == []
    JournalEntry.objects.filter(pk=seals[2].last_id).update(people=3)
    assert len(verify().faults) == 1


def test_a_batch_with_one_line_too_young_stays(small):
    for moment in ("2024-01-10", "2024-02-05"):
        with time_machine.travel(f"{moment}T12:00:00+07:00", tick=False):
            make_journal_entry()
    with time_machine.travel("2026-02-05T12:00:00+07:00", tick=False):
        seal_next()
        assert lines_before(date(2024, 2, 5)) == forget_before(date(2024, 2, 5)) == 0
    with time_machine.travel("2026-02-06T12:00:00+07:00", tick=False):
        assert lines_before(date(2024, 2, 6)) == forget_before(date(2024, 2, 6)) == 2


def test_the_leap_day_has_a_term_too(db):
    assert Due(date(2028, 2, 29)).before("journal") == date(2026, 2, 28)
