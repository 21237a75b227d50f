"""An election from its preparation to the mandates. The journal gets counts and ids; no vote has a line of its own."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_future
from participation.models import CommunityGroup
from people.models import Person, Sex

from ..election_refusals import (
    CannotStand,
    DoesNotBalance,
    ElectionConfirmed,
    ElectionHeldAlready,
    ElectionIdTaken,
    ElectionNotHeld,
    ElectionThatDayExists,
    ElectionWithdrawn,
    MethodIsNoElection,
    NobodyIsElected,
    NobodyStands,
    NoLongerFits,
    NoSeatToFill,
    NotAKeptSeat,
    NotAllCandidates,
    PictureTwice,
    StandsTwice,
    TermBeforeElection,
    TermEndsBeforeItBegins,
    TieDoesNotFit,
    TieNotSettled,
    TooFewVoters,
    TooManyCandidates,
    TooManyRounds,
)
from ..models import Candidate, CouncilProfile, DrawnLot, Election, ElectionRound, FillingMethod, Mandate, Seat, Tally
from ..models.election import MOST_CANDIDATES, MOST_ROUNDS
from ..outcome import DoesNotFit, balances
from ..reach import may_stand
from ..reads.counts import Counts, counts_of
from ..terms import last_day, term_months
from .mandates import fill_seat
from .seats import lock_council

Status = Election.Status
MANDATE_NAMESPACE = uuid.UUID("6f1de2c4-9d0e-5b0a-8c55-3a3a52d1a006")


class WithdrawReason(models.TextChoices):
    """Why an election is taken out of the register; the journal keeps the word."""

    NOT_HELD = "not_held", _("Nobody voted on that day")
    AGAIN = "again", _("It is held again")
    MISTAKE = "mistake", _("It was entered by mistake")
    OTHER_RECORD = "other_record", _("Another record of it stands")


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody stands, in the order of the ballot."""

    person: Person
    id: uuid.UUID | None = None
    pictogram: str = ""
    kept_seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in one round: ``votes`` by candidate."""

    girls_present: int
    boys_present: int
    ballots: int
    spoilt: int
    votes: Mapping[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One candidate was drawn among some with equal votes."""

    among: frozenset[uuid.UUID]
    drawn: uuid.UUID


@transaction.atomic
def prepare_election(
    *,
    council: CommunityGroup,
    held_on: date,
    method: FillingMethod,
    seats: Iterable[Seat],
    candidates: Sequence[Stand],
    began_on: date,
    by: User,
    ends_on: date | None = None,
    girls_minimum: int | None = None,
    quorum: int | None = None,
    id: uuid.UUID | None = None,
) -> Election:
    """Say which seats are filled, for which term, and who stands. The same ``id`` again gives the election as it is.

    Without ``girls_minimum`` it is what the council still lacks beside the girls who stay in other seats; without
    ``quorum`` what the council has agreed on.
    """
    lock_council(council)
    if id is not None and (known := Election.objects.filter(pk=id).first()) is not None:
        if known.council_id != council.pk:
            raise ElectionIdTaken
        return known
    seats = list(seats)
    _judge(council, held_on, began_on, method, seats)
    election = Election(
        id=id or uuid.uuid4(),
        council=council,
        held_on=held_on,
        method=method,
        girls_minimum=girls_lacking(council, seats, began_on) if girls_minimum is None else girls_minimum,
        quorum=quorum_of(council) if quorum is None else quorum,
        began_on=began_on,
        ends_on=ends_on or last_day(began_on, term_months(council)),
        created_by=by,
    )
    if election.ends_on < began_on:
        raise TermEndsBeforeItBegins
    rows = _candidates(election, candidates, seats)
    election.full_clean(exclude=["council", "method"])
    election.save(force_insert=True)
    election.seats.set(seats)
    Candidate.objects.bulk_create(rows)
    told = {"council": council.pk, "held_on": held_on, "seats": len(seats), "candidates": len(rows)}
    journal.note("election.prepared", about=election, by=by, **told)
    return election


