"""Where a council is heard: from when to when, and which seat speaks there."""

from datetime import date

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.models import CommunityGroup

from ..models import Representation, RepresentedBody, Seat
from ..refusals import (
    AlreadyRepresented,
    BodyNotInUse,
    NotASeatOfIt,
    RepresentationEnded,
    RepresentationEndsBeforeItBegins,
)
from .seats import lock_council


@transaction.atomic
def represent(
    *, council: CommunityGroup, body: RepresentedBody, began_on: date, by: User, seat: Seat | None = None
) -> Representation:
    """A council is heard in a body from a day on; where a seat is named, its holder speaks."""
    lock_council(council)
    if not body.is_active:
        raise BodyNotInUse
    if seat is not None and seat.council_id != council.pk:
        raise NotASeatOfIt
    if Representation.objects.filter(council=council, body=body, ended_on__isnull=True).exists():
        raise AlreadyRepresented
    representation = Representation(council=council, body=body, seat=seat, began_on=began_on, created_by=by)
    representation.full_clean()
    representation.save(force_insert=True)
    details = {"council": council.pk, "body": body.code, "seat": seat.pk if seat else ""}
    journal.note("representation.begun", about=representation, by=by, **details, began_on=began_on)
    return representation


@transaction.atomic
def end_representation(*, representation: Representation, ended_on: date, by: User) -> Representation:
    """The last day on which a council is heard in a body."""
    lock_council(representation.council)
    representation.refresh_from_db()
    if representation.ended_on is not None:
        raise RepresentationEnded
    if ended_on < representation.began_on:
        raise RepresentationEndsBeforeItBegins
    representation.ended_on = ended_on
    representation.full_clean()
    representation.save(update_fields=["ended_on"])
    details = {"council": representation.council_id, "body": representation.body.code}
    journal.note("representation.ended", about=representation, by=by, **details, ended_on=ended_on)
    return representation
