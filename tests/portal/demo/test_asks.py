"""The asks of the demo: at every step, each as the actions would have left it, the same at every load."""

from datetime import date
from itertools import pairwise

import pytest

from content.models import AskRelease
from participation.models import Ask, AskAnswer, CommunityGroup, Meeting
from participation.models.ask import STEPS
from participation.seeds.planting import plant
from portal.demo import shape
from portal.demo.accounts import make_facilitators
from portal.demo.load import load
from tests.factories.places import make_village
from tests.participation.test_asks_model import holds

TODAY = date(2026, 6, 1)


@pytest.fixture
def country(monkeypatch, db):
    monkeypatch.setattr(shape, "COUNCILS", 12)
    monkeypatch.setattr(shape, "CLUBS", 24)
    monkeypatch.setattr(shape, "NETWORKS", 4)
    plant()
    for code in ("05060101", "05060102", "17010201", "17010202"):
        make_village(code)
    load(TODAY, facilitators=make_facilitators(4, TODAY))


def test_asks_of_the_demo_are_at_every_step_and_each_makes_sense(country, figure):
    asks = list(Ask.objects.select_related("issue__meeting", "told_meeting"))
    figure(f"demo: {len(asks)} asks of {CommunityGroup.objects.count()} groups")
    assert {ask.status for ask in asks} >= {"sent", "answered", "closed"}
    for ask in asks:
        assert holds(ask), ask.status
        ask.full_clean()
        way = list(ask.steps.order_by("pk").values_list("status", flat=True))
        assert way[0] == "drafted"
        assert way[-1] == ask.status
        assert all(after in STEPS[before] for before, after in pairwise(way))
        days = [ask.issue.meeting.held_on, ask.sent_on, ask.answered_on, ask.told_meeting and ask.told_meeting.held_on]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert known[-1] <= TODAY
        assert ask.told_meeting is None or ask.told_meeting.group_id == ask.issue.meeting.group_id
        assert (ask.answered_on is None) == (not ask.answers.exists())
    assert not AskRelease.objects.exclude(ask__status__in=["sent", "answered", "told", "closed"]).exists()
    assert AskAnswer.objects.unconfirmed().count() == 0
    assert Meeting.objects.count() > len(asks)
