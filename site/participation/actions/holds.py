"""Holds: stopping for a while that data of a person or a group is erased, looking at it again, and ending it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import journal
from accounts.actions.notices import notify_safeguarding
from accounts.models import User
from accounts.written_reasons import judged_reason
from people.models import Person

from ..models import CommunityGroup, RetentionHold
from ..models.hold import RetentionHoldQuerySet
from ..refusals import AlreadyHeld, HoldIsOver, HoldTooLong

LONGEST = timedelta(days=365)
SOON = timedelta(days=14)
LIST = "retention:holds"


@transaction.atomic
def place_hold(
    *, reason: str, until: date, by: User, person: Person | None = None, group: CommunityGroup | None = None
) -> RetentionHold:
    """Nothing of the person, or of the group and its members, is erased until a day, a year at most."""
    reason = judged_reason(reason)
    _judge_until(until)
    same = RetentionHold.objects.filter(person=person, group=group, ended_at__isnull=True)
    if same.in_force(timezone.localdate()).exists():
        raise AlreadyHeld
    _end_by_themselves(same)
    hold = RetentionHold(person=person, group=group, reason=reason, until=until, placed_at=timezone.now(), placed_by=by)
    hold.full_clean()
    hold.save(force_insert=True)
    about = person if person is not None else group
    journal.note("hold.placed", about=about, by=by, hold=hold.pk, until=until)
    notify_safeguarding(text_key="hold_placed", link=reverse(LIST))
    return hold


@transaction.atomic
def review_hold(*, hold: RetentionHold, until: date, by: User) -> RetentionHold:
    """Somebody looked whether it is still needed, and until when; a year from today at most."""
    _still_stands(hold)
    _judge_until(until)
    hold.until, hold.reviewed_at, hold.reviewed_by, hold.end_told_at = until, timezone.now(), by, None
    hold.full_clean()
    hold.save(update_fields=["until", "reviewed_at", "reviewed_by", "end_told_at"])
    journal.note("hold.reviewed", about=hold, by=by, until=until)
    return hold


@transaction.atomic
def end_hold(*, hold: RetentionHold, by: User) -> RetentionHold:
    """From now on the terms run as for everybody else."""
    _still_stands(hold)
    hold.ended_at, hold.ended_by = timezone.now(), by
    hold.save(update_fields=["ended_at", "ended_by"])
    journal.note("hold.ended", about=hold, by=by)
    notify_safeguarding(text_key="hold_ended", link=reverse(LIST))
    return hold


@transaction.atomic
def follow_holds(*, at: datetime | None = None) -> int:
    """Each night: holds past their last day end, and of those that end within two weeks the officers hear once."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    ended = _end_by_themselves(RetentionHold.objects.filter(ended_at__isnull=True, until__lt=today))
    if ended:
        notify_safeguarding(text_key="hold_ended", link=reverse(LIST))
    soon = RetentionHold.objects.in_force(today).filter(until__lte=today + SOON, end_told_at__isnull=True)
    if soon.update(end_told_at=at):
        notify_safeguarding(text_key="hold_ends_soon", link=reverse(LIST))
    return ended


def _end_by_themselves(holds: RetentionHoldQuerySet) -> int:
    over = list(holds.select_for_update())
    RetentionHold.objects.filter(pk__in=[hold.pk for hold in over]).update(ended_at=timezone.now())
    journal.note_all("hold.ended", ((hold, {}) for hold in over), by=None)
    return len(over)


def _still_stands(hold: RetentionHold) -> None:
    hold.refresh_from_db(from_queryset=RetentionHold.objects.select_for_update(of=("self",)))
    if hold.ended_at is not None or hold.until < timezone.localdate():
        raise HoldIsOver


def _judge_until(until: date) -> None:
    if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
        raise HoldTooLong
