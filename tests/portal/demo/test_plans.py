"""What the groups of the demo plan and what they missed: what the actions themselves would allow and keep."""

from datetime import date

import pytest

from participation.actions.groups import refresh_dates
from participation.models import CommunityGroup, Meeting, MissedMeeting, PlannedMeeting
from participation.seeds.planting import plant
from portal.demo import shape
from portal.demo.accounts import make_facilitators
from portal.demo.load import load
from tests.factories.places import make_village

TODAY = date(2026, 6, 1)

pytestmark = pytest.mark.django_db


def make_fifty_groups() -> None:
    plant()
    for commune in range(1, 21):
        make_village(f"0506{commune:02d}01"), make_village(f"0506{commune:02d}02")
    load(TODAY, facilitators=make_facilitators(2, TODAY))


@pytest.fixture
def groups(monkeypatch, made_once):
    monkeypatch.setattr(shape, "COUNCILS", 20)
    monkeypatch.setattr(shape, "CLUBS", 30)
    monkeypatch.setattr(shape, "NETWORKS", 5)
    made_once(make_fifty_groups)
    return CommunityGroup.objects.all()


def test_most_active_groups_plan_their_next_meeting(groups):
    ahead = PlannedMeeting.objects.filter(planned_on__gte=TODAY).values("group")
    active = groups.filter(status="active")
    assert 0.6 <= active.filter(pk__in=ahead).count() / active.count() < 1
    assert not groups.filter(status__in=("paused", "closed"), pk__in=PlannedMeeting.objects.values("group")).exists()
    assert PlannedMeeting.objects.filter(planned_on__lt=TODAY).waiting().exists()


def test_days_not_held_have_reasons_and_no_meeting(groups):
    missed = list(MissedMeeting.objects.all())
    assert len({row.reason for row in missed}) >= 2
    assert all(row.missed_on <= TODAY for row in missed)
    assert not any(Meeting.objects.filter(group=row.group_id, held_on=row.missed_on).exists() for row in missed)


def test_kept_days_are_those_that_the_actions_would_keep(groups):
    kept = {row["pk"]: row for row in groups.values("pk", "last_met_on", "last_missed_on", "overdue_after")}
    for group in groups:
        refresh_dates(group=group)
    assert {row["pk"]: row for row in groups.values("pk", "last_met_on", "last_missed_on", "overdue_after")} == kept
    assert groups.filter(last_missed_on__isnull=False).exists()
