"""Whatever is planned in whatever order: no two plans of a club share a day, and a set of days says who was refused.

Histories are made up; a plain set of the days that are planned says what must come out.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from clubs.actions.seasons import begin_season, change_season, copy_season
from clubs.models import PlannedActivity, SeasonPlan
from clubs.refusals import ActivitiesOutsideSeason, SeasonEndsBeforeItBegins, SeasonsOverlap
from tests.factories.accounts import make_user
from tests.factories.clubs import make_activity
from tests.factories.participation import make_group

pytestmark = pytest.mark.django_db
FIRST, DAYS, CLUBS = date(2026, 1, 1), 60, 2
ROW = st.tuples(st.integers(0, CLUBS - 1), st.integers(0, DAYS), st.integers(-1, 25), st.integers(0, 9))
DEEDS = ["begin", "begin", "change", "copy", "plan", "write"]
HISTORY = st.lists(st.tuples(st.sampled_from(DEEDS), ROW), max_size=12)


def day(number):
    return FIRST + timedelta(days=number)


def days_of(season):
    return {season.began_on + timedelta(days=each) for each in range((season.ended_on - season.began_on).days + 1)}


class Clubs:
    """Two clubs, and what is planned for them."""

    def __init__(self):
        self.groups, self.by = [make_group() for _number in range(CLUBS)], make_user()

    def others(self, group, season=None):
        """The days that the other plans of a club cover."""
        rows = SeasonPlan.objects.filter(group=group).exclude(pk=season and season.pk)
        return set().union(*map(days_of, rows))

    def season(self, group, number):
        rows = list(SeasonPlan.objects.filter(group=group).order_by("began_on"))
        return rows[number % len(rows)] if rows else None

    def expected(self, group, began_on, ended_on, season=None):
        """The refusal that must come, or none."""
        if ended_on < began_on:
            return SeasonEndsBeforeItBegins
        days = {began_on + timedelta(days=each) for each in range((ended_on - began_on).days + 1)}
        if days & self.others(group, season):
            return SeasonsOverlap
        if season and not {row.planned_on for row in season.activities.all()} <= days:
            return ActivitiesOutsideSeason
        return None

    def do(self, what, row):
        club, first, length, number = row
        group, began_on, ended_on = self.groups[club], day(first), day(first + length)
        season = self.season(group, number)
        given = {"title": "ផែនការ", "began_on": began_on, "ended_on": ended_on, "by": self.by}
        if what == "plan":
            if season and season.began_on <= began_on <= season.ended_on:
                make_activity(season=season, planned_on=began_on)
            return
        if what == "write":
            self.write_past_the_actions(group, began_on, ended_on)
            return
        if what != "begin" and season is None:
            return
        expected = self.expected(group, began_on, ended_on, season if what == "change" else None)
        act = {
            "begin": lambda: begin_season(group=group, **given),
            "change": lambda: change_season(season=season, **given),
            "copy": lambda: copy_season(season=season, **given),
        }[what]
        if expected:
            with pytest.raises(expected), transaction.atomic():
                act()
        else:
            act()

    def write_past_the_actions(self, group, began_on, ended_on):
        """A row as another program would write it: the database alone decides."""
        plan = SeasonPlan(group=group, title="x", began_on=began_on, ended_on=ended_on)
        if self.expected(group, began_on, ended_on):
            with pytest.raises(IntegrityError), transaction.atomic():
                plan.save(force_insert=True)
        else:
            plan.save(force_insert=True)

    def check(self):
        for group in self.groups:
            rows = list(SeasonPlan.objects.filter(group=group))
            days = [each for row in rows for each in days_of(row)]
            assert len(days) == len(set(days))
        outside = [
            row
            for row in PlannedActivity.objects.select_related("season")
            if not row.season.began_on <= row.planned_on <= row.season.ended_on
        ]
        assert outside == []


@given(history=HISTORY)
def test_no_two_plans_of_a_club_share_a_day(db, history):
    with transaction.atomic():
        clubs = Clubs()
        for what, row in history:
            clubs.do(what, row)
            clubs.check()
        transaction.set_rollback(True)
