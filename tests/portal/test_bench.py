"""Measuring the lists: every page of them is asked, and nothing is left behind."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import JournalEntry, User
from portal.bench import pages
from portal.bench.lists import Taken, answer
from portal.bench.reader import sign_in_and_read
from portal.bench.requests import Cost
from portal.bench.worker import Worker
from portal.preparation import Step
from tests.factories.accounts import make_user
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db


def test_a_round_asks_each_list_and_takes_its_reader_back(monkeypatch):
    monkeypatch.setattr(pages, "ROWS_OF_A_PAGE", 1)
    for _ in range(3):
        make_group()
        make_user()
    before, answers = User.objects.count(), io.StringIO()
    answer(io.StringIO("once more\n"), answers)
    found = json.loads(answers.getvalue())
    assert {"groups by place, middle", "accounts, middle", "journal, middle", "imports, middle"} <= set(found)
    assert {"meetings, first", "likenesses, first", "desk with its figures", "one group"} <= set(found)
    rows, ms, queries, size, work = found["groups by place, middle"]
    assert (rows, ms > 0, queries > 3, size > 3000, work >= 0) == (3, True, True, True, True)
    assert User.objects.count() == before


def test_the_command_names_what_misses_the_aim(monkeypatch):
    taken = [
        ("groups, first", Taken(300, 50, 9, 1000, 40), Taken(3000, 55, 9, 1050, 50)),
        ("meetings, first", Taken(300, 50, 9, 1000), Taken(3000, 61, 9, 1000)),
        ("schools, first", Taken(300, 50, 9, 1000), Taken(3000, 50, 10, 1000)),
        ("gaps, first", Taken(12, 20, 9, 300), Taken(800, 60, 9, 1000)),
        ("gaps of asks, first", Taken(12, 20, 9, 300), Taken(800, 20, 10, 300)),
        ("desk", Taken(0, 50, 15, 1000), Taken(0, 50, 12, 1000)),
    ]
    monkeypatch.setenv("DATABASE_URL", "postgresql:///larger")
    monkeypatch.setattr("portal.management.commands.bench.compare", lambda small, rounds: taken)
    out = io.StringIO()
    call_command("bench", lists="postgresql:///smaller", stdout=out)
    heads, groups, meetings, *_others, verdict = out.getvalue().splitlines()
    assert (heads.split()[-5:-2], groups.split()[-5:]) == (["×", "work", "×"], ["1.25", "1.05", "9", "→", "9"])
    assert " - " in meetings
    assert "gaps, first *" in out.getvalue()
    assert verdict.endswith("NOT reached: meetings, first, schools, first, gaps of asks, first.")
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(CommandError, match="larger database"):
        call_command("bench", lists="postgresql:///smaller")


@pytest.mark.parametrize(
    ("ours", "missing", "verdict"),
    [
        (Worker(115, 1.5), [], ": reached."),
        (Worker(116, 1.5), [], "NOT"),
        (Worker(115, 1.6), [Step("Database", lambda: True, lambda: None)], "NOT"),
    ],
)
def test_the_worker_is_held_against_plain_wagtail(monkeypatch, ours, missing, verdict):
    monkeypatch.setattr("portal.management.commands.bench.workers", lambda rounds: (Worker(100, 1.0), ours))
    monkeypatch.setattr("portal.management.commands.bench.used_worker", lambda rounds: Worker(140, 2.0))
    monkeypatch.setattr("portal.management.commands.bench.steps", lambda: missing)
    out = io.StringIO()
    call_command("bench", worker=True, stdout=out)
    assert out.getvalue().splitlines()[-2].endswith("is measured" if missing else ": 140 MB")
    assert verdict in out.getvalue().splitlines()[-1]


def test_a_reader_signs_in_with_both_steps_and_nothing_of_it_is_kept():
    before = (User.objects.count(), JournalEntry.objects.count())
    sign_in_and_read()
    assert (User.objects.count(), JournalEntry.objects.count()) == before


def test_a_sign_in_that_led_nowhere_is_no_measure(monkeypatch):
    monkeypatch.setattr("portal.bench.reader.hotp_value", lambda secret, counter: 0)
    with pytest.raises(ValueError, match="302"):
        sign_in_and_read()


@pytest.mark.parametrize(
    ("ms", "queries", "verdict"),
    [
        (15.0, 6, "1.50 × and 6, reached."),
        (15.1, 6, "1.51 × and 6, NOT reached."),
        (15.0, 7, "1.50 × and 7, NOT reached."),
    ],
)
def test_a_page_about_a_right_is_held_against_a_minimal_wagtail_page(portal_with, monkeypatch, ms, queries, verdict):
    portal_with(rights=(12, 13))
    make_group()
    make_user("programme_officer")
    asked = []

    def measured(subjects, rounds):
        asked.extend(each.path for each in subjects)
        costs = [Cost(each, 10.0, 3, 1000, 200) for each in subjects]
        costs[-1].cpu_ms, costs[-1].queries = ms, queries
        return costs

    monkeypatch.setattr("portal.management.commands.bench.measure", measured)
    out = io.StringIO()
    call_command("bench", stdout=out)
    assert asked[-1] == "/km/rights/12/"
    assert out.getvalue().splitlines()[-1].endswith(verdict)
