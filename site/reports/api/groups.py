"""Groups without a name of anybody: where they are, how they stand, and how many members they had in fives.

Members are counted as of the last day of the last quarter that is over, so that nobody subtracts one day from the next.
What is hidden is settled for a commune as a whole, before any filter and any page: see ``reports.suppression``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from accounts.models import User
from participation.models import CommunityGroup
from participation.reads.rosters import Counts, member_counts
from places.codes import code_range, split_id

from ..keys import commune_of
from ..quarters import Quarter
from ..suppression import Count, Province, suppress
from .answers import Group, Groups
from .asked import GroupsAsked
from .paging import after_all, first_of, next_of
from .reaching import place_asked, reach_of


def groups(asked: GroupsAsked, reader: User, path: str) -> Groups:
    rows = CommunityGroup.objects.visible_to(reader).filter(after_all(asked.after, ("area_id", str), ("code", str)))
    if place := place_asked(asked.area, reader):
        rows = rows.within(place)
    if asked.kind:
        rows = rows.of_kind(asked.kind)
    if asked.status:
        rows = rows.filter(status=asked.status)
    found, is_more = first_of(rows.order_by("area_id", "code"), asked)
    on = Quarter.of(timezone.localdate()).before.ended_on
    members = members_shown(found, on)
    return Groups(
        reach=reach_of(reader),
        next=next_of(path, asked, f"{found[-1].area_id}.{found[-1].code}" if is_more else None),
        members_on=on,
        items=[
            Group(
                code=group.code,
                kind=group.kind,
                status=group.status,
                status_since=group.status_since,
                founded_on=group.founded_on,
                founded_is_year=group.founded_is_year,
                area_code=split_id(group.area_id)[1],
                commune_code=split_id(commune_of(group.area_id))[1],
                members=members[group.pk],
            )
            for group in found
        ],
    )


def members_shown(groups: Sequence[CommunityGroup], on: date) -> dict[object, int | None]:
    """Of groups in the order of their places: two questions, whatever their number.

    All groups of their communes are looked at, those beyond the filter, the page and the reader too.
    """
    if not groups:
        return {}
    communes = {commune_of(group.area_id) for group in groups}
    low, high = min(communes), code_range(max(communes))[1]
    near = CommunityGroup.objects.filter(area_id__gte=low, area_id__lt=high).order_by("code")
    lines: dict[str, list[object]] = defaultdict(list)
    for key, area in near.values_list("pk", "area_id"):
        if (commune := commune_of(area)) in communes:
            lines[commune].append(key)
    counts = member_counts([key for line in lines.values() for key in line], on)
    shown: dict[object, int | None] = {}
    for line in lines.values():
        shown |= shown_of_a_commune({key: counts[key] for key in line})
    return shown


def shown_of_a_commune(counts: Mapping[object, Counts]) -> dict[object, int | None]:
    """In fives; none below five, and none hidden alone beside what the commune shows elsewhere."""
    parts = {str(key): Count(others=each.total) for key, each in counts.items()}
    total = sum(parts.values(), start=Count())
    figures = suppress(total, {"": Province(total, parts)})
    return {key: figures.communes[str(key)].children for key in counts}
