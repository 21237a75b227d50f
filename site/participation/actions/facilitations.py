"""Who works with which group, from when to when."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import journal
from accounts.actions.accounts import end_sessions
from accounts.models import User

from ..models import CommunityGroup, Facilitation
from ..models.facilitation import FacilitationQuerySet
from ..refusals import AlreadyFacilitates, EndsBeforeItBegins, FacilitationEnded, GroupIsClosed, SubstituteNeedsLastDay
from .locks import lock_group


@transaction.atomic
def appoint_facilitator(
    *,
    user: User,
    group: CommunityGroup,
    began_on: date,
    by: User,
    ended_on: date | None = None,
    is_substitute: bool = False,
) -> Facilitation:
    """A user works with a group from a day on, which may lie ahead; a substitute for a day begins and ends on it."""
    lock_group(group)
    if group.status == CommunityGroup.Status.CLOSED:
        raise GroupIsClosed
    if is_substitute and ended_on is None:
        raise SubstituteNeedsLastDay
    if ended_on is not None and ended_on < began_on:
        raise EndsBeforeItBegins
    if Facilitation.objects.filter(user=user, group=group).overlapping(began_on, ended_on).exists():
        raise AlreadyFacilitates
    facilitation = Facilitation(
        user=user, group=group, began_on=began_on, ended_on=ended_on, is_substitute=is_substitute, created_by=by
    )
    facilitation.full_clean()
    facilitation.save(force_insert=True)
    journal.note(
        "facilitation.begun", about=facilitation, by=by, group=group.pk, user=user.pk, substitute=is_substitute
    )
    return facilitation


@transaction.atomic
def end_facilitation(*, facilitation: Facilitation, ended_on: date, by: User) -> Facilitation:
    """The last day of a facilitation. When that is today or earlier, it is over at once and every session ends."""
    lock_group(facilitation.group)
    facilitation.refresh_from_db()
    if ended_on < facilitation.began_on:
        raise EndsBeforeItBegins
    if facilitation.revoked_at or facilitation.ended_on is not None and facilitation.ended_on < ended_on:
        raise FacilitationEnded
    is_over = ended_on <= timezone.localdate()
    facilitation.ended_on = ended_on
    facilitation.revoked_at = timezone.now() if is_over else None
    facilitation.full_clean()
    facilitation.save(update_fields=["ended_on", "revoked_at"])
    if is_over:
        end_sessions(user=facilitation.user, by=by)
    journal.note(
        "facilitation.ended",
        about=facilitation,
        by=by,
        group=facilitation.group_id,
        user=facilitation.user_id,
        ended_on=ended_on,
    )
    return facilitation


def cut_facilitations(facilitations: FacilitationQuerySet, *, last_day: date, by: User) -> None:
    """Of facilitations that reach past a day: end on it what has begun, remove what was only planned."""
    for facilitation in facilitations.filter(began_on__gt=last_day):
        journal.note(
            "facilitation.cancelled", about=facilitation, by=by, group=facilitation.group_id, user=facilitation.user_id
        )
        facilitation.delete()
    reaching = Q(ended_on__isnull=True) | Q(ended_on__gt=last_day)
    for facilitation in facilitations.filter(reaching).select_related("group", "user"):
        end_facilitation(facilitation=facilitation, ended_on=last_day, by=by)
