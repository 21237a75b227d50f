"""``manage.py retain``: once a night, by day only what was missed or broken off."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts.models import JournalEntry, RetentionRun
from tests.factories.accounts import make_notice, make_user

pytestmark = pytest.mark.django_db

NIGHT, DAY = "2026-12-01T19:30:00Z", "2026-12-02T05:00:00Z"
"""Half past two in the morning in Phnom Penh, and noon of the same day."""


def worker_asks(moment):
    """Whether the worker's clock began a night, or went on with one."""
    with time_machine.travel(moment, tick=False):
        before = JournalEntry.objects.filter(verb="retention.done").count()
        call_command("retain", at_night=True, verbosity=0)
        return JournalEntry.objects.filter(verb="retention.done").count() - before


def test_the_worker_begins_once_a_night_and_never_by_day():
    assert worker_asks(DAY) == 0
    assert worker_asks(NIGHT) == 1
    assert worker_asks(NIGHT) == 0
    assert worker_asks(DAY) == 0
    assert worker_asks("2026-12-02T19:30:00Z") == 1
    assert [run.on.day for run in RetentionRun.objects.order_by("on")] == [2, 3]


def test_a_night_that_was_missed_is_made_up_by_day():
    worker_asks(NIGHT)
    assert worker_asks("2026-12-03T05:00:00Z") == 0
    assert worker_asks("2026-12-04T05:00:00Z") == 1


def test_a_night_that_was_broken_off_goes_on_by_day():
    with time_machine.travel(NIGHT, tick=False):
        RetentionRun.objects.create(on=timezone.localdate(), began_at=timezone.now(), last_at=timezone.now())
    assert worker_asks(DAY) == 1


def test_by_hand_it_runs_at_any_hour_and_says_what_went():
    with time_machine.travel(DAY, tick=False):
        make_notice(make_user(), created_at=timezone.now() - timedelta(days=400))
        said = StringIO()
        call_command("retain", stdout=said)
        call_command("retain", stdout=said)
    assert said.getvalue() == "2026-12-02: notices 1.\n" * 2


def test_a_night_without_anything_due_says_so():
    said = StringIO()
    call_command("retain", stdout=said)
    assert said.getvalue().endswith("nothing was due.\n")
