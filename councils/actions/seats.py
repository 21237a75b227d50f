"""Seats: so many at once, one more, what they are kept for, and their end."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts import journal
from accounts.models import User
from participation.actions.locks import lock_group, refuse_unknown
from participation.models import CommunityGroup, Kind
from people.names import tidy

from ..models import Mandate, Seat
from ..models.council import MOST_SEATS
from ..refusals import (
    ClubMissing,
    CouncilClosed,
    LabelMissing,
    NotACouncil,
    NumberTaken,
    SeatClosed,
    SeatEndsBeforeItBegins,
    SeatHasEarlierMandates,
    SeatHasMandates,
    TooManySeats,
)

KeptFor = Seat.KeptFor
SEAT_FIELDS = frozenset({"number", "title_km", "title_en", "kept_for", "kept_label", "kept_club", "began_on"})
WITH_LABEL = frozenset({KeptFor.CLASS, KeptFor.VILLAGE})


@transaction.atomic
def set_up_seats(*, council: CommunityGroup, count: int, began_on: date, by: User) -> list[Seat]:
    """So many seats at once, open to every child, numbered after those that are there."""
    lock_council(council)
    first = next_number(council)
    if count < 1 or first + count - 1 > MOST_SEATS:
        raise TooManySeats(most=MOST_SEATS)
    seats = [
        Seat(council=council, number=number, began_on=began_on, created_by=by) for number in range(first, first + count)
    ]
    seats[0].full_clean()
    Seat.objects.bulk_create(seats)
    journal.note("council.seats_set_up", about=council, by=by, seats=count, began_on=began_on)
    return seats


@transaction.atomic
def add_seat(
    *,
    council: CommunityGroup,
    began_on: date,
    by: User,
    number: int | None = None,
    title_km: str = "",
    title_en: str = "",
    kept_for: str = KeptFor.NOBODY,
    kept_label: str = "",
    kept_club: CommunityGroup | None = None,
) -> Seat:
    """One more seat; without a number it gets the next one."""
    lock_council(council)
    seat = Seat(
        council=council,
        number=number or next_number(council),
        title_km=title_km,
        title_en=title_en,
        kept_for=kept_for,
        kept_label=kept_label,
        kept_club=kept_club,
        began_on=began_on,
        created_by=by,
    )
    if seat.number > MOST_SEATS:
        raise TooManySeats(most=MOST_SEATS)
    _put_in_order(seat)
    seat.full_clean()
    seat.save(force_insert=True)
    journal.note("seat.added", about=seat, by=by, council=council.pk, number=seat.number, kept_for=seat.kept_for)
    return seat


@transaction.atomic
def change_seat(*, seat: Seat, by: User, **fields: object) -> Seat:
    """Correct what is said about a seat: number, title, whom it is kept for, its first day."""
    refuse_unknown(fields, SEAT_FIELDS)
    lock_council(seat.council)
    seat.refresh_from_db()
    for name, value in fields.items():
        setattr(seat, name, value)
    _put_in_order(seat)
    if Mandate.objects.filter(seat=seat, began_on__lt=seat.began_on).exists():
        raise SeatHasEarlierMandates
    seat.full_clean()
    seat.save(force_update=True)
    journal.note("seat.changed", about=seat, by=by, council=seat.council_id, fields=sorted(fields))
    return seat


@transaction.atomic
def close_seat(*, seat: Seat, ended_on: date, by: User) -> Seat:
    """The last day of a seat. Nobody may sit there after it."""
    lock_council(seat.council)
    seat.refresh_from_db()
    if seat.ended_on is not None:
        raise SeatClosed
    if ended_on < seat.began_on:
        raise SeatEndsBeforeItBegins
    if Mandate.objects.filter(seat=seat).with_last_day().filter(last_on__gt=ended_on).exists():
        raise SeatHasMandates
    seat.ended_on = ended_on
    seat.full_clean()
    seat.save(update_fields=["ended_on"])
    journal.note("seat.closed", about=seat, by=by, council=seat.council_id, number=seat.number, ended_on=ended_on)
    return seat


@transaction.atomic
def reopen_seat(*, seat: Seat, by: User) -> Seat:
    """The council has a closed seat again, as if it had not ended."""
    lock_council(seat.council)
    seat.refresh_from_db()
    if seat.ended_on is None:
        return seat
    seat.ended_on = None
    seat.full_clean()
    seat.save(update_fields=["ended_on"])
    journal.note("seat.reopened", about=seat, by=by, council=seat.council_id, number=seat.number)
    return seat


def lock_council(council: CommunityGroup) -> None:
    """One writer at a time per council, and only where there is one that is not closed."""
    lock_group(council)
    if council.kind != Kind.COUNCIL:
        raise NotACouncil
    if council.status == CommunityGroup.Status.CLOSED:
        raise CouncilClosed


def next_number(council: CommunityGroup) -> int:
    """The number after all that the council has or had."""
    return (Seat.objects.filter(council=council).aggregate(last=Max("number"))["last"] or 0) + 1


def _put_in_order(seat: Seat) -> None:
    """Only what the seat is kept for is said about it, and that wholly."""
    for name in ("title_km", "title_en", "kept_label"):
        setattr(seat, name, tidy(getattr(seat, name) or ""))
    if seat.kept_for != KeptFor.CLUB:
        seat.kept_club = None
    elif seat.kept_club is None or seat.kept_club.kind != Kind.CLUB:
        raise ClubMissing
    if seat.kept_for not in WITH_LABEL:
        seat.kept_label = ""
    elif not seat.kept_label:
        raise LabelMissing
    if Seat.objects.filter(council=seat.council_id, number=seat.number).exclude(pk=seat.pk).exists():
        raise NumberTaken
