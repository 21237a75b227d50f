"""The peers of a club, as far as the reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from participation.models import CommunityGroup
from places.paths import name

from ..models import PeerClubs


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One pair, seen from one of its clubs. ``peer`` is ``None`` where the reader does not see the other club."""

    pair: PeerClubs
    peer: CommunityGroup | None
    place: str
    is_over: bool


def peers_of(group: CommunityGroup, *, user: User) -> list[PeerRow]:
    """Current pairs first, then those that are over: two queries."""
    return sorted(peer_rows(pairs_of(group, user=user), group, user=user), key=lambda row: row.is_over)


def pairs_of(group: CommunityGroup, *, user: User) -> QuerySet[PeerClubs]:
    """The pairs of a club, the newest first."""
    return PeerClubs.objects.visible_to(user).of(group).order_by("-began_on", "pk")


def peer_rows(pairs: Iterable[PeerClubs], group: CommunityGroup, *, user: User) -> list[PeerRow]:
    """Some pairs of a club as that club sees them."""
    today, pairs = timezone.localdate(), list(pairs)
    keys = [pair.first_id if pair.second_id == group.pk else pair.second_id for pair in pairs]
    seen = CommunityGroup.objects.visible_to(user).select_related("area").in_bulk(keys) if keys else {}
    return [
        PeerRow(pair, peer, name(peer.area) if peer else "", bool(pair.ended_on and pair.ended_on < today))
        for pair, peer in zip(pairs, map(seen.get, keys), strict=True)
    ]
