"""What the database itself refuses about clubs, each broken once with rows that only it refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clubs.models import PeerClubs, PlannedActivity, SeasonPlan
from tests.factories.clubs import make_activity, make_peers, make_season
from tests.factories.participation import make_group, make_meeting

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2024, 1, 1), date(2024, 12, 31)


def refused(constraint, act):
    """The database says no, and says why; SQLite tells a unique index by its columns."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert constraint in str(error.value) or "UNIQUE constraint failed: clubs_peerclubs" in str(error.value)


def test_season_ends_after_it_begins():
    make_season(began_on=EARLY, ended_on=EARLY)
    refused("season_ends_after_it_begins", lambda: make_season(began_on=LATE, ended_on=EARLY))


@pytest.mark.parametrize(
    ("began_on", "ended_on"),
    [
        (EARLY, LATE),
        (LATE, LATE + timedelta(days=30)),
        (EARLY - timedelta(days=30), EARLY),
        (EARLY + timedelta(days=9), EARLY + timedelta(days=10)),
    ],
)
def test_seasons_of_a_club_do_not_overlap(began_on, ended_on):
    season = make_season(began_on=EARLY, ended_on=LATE)
    make_season(began_on=EARLY, ended_on=LATE)  # of another club
    other = make_season(group=season.group, began_on=LATE + timedelta(days=1), ended_on=LATE + timedelta(days=1))
    other.delete()
    name = "seasons_of_a_club_do_not_overlap"
    refused(name, lambda: make_season(group=season.group, began_on=began_on, ended_on=ended_on))
    after = make_season(group=season.group, began_on=LATE + timedelta(days=90), ended_on=LATE + timedelta(days=99))
    refused(name, lambda: SeasonPlan.objects.filter(pk=after.pk).update(began_on=began_on, ended_on=LATE))
    assert SeasonPlan.objects.filter(group=season.group).count() == 2


def test_season_may_be_written_again_as_it_is():
    season = make_season(began_on=EARLY, ended_on=LATE)
    assert SeasonPlan.objects.filter(pk=season.pk).update(ended_on=LATE + timedelta(days=1)) == 1


def test_activity_is_held_or_dropped_not_both():
    activity = make_activity()
    meeting = make_meeting(group=activity.season.group)
    rows = PlannedActivity.objects.filter(pk=activity.pk)
    refused("activity_is_held_or_dropped_not_both", lambda: rows.update(held_at=meeting, dropped_because="other"))


def test_peer_clubs_stand_in_order():
    pair = make_peers()
    swapped = {"first": pair.second, "second": pair.first}
    refused("peer_clubs_stand_in_order", lambda: PeerClubs.objects.filter(pk=pair.pk).update(**swapped))


def test_one_open_pair_of_two_clubs():
    club, other = make_group(), make_group()
    make_peers(club, other, ended_on=date(2023, 6, 1))
    make_peers(club, other)
    refused("one_open_pair_of_two_clubs", lambda: make_peers(other, club))


def test_pair_of_clubs_ends_after_it_begins():
    refused("pair_of_clubs_ends_after_it_begins", lambda: make_peers(began_on=LATE, ended_on=EARLY))
