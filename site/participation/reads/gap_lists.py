"""The groups with a gap: asked anew, or, where that takes long, as they were found minutes ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from ..gaps import Gap
from ..models import CommunityGroup, FoundGap, GapLook
from ..models.group import CommunityGroupQuerySet


@dataclass(frozen=True, slots=True)
class GapList:
    """``looked_at`` is ``None`` where the groups are asked anew."""

    gap: Gap
    groups: CommunityGroupQuerySet
    on: date
    looked_at: datetime | None = None

    def still(self, rows: Sequence[CommunityGroup]) -> list[CommunityGroup]:
        """Of some rows of the list those that have the gap now: what was mended a minute ago is not shown again."""
        if self.looked_at is None:
            return list(rows)
        asked = CommunityGroup.objects.filter(pk__in=[row.pk for row in rows])
        now: set[UUID] = set(self.gap.narrow(asked, self.on).order_by().values_list("pk", flat=True))
        return [row for row in rows if row.pk in now]


def gap_list(gap: Gap, groups: CommunityGroupQuerySet, on: date) -> GapList:
    """Of some groups those with a gap on a day. One query; the groups themselves are asked for by the caller."""
    look = GapLook.objects.fresh().filter(key=gap.key).first()
    if look is None:
        return GapList(gap, gap.narrow(groups, on), on)
    found = Exists(FoundGap.objects.filter(key=gap.key, group=OuterRef("pk")))
    return GapList(gap, groups.filter(found), on, look.looked_at)
