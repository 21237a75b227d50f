"""Measuring an import: it is measured against what it wrote, and nothing is left behind."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import JournalEntry, User
from participation.models import CommunityGroup, ImportRun, Kind, Membership
from people.models import Person
from portal.bench import imports
from tests.factories.participation import make_post, make_rule
from tests.factories.places import make_village

pytestmark = pytest.mark.django_db
LEFT_BEHIND = (User, CommunityGroup, Person, Membership, ImportRun, JournalEntry)


@pytest.fixture
def villages():
    make_rule(Kind.CLUB)
    make_post(Kind.CLUB)
    return [make_village(f"0506010{number}") for number in (1, 2)]


def test_import_is_measured_against_all_that_it_wrote(villages):
    before = [model.objects.count() for model in LEFT_BEHIND]
    took = imports.measure(60)
    groups, members = 3, 60
    keys_and_words = took.written - groups * 3 - members * 4 - 2
    assert (took.rows, keys_and_words > members) == (60, True)
    assert min(took.check, took.apply, took.undo, took.floor) > 0
    assert took.ratio == pytest.approx(took.floor / (took.check + took.apply))
    assert [model.objects.count() for model in LEFT_BEHIND] == before


def test_the_command_prints_rows_floor_memory_and_verdict(villages):
    out = io.StringIO()
    call_command("bench", roster=50, rounds=1, stdout=out)
    lines = out.getvalue().splitlines()
    for words, line in zip(("50 rows", "rows/s", "records", "undo", "10 rows", "memory", "Aim"), lines, strict=True):
        assert words in line
    assert lines[-1].startswith("Aim: at least 0.15")


def test_the_command_says_what_is_missing():
    with pytest.raises(CommandError, match="no villages"):
        call_command("bench", roster=50)
