"""One writer at a time per group: overlaps and single posts are judged on rows that cannot change meanwhile."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from ..models import CommunityGroup, Meeting
from ..refusals import ChangedMeanwhile, DayInTheFuture


def lock_groups(*groups: CommunityGroup) -> None:
    """Hold the groups until the transaction ends, always in the same order, and bring them up to date."""
    fresh = CommunityGroup.objects.select_for_update(no_key=True).order_by("pk").in_bulk([g.pk for g in groups])
    for group in groups:
        _take_over(group, fresh[group.pk])


def lock_group(group: CommunityGroup, *, version: int | None = None) -> None:
    """Hold one group; with ``version``, refuse when somebody has changed it since."""
    lock_groups(group)
    if version is not None and version != group.version:
        raise ChangedMeanwhile


def lock_meeting(meeting: Meeting, *, version: int | None = None) -> None:
    """Hold one meeting; with ``version``, refuse when somebody has changed it since."""
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update(no_key=True))
    if version is not None and version != meeting.version:
        raise ChangedMeanwhile


def _take_over(group: CommunityGroup, fresh: CommunityGroup) -> None:
    for field in group._meta.concrete_fields:
        setattr(group, field.attname, getattr(fresh, field.attname))


def refuse_future(day: date, *, field: str | None = None, today: date | None = None) -> None:
    """What has happened did not happen tomorrow. ``today`` is told by who asks thousands of times."""
    if day > (today or timezone.localdate()):
        raise DayInTheFuture(field)


def refuse_unknown(fields: Iterable[str], allowed: frozenset[str]) -> None:
    """A caller's slip, not a user's."""
    unknown = set(fields) - allowed
    if unknown:
        raise TypeError(f"Not a field that can be changed: {', '.join(sorted(unknown))}")
