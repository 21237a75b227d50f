"""Conduct and screening: only days are kept, nobody notes their own, and what was noted by mistake goes again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from accounts.actions.checks import (
    CheckEndsBeforeItBegins,
    CheckInTheFuture,
    CheckKnown,
    CheckOfOneself,
    CheckTooLong,
    record_check,
    take_back_check,
)
from accounts.models import JournalEntry, StaffCheck
from accounts.models.checks import CheckStanding, standing_on
from tests.factories.accounts import make_staff_check, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


@pytest.fixture
def adult():
    return make_user("facilitator", checked=False)


def noted(adult, **said):
    usual = {"what": "conduct", "done_on": ON, "valid_until": ON + timedelta(days=730), "recorded_as": "area_officer"}
    return record_check(user=adult, by=make_user(), **{**usual, **said})


def test_check_is_kept_with_days_and_role_and_nothing_else(adult):
    check = noted(adult)
    assert StaffCheck.objects.last_days(adult) == {"conduct": ON + timedelta(days=730)}
    with translation.override("en"):
        assert check.role_name == "Area officer"
    assert {field.name for field in StaffCheck._meta.concrete_fields} == {
        *("id", "user", "what", "done_on", "valid_until", "recorded_at", "recorded_by", "recorded_as"),
    }
    (line,) = JournalEntry.objects.filter(verb="staff_check.recorded")
    assert (line.about_id, line.details["what"]) == (str(adult.pk), "conduct")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"done_on": timezone.localdate() + timedelta(days=1), "valid_until": date(2199, 1, 1)}, CheckInTheFuture),
        ({"valid_until": ON - timedelta(days=1)}, CheckEndsBeforeItBegins),
        ({"valid_until": ON.replace(year=ON.year + 6)}, CheckTooLong),
    ],
)
def test_days_that_make_no_sense_are_refused(adult, said, refusal):
    with pytest.raises(refusal):
        noted(adult, **said)
    assert not StaffCheck.objects.exists()


def test_same_day_twice_and_ones_own_are_refused(adult):
    noted(adult)
    with pytest.raises(CheckKnown):
        noted(adult)
    with pytest.raises(CheckOfOneself):
        record_check(user=adult, what="screening", done_on=ON, valid_until=ON, by=adult, recorded_as="area_officer")


def test_mistake_is_taken_back_by_somebody_else(adult):
    check = noted(adult)
    with pytest.raises(CheckOfOneself):
        take_back_check(check=check, by=adult)
    take_back_check(check=check, by=make_user())
    assert StaffCheck.objects.last_days(adult) == {}
    assert JournalEntry.objects.filter(verb="staff_check.taken_back").count() == 1


def test_last_day_is_that_of_the_check_that_stands_longest(adult):
    make_staff_check(adult, done_on=date(2024, 1, 1), valid_until=date(2027, 1, 1))
    make_staff_check(adult, done_on=date(2025, 1, 1), valid_until=date(2026, 1, 1))
    assert StaffCheck.objects.last_days(adult) == {"conduct": date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("valid_until", "standing"),
    [
        (None, CheckStanding.MISSING),
        (ON - timedelta(days=1), CheckStanding.ENDED),
        (ON, CheckStanding.ENDS_SOON),
        (ON + timedelta(days=60), CheckStanding.ENDS_SOON),
        (ON + timedelta(days=61), CheckStanding.IN_FORCE),
    ],
)
def test_standing_turns_amber_before_the_end(valid_until, standing):
    assert standing_on(valid_until, ON) == standing


def test_own_page_tells_until_when(adult, client):
    make_staff_check(adult, "screening", valid_until=date(2020, 5, 1))
    client.force_login(adult)
    page = client.get("/desk/accounts/mine/").text
    assert "Ended, until 1 May 2020" in page
    assert "Missing" in page
