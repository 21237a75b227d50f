"""The thirty-first profile within an hour is told to the officers, the thirtieth is not."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions.slow_gathering import MOST_IN_AN_HOUR, look_for_gathering
from accounts.models import JournalEntry, Notice
from accounts.sentences import SENTENCES
from tests.factories.accounts import make_journal_entry, make_user

START = datetime(2026, 11, 2, 2, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def reader(safeguarding_officer):
    return make_user("programme_officer")


def opened(reader, numbers, *, at=START, every=MINUTE, verb="person.read", about="people.person", people=1):
    """The journal after somebody opened pages, one after the other."""
    for place, number in enumerate(numbers):
        values = {"verb": verb, "kind": "read", "about_type": about, "about_id": f"{number}", "people": people}
        make_journal_entry(reader, at=at + place * every, **values)


def told():
    return Notice.objects.filter(text_key="gathering_noticed")


def test_the_thirtieth_is_not_told_and_the_thirty_first_is(reader, safeguarding_officer):
    other = make_user("safeguarding_officer")
    opened(reader, range(30))
    assert (MOST_IN_AN_HOUR, look_for_gathering(now=START + HOUR), told().count()) == (30, 0, 0)
    opened(reader, [30], at=START + 30 * MINUTE)
    assert look_for_gathering(now=START + HOUR) == 1
    assert set(told().values_list("user", flat=True)) == {safeguarding_officer.pk, other.pk}


def test_without_the_rule_it_would_be_silent(reader, monkeypatch):
    opened(reader, range(31))
    monkeypatch.setattr("accounts.actions.slow_gathering.MOST_IN_AN_HOUR", 31)
    assert look_for_gathering(now=START + HOUR) == 0


def test_the_notice_names_nobody_and_the_journal_says_which_account(reader):
    reader.full_name = "Chan Sokha"
    reader.save()
    opened(reader, range(31))
    look_for_gathering(now=START + HOUR)
    notice, line = told().get(), JournalEntry.objects.get(verb="gathering.noticed")
    assert (notice.params, notice.link) == ({}, "/desk/journal/?verb=gathering.noticed&since=2026-11-02")
    assert "%" not in str(SENTENCES["gathering_noticed"])
    assert (line.about_id, line.actor_id, line.details["number"]) == (str(reader.pk), None, 31)
    assert "Sokha" not in str(list(Notice.objects.values()) + list(JournalEntry.objects.values()))


def test_it_is_told_once_an_hour(reader):
    opened(reader, range(31), every=timedelta(seconds=1))
    assert [look_for_gathering(now=START + minutes * MINUTE) for minutes in (1, 2, 59)] == [1, 0, 0]
    opened(reader, range(100, 129), at=START + 20 * MINUTE)
    assert look_for_gathering(now=START + 59 * MINUTE) == 0
    opened(reader, range(200, 231), at=START + 2 * HOUR)
    assert look_for_gathering(now=START + 3 * HOUR) == 1
    assert told().count() == 2


def test_a_page_opened_again_counts_once(reader):
    opened(reader, [*range(30), *range(20)], every=timedelta(seconds=10))
    assert look_for_gathering(now=START + HOUR) == 0


def test_thirty_one_in_more_than_an_hour_are_no_gathering(reader):
    opened(reader, range(31), every=2 * MINUTE)
    assert look_for_gathering(now=START + 2 * HOUR) == 0


def test_two_people_are_not_counted_together(reader):
    opened(reader, range(20))
    opened(make_user("programme_officer"), range(20, 40))
    assert look_for_gathering(now=START + HOUR) == 0


@pytest.mark.parametrize(("rows", "expected"), [(30, 0), (31, 1)])
def test_names_taken_away_count_each(reader, rows, expected):
    opened(reader, [1], verb="names.exported", about="", people=rows)
    assert look_for_gathering(now=START + HOUR) == expected


def test_names_and_profiles_are_one_sum(reader):
    opened(reader, range(16))
    opened(reader, [1], verb="names.exported", about="", people=15, at=START + 20 * MINUTE)
    assert look_for_gathering(now=START + HOUR) == 1


def test_memberships_and_mandates_are_profiles_and_rosters_are_not(reader):
    opened(reader, range(20), verb="membership.read", about="participation.membership")
    opened(reader, range(11), verb="roster.read", about="participation.communitygroup", people=40)
    assert look_for_gathering(now=START + HOUR) == 0
    opened(reader, range(11), verb="mandate.read", about="councils.mandate", at=START + 20 * MINUTE)
    assert look_for_gathering(now=START + HOUR) == 1


def test_what_happened_while_no_worker_ran_is_told_when_it_runs_again(reader):
    opened(reader, range(31))
    assert look_for_gathering(now=START + timedelta(hours=20)) == 1
