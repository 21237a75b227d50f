"""Noting that somebody called a quiet group."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.actions.calls import ClosedGroupIsNotCalled, NextCallIsEarlier, NextCallTooFarAhead, note_call
from participation.models import GroupCall
from participation.refusals import DayInTheFuture
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group
from tests.participation.reaches import journal_rows

pytestmark = pytest.mark.django_db


def call(group=None, days=0, next_days=None, outcome="will_meet"):
    today = timezone.localdate()
    return note_call(
        group=group or make_group(),
        called_on=today + timedelta(days=days),
        outcome=outcome,
        next_call_on=None if next_days is None else today + timedelta(days=next_days),
        by=make_user(),
    )


def test_a_call_is_kept_with_its_outcome_and_leaves_the_group_as_overdue_as_before():
    group = make_group()
    before = group.overdue_after
    made = call(group, days=-2, next_days=5)
    group.refresh_from_db()
    assert (GroupCall.objects.get(), group.overdue_after) == (made, before)
    assert [row.details["outcome"] for row in journal_rows("group.called")] == ["will_meet"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"days": 1}, DayInTheFuture),
        ({"days": -1, "next_days": -1}, NextCallIsEarlier),
        ({"next_days": 400}, NextCallTooFarAhead),
        ({"outcome": "party"}, ValidationError),
    ],
)
def test_a_call_that_cannot_be_is_refused(wrong, refusal):
    with pytest.raises(refusal):
        call(**wrong)
    assert GroupCall.objects.count() == 0


def test_a_closed_group_is_not_called():
    with pytest.raises(ClosedGroupIsNotCalled):
        call(make_closed_group())
