"""The rows of the list of groups: a page of any length costs two queries beyond its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from places.paths import parts_for

from ..models import CommunityGroup
from .rosters import Counts, member_counts


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group, where it is, how many members it has today, and whether it is overdue."""

    group: CommunityGroup
    path: list[str]
    counts: Counts
    is_overdue: bool


def group_rows(groups: Iterable[CommunityGroup]) -> list[GroupRow]:
    groups, today = list(groups), timezone.localdate()
    paths = parts_for({group.area_id for group in groups})
    counts = member_counts([group.pk for group in groups], today)
    return [GroupRow(group, paths[group.area_id], counts[group.pk], group.is_overdue(today)) for group in groups]
