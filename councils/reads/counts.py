"""What was counted in an election, read once and whole, and who is elected by it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from people.models import Sex

from ..models import Candidate, Election, Seat
from ..outcome import Lot, Outcome, Rules, Standing, outcome_of


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
    rounds = election.rounds.order_by("number").prefetch_related("tallies")
    lots = election.lots.order_by("number").prefetch_related("among")
    told = Counts.told(
        [(each, {tally.candidate_id: tally.votes for tally in each.tallies.all()}) for each in rounds],
        [([candidate.pk for candidate in each.among.all()], each.drawn_id) for each in lots],
    )
    return replace(
        told,
        candidates=tuple(election.candidates.select_related("person").order_by("position", "pk")),
        seats=tuple(election.seats.order_by("number", "pk")),
        girls_minimum=election.girls_minimum,
    )
