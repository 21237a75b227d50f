"""A night in a process of its own, killed again and again: every row goes once, and the counts of the night add up."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import JournalEntry, RetentionRun
from participation.models import Attendance, AttendanceCount
from people.models import Person
from tests.factories.participation import make_group, make_mark, make_meeting, make_membership
from tests.factories.people import make_consent, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.deep]

PEOPLE = 160
NIGHT = """
import django
django.setup()
from dataclasses import replace
from accounts.retention import rules, running
running.BREATH = 0.05
for key in ("identity", "attendance"):
    rules._registry.rules[key] = replace(rules.rule(key), at_once=5)
running.retain()
"""


def start():
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")]),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
    }
    return subprocess.Popen([sys.executable, "-c", NIGHT], env=environ, start_new_session=True)


def erased():
    with contextlib.suppress(OperationalError):
        run = RetentionRun.objects.first()
        return run.counts.get("identity", 0) + run.counts.get("attendance", 0) if run else 0
    return 0


def test_a_night_that_is_killed_loses_a_batch_at_most_and_counts_nothing_twice(figure):
    long_ago = timezone.now() - timedelta(days=1500)
    group = make_group()
    for number in range(PEOPLE):
        person = make_person(family_name=f"Killedname{number}", birth_year=2016)
        make_membership(person=person, group=group, ended_on=timezone.localdate() - timedelta(days=900))
        make_consent(person=person)
        held_on = (long_ago - timedelta(days=number)).date()
        make_mark(meeting=make_meeting(group=group, held_on=held_on), person=person)
    Person.objects.update(created_at=long_ago)
    kills, running = 0, start()
    while running.poll() is None:
        before, until = erased(), time.monotonic() + 60
        while running.poll() is None and erased() < before + 20 and time.monotonic() < until:
            time.sleep(0.02)
        if running.poll() is None and kills < 8:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            kills += 1
            running = start()
    figure(f"retention: a night of {2 * PEOPLE} rows killed {kills} times, every row went once")
    assert running.returncode == 0
    assert kills >= 4
    run = RetentionRun.objects.get()
    assert run.ended_at is not None
    assert (run.counts["identity"], run.counts["attendance"]) == (PEOPLE, PEOPLE)
    assert Person.objects.filter(forgotten_on__isnull=False).count() == PEOPLE
    assert not Person.objects.filter(family_name__contains="Killedname").exists()
    assert (Attendance.objects.count(), sum(AttendanceCount.objects.values_list("number", flat=True))) == (0, PEOPLE)
    assert JournalEntry.objects.filter(verb="person.forgotten").count() == PEOPLE
    assert JournalEntry.objects.get(verb="retention.done").details["identity"] == PEOPLE
