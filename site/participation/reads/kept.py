"""What is known of all groups in a reach: of few groups counted as they stand, of many by the job worker, and kept.

Counting a whole country takes seconds: no visit waits for that. What was counted more than an hour ago is shown with
its moment while it is counted anew. What a visit can well count once, but not every visit, is kept for the hour alone.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_type_hints

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone

from accounts.counting import counted
from accounts.models import User
from accounts.roles import Capability

from ..models import CommunityGroup
from ..models.group import CommunityGroupQuerySet
from ..scopes import groups_q
from .facilitators import groups_without_facilitator
from .figures import figures
from .projects import supported_groups

FRESH = timedelta(hours=1)
KEPT_FOR = timedelta(days=7)
ASKED_AGAIN = timedelta(minutes=10)
COUNTERS: dict[str, Callable[[User, Capability], object]] = {
    "figures": figures,
    "without": groups_without_facilitator,
    "supported": supported_groups,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found, and when; ``counted_at`` is empty where it is of this moment, ``value``, where it is not known
    yet."""

    value: object | None
    counted_at: datetime | None = None


def kept(name: str, user: User, capability: Capability) -> Kept:
    """What a counter finds in the groups within the user's reach for ``capability``."""
    groups = _groups(user, capability)
    if not counted(groups).is_more:
        return Kept(COUNTERS[name](user, capability))
    key = _key(name, groups)
    found = cache.get(key)
    if found is None:
        _ask(key, name, user, capability)
        return cache.get(key, Kept(None))
    if found.counted_at < timezone.now() - FRESH:
        _ask(key, name, user, capability)
    return found


@task(queue_name="default", backend="jobs")
def count_and_keep(name: str, user_id: int, capability: str) -> None:
    """Count for all who reach the same groups."""
    user, wanted, began = User.objects.get(pk=user_id), Capability(capability), timezone.now()
    found = Kept(COUNTERS[name](user, wanted), counted_at=began)
    cache.set(_key(name, _groups(user, wanted)), found, KEPT_FOR.total_seconds())


def kept_if_many[V](
    shape: type[V], rows: Sequence[QuerySet], count: Callable[[], V], are_many: Callable[[V], bool]
) -> Kept:
    """What ``count`` finds, at once; of many it is kept for an hour, for all who ask for the same ``rows``."""
    key = _key_of(shape.__name__.lower(), shape, *rows)
    found = cache.get(key)
    if found is not None:
        return found
    began, value = timezone.now(), count()
    if are_many(value):
        cache.set(key, Kept(value, counted_at=began), FRESH.total_seconds())
    return Kept(value)


def _groups(user: User, capability: Capability) -> CommunityGroupQuerySet:
    return CommunityGroup.objects.filter(groups_q(user, capability))


def _key(name: str, groups: CommunityGroupQuerySet) -> str:
    return _key_of(name, get_type_hints(COUNTERS[name])["return"], groups)


def _key_of(name: str, shape: type, *rows: QuerySet) -> str:
    """Names the reach: readers of the same area share what was counted, and nobody is shown another's.

    Names its shape too: what an earlier release kept is never read as if it were of this one.
    """
    asked = f"{shape.__slots__}{[_question(some) for some in rows]}"
    return f"kept:{name}:{hashlib.sha256(asked.encode()).hexdigest()}"


def _question(rows: QuerySet) -> str:
    try:
        return str(rows.values("pk").query.sql_with_params())
    except EmptyResultSet:
        return "nothing"


def _ask(key: str, name: str, user: User, capability: Capability) -> None:
    """One job at a time for a reach, however many look."""
    if cache.add(f"{key}:asked", True, ASKED_AGAIN.total_seconds()):
        count_and_keep.enqueue(name, user.pk, capability.value)