@transaction.atomic
def record_election(
    *,
    election: Election,
    rounds: Sequence[Counted],
    by: User,
    lots: Sequence[Drawn] = (),
    held_on: date | None = None,
    method: FillingMethod | None = None,
    recorded_at: datetime | None = None,
    version: int | None = None,
) -> Election:
    """What was counted, whole. Sent twice it is the same; another result is taken only under the ``version`` seen.

    A tie may still be open: then another round or a lot comes with the next recording.
    """
    _lock(election)
    fresh = _tallied(rounds, lots)
    if election.status != Status.PREPARED:
        told = counts_of(election)
        day = held_on or election.held_on
        if election.status != Status.WITHDRAWN and told.same_as(fresh) and day == election.held_on:
            return election
        if election.status == Status.CONFIRMED:
            raise ElectionConfirmed
        if election.status == Status.WITHDRAWN:
            raise ElectionWithdrawn
        if version != election.version:
            raise ElectionHeldAlready
    if held_on is not None:
        _move(election, held_on)
    refuse_future(election.held_on, field="held_on")
    if method is not None and method.pk != election.method_id:
        _judge_method(method)
        election.method = method
    _judge_counts(election, rounds, fresh)
    election.status, election.recorded_by, election.recorded_at = Status.HELD, by, recorded_at or timezone.now()
    election.version += 1
    election.full_clean(exclude=["council", "method", "seats"])
    election.save(force_update=True)
    _keep(election, rounds, lots)
    told = {"council": election.council_id, "held_on": election.held_on, "rounds": len(rounds), "lots": len(lots)}
    told |= {"ballots": rounds[0].ballots, "spoilt": rounds[0].spoilt}
    journal.note("election.recorded", about=election, by=by, **told)
    return election


@transaction.atomic
def confirm_election(*, election: Election, by: User, version: int | None = None) -> list[Mandate]:
    """Each of the elected takes a seat, all or none: kept seats first, then the others, best first."""
    _lock(election, version=version if election.status != Status.CONFIRMED else None)
    if election.status == Status.CONFIRMED:
        return list(Mandate.objects.filter(election_id=election.pk))
    if election.status == Status.WITHDRAWN:
        raise ElectionWithdrawn
    if election.status == Status.PREPARED:
        raise ElectionNotHeld
    counts = counts_of(election)
    outcome = counts.outcome_now
    if outcome is None:
        raise NoLongerFits
    if not outcome.is_decided:
        raise TieNotSettled
    if counts.lacks_voters:
        raise TooFewVoters
    if not outcome.elected or not any(round.ballots > round.spoilt for round in counts.rounds):
        raise NobodyIsElected
    election.status, election.confirmed_by, election.confirmed_at = Status.CONFIRMED, by, timezone.now()
    election.version += 1
    election.full_clean(exclude=["council", "method", "seats"])
    election.save(force_update=True)
    seated = counts.seated(outcome)
    for seat, candidate in seated:
        candidate.elected_to = seat
    Candidate.objects.bulk_update([candidate for _seat, candidate in seated], ["elected_to"])
    mandates = [
        fill_seat(
            id=uuid.uuid5(MANDATE_NAMESPACE, f"{election.pk}:{seat.pk}"),
            seat=seat,
            person=candidate.person,
            method=election.method,
            began_on=election.began_on,
            ends_on=election.ends_on,
            election_id=election.pk,
            by=by,
        )
        for seat, candidate in seated
    ]
    journal.note("election.confirmed", about=election, by=by, council=election.council_id, mandates=len(mandates))
    return mandates


@transaction.atomic
def withdraw_election(*, election: Election, reason: str, by: User) -> Election:
    """The election counts no more. One that is confirmed stays: its mandates are ended, not this."""
    reason = WithdrawReason(reason)
    _lock(election)
    if election.status == Status.CONFIRMED:
        raise ElectionConfirmed
    if election.status == Status.WITHDRAWN:
        return election
    election.status = Status.WITHDRAWN
    election.version += 1
    election.save(update_fields=["status", "version"])
    journal.note("election.withdrawn", about=election, by=by, council=election.council_id, reason=reason.value)
    return election


def girls_lacking(council: CommunityGroup, seats: Sequence[Seat], on: date) -> int:
    """How many girls at least must come into these seats, beside those who stay in the others."""
    least = CouncilProfile.objects.filter(group=council).values_list("girls_minimum", flat=True).first() or 0
    staying = Mandate.objects.current(on).filter(council=council, person__sex=Sex.FEMALE).exclude(seat__in=seats)
    return min(len(seats), max(0, least - staying.count())) if least else 0


def quorum_of(council: CommunityGroup) -> int:
    """How many voters the council asks for; 0 where it has agreed on none."""
    return CouncilProfile.objects.filter(group=council).values_list("quorum", flat=True).first() or 0


