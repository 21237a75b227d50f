"""Season plans, peers, joint meetings and calls of the demo: as the actions would have made them."""

from collections import Counter

import pytest

from clubs.models import PeerClubs, PlannedActivity, SeasonPlan
from clubs.reads.seasons import season_page
from participation.models import CommunityGroup, CountDelta, GroupCall, JointMeeting, JointPart, Meeting
from portal.demo import shape
from tests.portal.demo.test_plans import TODAY, make_fifty_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(monkeypatch, made_once):
    monkeypatch.setattr(shape, "COUNCILS", 20)
    monkeypatch.setattr(shape, "CLUBS", 30)
    monkeypatch.setattr(shape, "NETWORKS", 5)
    made_once(make_fifty_groups)
    return CommunityGroup.objects.all()


def test_plans_hold_what_was_held_dropped_late_and_planned(groups):
    seasons = SeasonPlan.objects.all()
    assert 0 < len(seasons) < groups.filter(kind="club").count()
    rows = [row for season in seasons for row in season_page(season).rows]
    assert {row.activity.status for row in rows} == set(PlannedActivity.Status)
    assert any(row.is_late for row in rows)
    assert all(row.activity.season.began_on <= row.activity.planned_on <= row.activity.season.ended_on for row in rows)
    held = PlannedActivity.objects.filter(held_at__isnull=False).select_related("held_at", "season")
    assert all(one.held_at.group_id == one.season.group_id for one in held)
    assert all(one.held_at.held_on.replace(day=1) == one.planned_on for one in held)


def test_joint_meetings_are_of_one_day_with_one_host_and_counted_once(groups):
    joints = JointMeeting.objects.prefetch_related("parts__meeting")
    assert joints
    for joint in joints:
        parts = list(joint.parts.all())
        assert len({part.meeting.held_on for part in parts}) == 1
        assert len({part.meeting.group_id for part in parts}) == len(parts) > 1
        assert [part.is_host for part in parts].count(True) == 1
    kept = Counter()
    for step in CountDelta.objects.all():
        kept["meetings"] += step.meetings
        kept["activities"] += step.activities
    assert kept == {"meetings": Meeting.objects.count(), "activities": Meeting.objects.all().counted_once().count()}
    assert kept["meetings"] - kept["activities"] == JointPart.objects.filter(is_host=False).count()


def test_peers_are_clubs_and_calls_are_about_quiet_groups(groups):
    pairs = PeerClubs.objects.select_related("first", "second")
    assert pairs
    assert {club.kind for pair in pairs for club in (pair.first, pair.second)} == {"club"}
    calls = GroupCall.objects.select_related("group")
    assert all(call.group.is_overdue(TODAY) and call.called_on < TODAY for call in calls)
