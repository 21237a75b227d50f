"""Who sits in a seat: filling it, ending a mandate early, and the lines for the successor."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_future
from participation.models import Post
from people.models import Person
from people.names import tidy

from ..models import FillingMethod, Mandate, Seat
from ..refusals import (
    EndsBeforeItBegins,
    HoldsAnotherSeat,
    MandateEnded,
    MandateNotBegun,
    MethodNotInUse,
    NoEarlyEnd,
    NotWithinTerm,
    SeatClosed,
    SeatTaken,
    TakenBackTooLate,
)
from ..terms import last_day, term_months
from .joining import bring_in, refuse_who_left
from .seats import lock_council

DAY = timedelta(days=1)
HANDOVER = ("handover_1", "handover_2", "handover_3")
REFUSED_BY_DATABASE = {
    "one_holder_per_seat_and_day": SeatTaken,
    "one_seat_per_person_council_and_day": HoldsAnotherSeat,
}


@transaction.atomic
def fill_seat(
    *,
    seat: Seat,
    person: Person,
    method: FillingMethod,
    began_on: date,
    by: User,
    ends_on: date | None = None,
    post: Post | None = None,
    election_id: UUID | None = None,
    id: UUID | None = None,
) -> Mandate:
    """A person takes a seat from a day on, for a term unless ``ends_on`` says otherwise.

    Who is no member of the council becomes one, in ``post``: today or earlier at once, later on the first day in office
    (see ``actions.terms``).
    """
    council = seat.council
    lock_council(council)
    seat.refresh_from_db()
    last_on = ends_on or last_day(began_on, term_months(council))
    if last_on < began_on:
        raise EndsBeforeItBegins
    if began_on < seat.began_on or seat.ended_on is not None and last_on > seat.ended_on:
        raise SeatClosed
    if not method.is_active:
        raise MethodNotInUse
    mandate = Mandate(
        id=id or uuid4(),
        seat=seat,
        council=council,
        person=person,
        method=method,
        election_id=election_id,
        began_on=began_on,
        ends_on=last_on,
        created_by=by,
    )
    _write(mandate, is_new=True)
    bring_in(mandate, post=post, by=by)
    journal.note("mandate.begun", about=mandate, by=by, **_details(mandate), began_on=began_on, ends_on=last_on)
    return mandate


@transaction.atomic
def end_mandate(
    *,
    mandate: Mandate,
    ended_on: date,
    end_reason: str,
    by: User,
    successor: Person | None = None,
    method: FillingMethod | None = None,
    post: Post | None = None,
) -> Mandate:
    """The last day of a mandate before its term is over. A successor has the seat from the next day to the term's end.

    Both or neither: where the successor cannot have the seat, the mandate goes on.
    """
    lock_council(mandate.council)
    mandate.refresh_from_db()
    refuse_future(ended_on, field="ended_on")
    close_early(mandate, ended_on, end_reason, by)
    if successor is not None:
        if method is None:
            raise MethodNotInUse
        fill_seat(
            seat=mandate.seat,
            person=successor,
            method=method,
            began_on=ended_on + DAY,
            ends_on=mandate.ends_on,
            post=post,
            by=by,
        )
    return mandate


@transaction.atomic
def undo_end_of_mandate(*, mandate: Mandate, by: User) -> Mandate:
    """Take back an early end entered by mistake, as long as nobody else has had the seat since."""
    lock_council(mandate.council)
    mandate.refresh_from_db()
    if mandate.ended_on is None:
        raise NoEarlyEnd
    reopen(mandate, by)
    refuse_who_left(mandate)
    return mandate


@transaction.atomic
def take_back_mandate(*, mandate: Mandate, by: User) -> None:
    """A mandate that was entered by mistake, or that never began, goes without a trace but the journal's."""
    lock_council(mandate.council)
    mandate.refresh_from_db()
    if not mandate.can_be_taken_back(timezone.localdate()):
        raise TakenBackTooLate
    drop(mandate, by)


@transaction.atomic
def write_handover(*, mandate: Mandate, handover_1: str, handover_2: str, handover_3: str, by: User) -> Mandate:
    """Up to three short lines for whoever has the seat next."""
    lock_council(mandate.council)
    mandate.refresh_from_db()
    for name, line in zip(HANDOVER, (handover_1, handover_2, handover_3), strict=True):
        setattr(mandate, name, tidy(line or ""))
    mandate.full_clean()
    mandate.save(update_fields=HANDOVER)
    lines = len(mandate.handover)
    journal.note("mandate.handover_written", about=mandate, by=by, council=mandate.council_id, lines=lines)
    return mandate


# --- the steps that other facts lead to as well, once the council is locked -------------------------------------------
def close_early(mandate: Mandate, ended_on: date, end_reason: str, by: User | None) -> None:
    """The mandate ends on a day before its term is over."""
    if mandate.ended_on is not None:
        raise MandateEnded
    if ended_on < mandate.began_on:
        raise MandateNotBegun
    if ended_on >= mandate.ends_on:
        raise NotWithinTerm
    mandate.ended_on, mandate.end_reason, mandate.ended_by = ended_on, end_reason, by
    _write(mandate, "ended_on", "end_reason", "ended_by")
    journal.note("mandate.ended", about=mandate, by=by, **_details(mandate), reason=end_reason, ended_on=ended_on)


def reopen(mandate: Mandate, by: User | None) -> None:
    """The mandate has its whole term again; the database refuses it where somebody else has the seat."""
    mandate.ended_on, mandate.end_reason, mandate.ended_by = None, "", None
    _write(mandate, "ended_on", "end_reason", "ended_by")
    journal.note("mandate.end_undone", about=mandate, by=by, **_details(mandate))


def drop(mandate: Mandate, by: User | None) -> None:
    journal.note("mandate.taken_back", about=mandate, by=by, **_details(mandate))
    mandate.delete()


def _write(mandate: Mandate, *fields: str, is_new: bool = False) -> None:
    """Save, and say in words what the database refuses: it alone sees every other mandate."""
    mandate.full_clean()
    try:
        with transaction.atomic():
            mandate.save(force_insert=True) if is_new else mandate.save(update_fields=fields)
    except IntegrityError as error:
        raise _refusal_of(error) from error


def _refusal_of(error: IntegrityError) -> Exception:
    for name, refusal in REFUSED_BY_DATABASE.items():
        if name in str(error):
            return refusal()
    return error


def _details(mandate: Mandate) -> dict[str, object]:
    """What the journal keeps of a mandate: ids only."""
    return {"council": mandate.council_id, "seat": mandate.seat_id, "person": mandate.person_id}