# --- preparing -------------------------------------------------------------------------------------------------------
def _judge(
    council: CommunityGroup, held_on: date, began_on: date, method: FillingMethod, seats: Sequence[Seat]
) -> None:
    _judge_method(method)
    if began_on < held_on:
        raise TermBeforeElection
    if not seats or any(seat.council_id != council.pk for seat in seats):
        raise NoSeatToFill
    if Election.objects.standing().filter(council=council, held_on=held_on).exists():
        raise ElectionThatDayExists


def _judge_method(method: FillingMethod) -> None:
    if not (method.is_active and method.is_election):
        raise MethodIsNoElection


def _candidates(election: Election, stands: Sequence[Stand], seats: Sequence[Seat]) -> list[Candidate]:
    """The rows of the ballot, judged as a whole."""
    people, pictures = [each.person.pk for each in stands], [each.pictogram for each in stands if each.pictogram]
    if not stands:
        raise NobodyStands
    if len(stands) > MOST_CANDIDATES:
        raise TooManyCandidates(most=MOST_CANDIDATES)
    if len(set(people)) < len(people):
        raise StandsTwice
    if len(set(pictures)) < len(pictures):
        raise PictureTwice
    on = min(election.held_on, timezone.localdate())
    if set(may_stand(election.council, on).filter(person__in=people).values_list("person_id", flat=True)) != set(
        people
    ):
        raise CannotStand
    kept = {seat.pk for seat in seats if seat.kept_for != Seat.KeptFor.NOBODY}
    if any(each.kept_seat and each.kept_seat.pk not in kept for each in stands):
        raise NotAKeptSeat
    ids = [each.id for each in stands if each.id]
    if Candidate.objects.filter(pk__in=ids).exists():
        raise ElectionIdTaken
    rows = [
        Candidate(
            id=each.id or uuid.uuid4(),
            election=election,
            person=each.person,
            position=place,
            pictogram=each.pictogram,
            kept_seat=each.kept_seat,
        )
        for place, each in enumerate(stands, start=1)
    ]
    for row in rows:
        row.clean_fields(exclude=["election", "person", "kept_seat"])
    return rows


# --- counting --------------------------------------------------------------------------------------------------------
def _lock(election: Election, *, version: int | None = None) -> None:
    lock_council(election.council)
    election.refresh_from_db()
    if version is not None and version != election.version:
        raise ElectionHeldAlready


def _move(election: Election, held_on: date) -> None:
    """The day on which it was really held; a term never begins before it."""
    others = Election.objects.standing().filter(council=election.council_id, held_on=held_on)
    if others.exclude(pk=election.pk).exists():
        raise ElectionThatDayExists
    election.held_on = held_on
    election.began_on = max(election.began_on, held_on)
    if election.ends_on < election.began_on:
        raise TermEndsBeforeItBegins


def _tallied(rounds: Sequence[Counted], lots: Sequence[Drawn]) -> Counts:
    """What was counted, in the shape in which it is compared with what is kept."""
    return Counts.told([(each, each.votes) for each in rounds], [(each.among, each.drawn) for each in lots])


def _judge_counts(election: Election, rounds: Sequence[Counted], fresh: Counts) -> None:
    if not rounds or len(rounds) + len(fresh.lots) > MOST_ROUNDS + MOST_CANDIDATES or len(rounds) > MOST_ROUNDS:
        raise TooManyRounds(most=MOST_ROUNDS)
    standing = counts_of(election)
    if rounds[0].votes.keys() != {each.pk for each in standing.candidates}:
        raise NotAllCandidates
    for each in rounds:
        present = each.girls_present + each.boys_present
        if not balances(votes=each.votes.values(), spoilt=each.spoilt, ballots=each.ballots, present=present):
            raise DoesNotBalance
    try:
        standing.with_counts_of(fresh).outcome()
    except DoesNotFit as fault:
        raise TieDoesNotFit from fault


def _keep(election: Election, rounds: Sequence[Counted], lots: Sequence[Drawn]) -> None:
    """The whole of what was counted takes the place of what was there."""
    election.lots.all().delete()
    election.rounds.all().delete()
    for number, each in enumerate(rounds, start=1):
        row = ElectionRound(
            election=election,
            number=number,
            girls_present=each.girls_present,
            boys_present=each.boys_present,
            ballots=each.ballots,
            spoilt=each.spoilt,
        )
        row.full_clean(exclude=["election"])
        row.save(force_insert=True)
        order = sorted(each.votes)
        Tally.objects.bulk_create(Tally(round=row, candidate_id=key, votes=each.votes[key]) for key in order)
    for number, each in enumerate(lots, start=1):
        lot = DrawnLot.objects.create(election=election, number=number, drawn_id=each.drawn)
        lot.among.set(each.among)
