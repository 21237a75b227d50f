"""The plans of a club, and its peers, as tables."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table
from accounts.models import User
from participation.exports.tables import group_columns, named, place_columns, places
from participation.models import CommunityGroup
from places.paths import path_parts

from .models import PeerClubs, PlannedActivity
from .reads.peers import pairs_of, peer_rows
from .reads.seasons import in_order


def plans(group: CommunityGroup, *, user: User) -> Table:
    """Every line of every plan, the newest plan first."""
    path = path_parts(group.area)
    records = PlannedActivity.objects.visible_to(user).filter(season__group=group)
    records = records.select_related("season", "post", "held_at").prefetch_related("topics")

    def lines(batch: list[PlannedActivity]) -> Iterator[Line]:
        for one in batch:
            yield (
                *named(group),
                *places(path),
                *(one.season.title, one.season.began_on, one.season.ended_on),
                *(one.title, one.planned_on, one.get_precision_display(), one.post.name if one.post else ""),
                ", ".join(topic.name for topic in in_order(one.topics.all())),
                *(str(one.status.label), one.held_at.held_on if one.held_at else None),
                one.get_dropped_because_display(),
            )

    columns = (
        *group_columns(),
        *place_columns(),
        *(_("Season plan"), _("From"), _("Until")),
        *(_("Activity"), _("When"), _("How exactly?"), _("Who"), _("Topics")),
        *(_("Status"), _("Held on"), _("Why it was dropped")),
    )
    ordered = records.order_by("-season__began_on", "planned_on", "created_at", "pk")
    return Table("season-plans", columns, ordered, lines)


def peers(group: CommunityGroup, *, user: User) -> Table:
    """The clubs with which a club visits and learns; of one outside the reader's reach only the days."""
    path = path_parts(group.area)

    def lines(batch: list[PeerClubs]) -> Iterator[Line]:
        for row in peer_rows(batch, group, user=user):
            peer = row.peer
            told = (peer.code, peer.name, row.place) if peer else ("", _("a club outside your reach"), "")
            yield (*named(group), *places(path), *told, row.pair.began_on, row.pair.ended_on)

    columns = (
        *group_columns(),
        *place_columns(),
        *(_("Code of the peer club"), _("Peer club"), _("Place of the peer club"), _("From"), _("Until")),
    )
    return Table("peer-clubs", columns, pairs_of(group, user=user), lines)
