"""What only a club has. A season reaches over half a year on both sides of today."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from clubs.models import PeerClubs, PlannedActivity, SeasonPlan
from participation.models import CommunityGroup
from tests.factories.participation import JOINED_ON, make_group

HALF_A_YEAR = timedelta(days=182)
_numbers = count(1)


def make_season(**overrides) -> SeasonPlan:
    """A plan of this season, without activities."""
    today = timezone.localdate()
    fields = {
        "title": f"ផែនការ {next(_numbers)}",
        "began_on": today - HALF_A_YEAR,
        "ended_on": today + HALF_A_YEAR,
        **overrides,
    }
    if "group" not in fields:
        fields["group"] = make_group()
    return SeasonPlan.objects.create(**fields)


def make_activity(topics=(), **overrides) -> PlannedActivity:
    """An activity planned for next month."""
    fields = {
        "title": f"សម្អាតភូមិ {next(_numbers)}",
        "planned_on": timezone.localdate() + timedelta(days=30),
        **overrides,
    }
    if "season" not in fields:
        fields["season"] = make_season()
    activity = PlannedActivity.objects.create(**fields)
    activity.topics.set(topics)
    return activity


def make_peers(group: CommunityGroup | None = None, other: CommunityGroup | None = None, **overrides) -> PeerClubs:
    """Two clubs that are peers, without an end yet."""
    first, second = sorted((group or make_group(), other or make_group()), key=lambda club: club.pk)
    return PeerClubs.objects.create(**{"first": first, "second": second, "began_on": JOINED_ON, **overrides})
