"""Who gathers people's data slowly: more than thirty profiles within an hour, or as many names taken away.

The job worker looks into the journal, so that no reader waits and nothing is forgotten while it stands still: it looks
back a day, and what it has told of already stands in the journal too.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from .. import journal
from ..models import JournalEntry, User
from .notices import notify_safeguarding

MOST_IN_AN_HOUR = 30
HOUR = timedelta(hours=1)
LOOKS_BACK = timedelta(hours=25)
PROFILES = ("person.read", "membership.read", "mandate.read")
"""Pages about single people; the same one opened twice counts once."""
EXPORTS = ("names.exported",)
"""Files with names: each name counts."""
TOLD = "gathering.noticed"

type Reading = tuple[datetime, str, str, str, int]


def look_for_gathering(*, now: datetime | None = None) -> int:
    """Tell the safeguarding officers of each account that gathered since the last look; says how many times."""
    now = now or timezone.now()
    readings = JournalEntry.objects.filter(at__gt=now - LOOKS_BACK, at__lte=now, kind=journal.READ)
    readings = readings.filter(verb__in=(*PROFILES, *EXPORTS), actor__isnull=False).order_by()
    many = readings.values("actor_id").annotate(shown=Sum(Greatest("people", 1))).filter(shown__gt=MOST_IN_AN_HOUR)
    return sum(_look_at(actor, readings, now) for actor in sorted(many.values_list("actor_id", flat=True)))


@transaction.atomic
def _look_at(actor: int, readings, now: datetime) -> int:
    account = User.objects.select_for_update().filter(pk=actor).first()  # two workers tell once
    lines = (
        readings.filter(actor_id=actor)
        .order_by("at", "pk")
        .values_list("at", "verb", "about_type", "about_id", "people")
    )
    told = 0
    for moment, number in moments(lines, since=_told_until(actor)):
        journal.security(TOLD, about=account, by=None, account=actor, number=number, at=moment.isoformat())
        day = timezone.localdate(moment).isoformat()
        notify_safeguarding(text_key="gathering_noticed", link=f"/desk/journal/?verb={TOLD}&since={day}")
        told += 1
    return told


def _told_until(actor: int) -> datetime | None:
    """Until when this account is told of: an hour from what the last line tells."""
    lines = JournalEntry.objects.filter(about_type="accounts.user", about_id=str(actor), verb=TOLD)
    last = lines.newest_first().first()
    return datetime.fromisoformat(str(last.details["at"])) + HOUR if last else None


def moments(lines: Iterable[Reading], *, since: datetime | None) -> list[tuple[datetime, int]]:
    """When somebody went beyond what an hour may hold, and with how many; at most once in an hour."""
    found, window = [], []
    for at, verb, about_type, about_id, people in lines:
        window = [each for each in window if each[0] > at - HOUR]
        window.append((at, verb, about_type, about_id, people))
        number = _shown(window)
        if number > MOST_IN_AN_HOUR and (since is None or at >= since):
            found.append((at, number))
            since = at + HOUR
    return found


def _shown(window: list[Reading]) -> int:
    profiles = {(about_type, about_id) for _at, verb, about_type, about_id, _people in window if verb in PROFILES}
    return len(profiles) + sum(people for _at, verb, _type, _id, people in window if verb in EXPORTS)
