"""What was counted in an election, read once and whole, and who is elected by it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from people.models import Sex

from ..models import Candidate, DrawnLot, Election, ElectionRound, Seat
from ..outcome import DoesNotFit, Lot, Outcome, Rules, Standing, outcome_of


@dataclass(frozen=True, slots=True)
class Round:
    """One voting, with the votes by candidate."""

    girls_present: int
    boys_present: int
    ballots: int
    spoilt: int
    votes: Mapping[uuid.UUID, int]

    @property
    def present(self) -> int:
        return self.girls_present + self.boys_present


@dataclass(frozen=True)
class Counts:
    """An election with all that its outcome follows from. Rows come with their persons, whose names are the reader's
    affair: nothing here asks who may see them."""

    rounds: tuple[Round, ...] = ()
    lots: tuple[Lot, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    seats: tuple[Seat, ...] = ()
    girls_minimum: int = 0
    quorum: int = 0

    @classmethod
    def told(
        cls,
        rounds: Iterable[tuple[object, Mapping[uuid.UUID, int]]],
        lots: Iterable[tuple[Iterable[uuid.UUID], uuid.UUID]],
    ) -> Self:
        """Rounds and lots from whatever holds them."""
        return cls(
            tuple(
                Round(each.girls_present, each.boys_present, each.ballots, each.spoilt, dict(votes))
                for each, votes in rounds
            ),
            tuple(Lot(frozenset(among), drawn) for among, drawn in lots),
        )

    def same_as(self, other: "Counts") -> bool:
        """Whether both say the same of what was counted."""
        return (self.rounds, self.lots) == (other.rounds, other.lots)

    def with_counts_of(self, other: "Counts") -> "Counts":
        return replace(self, rounds=other.rounds, lots=other.lots)

    @cached_property
    def kinds(self) -> dict[uuid.UUID, str]:
        """Each kept seat with what makes it of one kind with others."""
        kept = (seat for seat in self.seats if seat.kept_for != Seat.KeptFor.NOBODY)
        return {seat.pk: f"{seat.kept_for}:{seat.kept_club_id or seat.kept_label.casefold()}" for seat in kept}

    def kind_of(self, candidate: Candidate) -> str:
        return self.kinds.get(candidate.kept_seat_id, "")

    def standings(self) -> list[Standing]:
        return [Standing(each.pk, each.person.sex == Sex.FEMALE, self.kind_of(each)) for each in self.candidates]

    def rules(self) -> Rules:
        kinds = list(self.kinds.values())
        return Rules(len(self.seats), self.girls_minimum, {kind: kinds.count(kind) for kind in kinds})

    def outcome(self) -> Outcome:
        """By the rules of ``councils.outcome``; an election without a count has none."""
        return outcome_of(self.standings(), self.rules(), [each.votes for each in self.rounds], self.lots)

    @cached_property
    def outcome_now(self) -> Outcome | None:
        """``None`` before a count; also where a child or a seat has changed so that a round or a lot fits no more."""
        try:
            return self.outcome() if self.rounds else None
        except DoesNotFit:
            return None

    @property
    def lacks_voters(self) -> bool:
        """Whether fewer were there in some round than the council has agreed on."""
        return any(each.present < self.quorum for each in self.rounds)

    @cached_property
    def seat_of(self) -> dict[uuid.UUID, Seat]:
        """The seat of each of the elected: as it was confirmed, before that as it is decided by now."""
        by_key, outcome = {seat.pk: seat for seat in self.seats}, self.outcome_now
        confirmed = {each.pk: by_key[each.elected_to_id] for each in self.candidates if each.elected_to_id}
        if confirmed or outcome is None or not outcome.is_decided:
            return confirmed
        return {each.pk: seat for seat, each in self.seated(outcome)}

    @property
    def elected(self) -> set[uuid.UUID]:
        """Who is elected; while a tie is open, who is whatever comes of it."""
        return set(self.seat_of) or set(self.outcome_now.elected if self.outcome_now else ())

    @property
    def is_decided(self) -> bool:
        return bool(self.seat_of) or self.outcome_now is not None and self.outcome_now.is_decided

    def seated(self, outcome: Outcome) -> list[tuple[Seat, Candidate]]:
        """Who takes which seat: of those who may take a kept seat the best first, then the others by number."""
        by_key = {each.pk: each for each in self.candidates}
        elected = [by_key[key] for key in outcome.elected]
        found: list[tuple[Seat, Candidate]] = []
        for seat in self.seats:
            if kind := self.kinds.get(seat.pk):
                taker = next((each for each in elected if self.kind_of(each) == kind), None)
                if taker is not None:
                    elected.remove(taker)
                    found.append((seat, taker))
        open_seats = [seat for seat in self.seats if seat.pk not in self.kinds]
        return sorted([*found, *zip(open_seats, elected, strict=False)], key=lambda pair: pair[0].number)


def counts_of(election: Election) -> Counts:
    """Six queries for any number of candidates and rounds."""
    return counts_of_all([election])[election.pk]


def counts_of_all(elections: Iterable[Election]) -> dict[uuid.UUID, Counts]:
    """Six queries for any number of elections."""
    elections = list(elections)
    keys = [each.pk for each in elections]
    rounds, lots, candidates, seats = (defaultdict(list) for _each in range(4))
    for each in ElectionRound.objects.filter(election__in=keys).order_by("number").prefetch_related("tallies"):
        rounds[each.election_id].append((each, {tally.candidate_id: tally.votes for tally in each.tallies.all()}))
    for each in DrawnLot.objects.filter(election__in=keys).order_by("number").prefetch_related("among"):
        lots[each.election_id].append(([candidate.pk for candidate in each.among.all()], each.drawn_id))
    for each in Candidate.objects.filter(election__in=keys).select_related("person").order_by("position", "pk"):
        candidates[each.election_id].append(each)
    to_be_filled = Election.seats.through.objects.filter(election__in=keys).select_related("seat__kept_club")
    for each in to_be_filled.order_by("seat__number", "seat_id"):
        seats[each.election_id].append(each.seat)
    return {
        each.pk: replace(
            Counts.told(rounds[each.pk], lots[each.pk]),
            candidates=tuple(candidates[each.pk]),
            seats=tuple(seats[each.pk]),
            girls_minimum=each.girls_minimum,
            quorum=each.quorum,
        )
        for each in elections
    }
