"""Two clubs that visit and learn from each other, and when they stop."""

from datetime import date

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import lock_groups, refuse_future
from participation.models import CommunityGroup, Kind

from ..models import PeerClubs
from ..refusals import ClubIsClosed, NotAClub, PairEndsBeforeItBegins, PairIsOver, PeerOfItself, PeersAlready


@transaction.atomic
def pair_clubs(*, group: CommunityGroup, other: CommunityGroup, began_on: date, by: User) -> PeerClubs:
    """The two are peers from a day on, without an end yet."""
    if group.pk == other.pk:
        raise PeerOfItself
    lock_groups(group, other)
    for club in (group, other):
        if club.kind != Kind.CLUB:
            raise NotAClub
        if club.status == CommunityGroup.Status.CLOSED:
            raise ClubIsClosed
    refuse_future(began_on, field="began_on")
    first, second = sorted((group, other), key=lambda club: club.pk)
    if PeerClubs.objects.filter(first=first, second=second).overlapping(began_on, None).exists():
        raise PeersAlready
    pair = PeerClubs(first=first, second=second, began_on=began_on, created_by=by)
    pair.full_clean()
    pair.save(force_insert=True)
    journal.note("clubs.paired", about=pair, by=by, first=first.pk, second=second.pk, began_on=began_on)
    return pair


@transaction.atomic
def end_pair(*, pair: PeerClubs, ended_on: date, by: User) -> PeerClubs:
    """The last day on which the two were peers."""
    pair.refresh_from_db(from_queryset=PeerClubs.objects.select_for_update(no_key=True))
    if pair.ended_on is not None:
        raise PairIsOver
    refuse_future(ended_on, field="ended_on")
    if ended_on < pair.began_on:
        raise PairEndsBeforeItBegins
    pair.ended_on = ended_on
    pair.full_clean()
    pair.save(update_fields=["ended_on"])
    journal.note("clubs.pair_ended", about=pair, by=by, ended_on=ended_on)
    return pair
