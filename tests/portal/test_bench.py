"""Measuring the lists: every page of them is asked, and nothing is left behind."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from portal.bench import lists
from portal.bench.lists import Taken, answer
from portal.bench.worker import Worker
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db


def test_a_round_asks_each_list_and_takes_its_reader_back(monkeypatch):
    monkeypatch.setattr(lists, "ROWS_OF_A_PAGE", 1)
    for _ in range(3):
        make_group()
    before, answers = User.objects.count(), io.StringIO()
    answer(io.StringIO("once more\n"), answers)
    found = json.loads(answers.getvalue())
    assert {"groups by place, first", "groups by place, middle", "meetings, first", "people searched"} <= set(found)
    rows, ms, queries, size = found["groups by place, middle"]
    assert (rows, ms > 0, queries > 3, size > 3000) == (3, True, True, True)
    assert User.objects.count() == before


def test_the_command_names_what_misses_the_aim(monkeypatch):
    pages = [
        ("groups, first", Taken(300, 50, 9, 1000), Taken(3000, 55, 9, 1050)),
        ("meetings, first", Taken(300, 50, 9, 1000), Taken(3000, 61, 9, 1000)),
        ("schools, first", Taken(300, 50, 9, 1000), Taken(3000, 50, 10, 1000)),
    ]
    monkeypatch.setenv("DATABASE_URL", "postgresql:///larger")
    monkeypatch.setattr("portal.management.commands.bench.compare", lambda small, rounds: pages)
    out = io.StringIO()
    call_command("bench", lists="postgresql:///smaller", stdout=out)
    assert out.getvalue().splitlines()[-1].endswith("NOT reached: meetings, first, schools, first.")
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(CommandError, match="larger database"):
        call_command("bench", lists="postgresql:///smaller")


@pytest.mark.parametrize(
    ("ours", "verdict"), [(Worker(115, 1.5), ": reached."), (Worker(116, 1.5), "NOT"), (Worker(115, 1.6), "NOT")]
)
def test_the_worker_is_held_against_plain_wagtail(monkeypatch, ours, verdict):
    monkeypatch.setattr("portal.management.commands.bench.workers", lambda rounds: (Worker(100, 1.0), ours))
    out = io.StringIO()
    call_command("bench", worker=True, stdout=out)
    assert verdict in out.getvalue().splitlines()[-1]
