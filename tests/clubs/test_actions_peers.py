"""Two clubs that visit and learn from each other."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clubs.actions.peers import end_pair, pair_clubs
from clubs.models import PeerClubs
from clubs.refusals import ClubIsClosed, NotAClub, PairEndsBeforeItBegins, PairIsOver, PeerOfItself, PeersAlready
from participation.models import Kind
from participation.refusals import DayInTheFuture
from tests.factories.accounts import make_user
from tests.factories.participation import make_closed_group, make_group

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


def pair(group, other, began_on=DAY):
    return pair_clubs(group=group, other=other, began_on=began_on, by=make_user())


def test_a_pair_is_one_row_whoever_says_it():
    club, other = make_group(), make_group()
    made = pair(club, other)
    assert {made.peer_of(club), made.peer_of(other)} == {club, other}
    assert list(PeerClubs.objects.of(club)) == list(PeerClubs.objects.of(other)) == [made]
    with pytest.raises(PeersAlready):
        pair(other, club, DAY - timedelta(days=30))


def test_a_pair_may_end_and_begin_again():
    club, other = make_group(), make_group()
    first = pair(club, other)
    with pytest.raises(PairEndsBeforeItBegins):
        end_pair(pair=first, ended_on=DAY - timedelta(days=1), by=make_user())
    end_pair(pair=first, ended_on=DAY + timedelta(days=9), by=make_user())
    with pytest.raises(PairIsOver):
        end_pair(pair=first, ended_on=DAY + timedelta(days=9), by=make_user())
    with pytest.raises(PeersAlready):
        pair(club, other, DAY + timedelta(days=9))
    assert pair(club, other, DAY + timedelta(days=10)).ended_on is None


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [(make_closed_group, ClubIsClosed), (lambda: make_group(kind=Kind.COUNCIL), NotAClub)],
)
def test_only_open_clubs_are_peers(wrong, refusal):
    with pytest.raises(refusal):
        pair(make_group(), wrong())
    club = make_group()
    with pytest.raises(PeerOfItself):
        pair(club, club)
    with pytest.raises(DayInTheFuture):
        pair(club, make_group(), timezone.localdate() + timedelta(days=1))
    assert PeerClubs.objects.count() == 0
