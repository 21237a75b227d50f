"""The elections of the demo's councils: past ones, whose result says who sits there, and a few that lie ahead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from django.db import models
from django.utils import timezone

from accounts.models import User
from councils.actions.elections import MANDATE_NAMESPACE
from councils.models import Candidate, DrawnLot, Election, ElectionRound, Seat, Tally
from councils.reads.counts import Counts
from participation.models import CommunityGroup
from people.models import Difficulty, Person

from .life import DemoPerson

WEEK = timedelta(days=7)
NOON = time(12)
PICTURES = Candidate.Pictogram.values
MORE_THAN_SEATS = 3
"""So many more stand than there are seats."""

type Rows = list[tuple[type[models.Model], list[models.Model]]]


@dataclass(slots=True)
class Vote:
    """One election with what was counted, in the rows of the register."""

    election: Election
    seats: list[Seat]
    candidates: list[Candidate]
    people: dict[UUID, DemoPerson]
    counts: Counts
    lots: list[tuple[DrawnLot, frozenset[UUID]]] = field(default_factory=list)

    @property
    def elected(self) -> dict[UUID, DemoPerson]:
        """Who takes which seat."""
        return {seat.pk: self.people[key] for key, seat in self.counts.seat_of.items()}

    def rows(self) -> Rows:
        """Parents before children."""
        election, on_seats, among = self.election, Election.seats.through, DrawnLot.among.through
        rounds = [
            ElectionRound(
                id=uuid5(election.pk, f"round {number}"),
                election=election,
                number=number,
                girls_present=told.girls_present,
                boys_present=told.boys_present,
                ballots=told.ballots,
                spoilt=told.spoilt,
            )
            for number, told in enumerate(self.counts.rounds, start=1)
        ]
        tallies = [
            Tally(round=row, candidate_id=key, votes=votes)
            for row, told in zip(rounds, self.counts.rounds, strict=True)
            for key, votes in sorted(told.votes.items())
        ]
        return [
            (Election, [election]),
            (on_seats, [on_seats(election_id=election.pk, seat_id=seat.pk) for seat in self.seats]),
            (Candidate, self.candidates),
            (ElectionRound, rounds),
            (Tally, tallies),
            (DrawnLot, [lot for lot, _among in self.lots]),
            (among, [among(drawnlot_id=lot.pk, candidate_id=key) for lot, keys in self.lots for key in sorted(keys)]),
        ]


def method_of(number: int) -> str:
    """How a council of the demo elects."""
    if number % 3 == 0:
        return "show_of_hands"
    return "phone_ballot" if number % 5 == 0 else "ballot"


def held(number: int) -> bool:
    """Whether the count of a council's last election is in the register; of others only who sits there is known."""
    return number % 3 != 0


def prepared(number: int) -> bool:
    """Whether the next election of a council is prepared once it is told that its term ends."""
    return number % 4 > 1


def prepare(
    group: CommunityGroup,
    seats: Sequence[Seat],
    people: Iterable[DemoPerson],
    *,
    on: date,
    began_on: date,
    ends_on: date,
    method_id: int,
    girls_minimum: int,
    quorum: int,
    by: User,
) -> Vote:
    """The ballot of an election; who stands are the first of these people, some of them for the kept seats."""
    election = Election(
        id=uuid5(group.pk, f"election {on}"),
        council=group,
        held_on=on,
        method_id=method_id,
        girls_minimum=min(girls_minimum, len(seats)),
        quorum=quorum,
        began_on=began_on,
        ends_on=ends_on,
        created_by=by,
    )
    standing = list(people)[: len(seats) + MORE_THAN_SEATS]
    kept = {seat.kept_for: seat for seat in seats if seat.kept_for != Seat.KeptFor.NOBODY}
    candidates = [
        Candidate(
            id=uuid5(election.pk, str(person.id)),
            election=election,
            person=Person(id=person.id, sex=person.sex),
            position=place,
            pictogram=PICTURES[place - 1] if place <= len(PICTURES) else "",
            kept_seat=_kept_seat(person, place, kept),
        )
        for place, person in enumerate(standing, start=1)
    ]
    by_key = {each.pk: person for each, person in zip(candidates, standing, strict=True)}
    counts = Counts(
        candidates=tuple(candidates), seats=tuple(seats), girls_minimum=election.girls_minimum, quorum=election.quorum
    )
    return Vote(election, list(seats), candidates, by_key, counts)


def count(vote: Vote, number: int) -> None:
    """Votes by chance from the council's number; equal votes are told apart by lots, as children would draw them."""
    election, chance = vote.election, Random(f"election {number}")
    keys = [each.pk for each in vote.candidates]
    voters = election.quorum + 18 + number % 20
    votes, spoilt = dict.fromkeys(keys, 0), 1 + number % 3
    for _voter in range(voters - spoilt - 2):
        votes[chance.choice(keys)] += 1
    if number % 4 == 0:
        spoilt += _make_equal(votes, len(vote.seats))
    girls = voters * 3 // 5
    told = ElectionRound(
        girls_present=girls, boys_present=voters - girls, ballots=sum(votes.values()) + spoilt, spoilt=spoilt
    )
    lots: list[tuple[frozenset[UUID], UUID]] = []
    vote.counts = _counted(vote.counts, told, votes, lots)
    while tie := vote.counts.outcome().tie:
        lots.append((tie, chance.choice(sorted(tie))))
        vote.counts = _counted(vote.counts, told, votes, lots)
    vote.lots = [
        (DrawnLot(id=uuid5(election.pk, f"lot {place}"), election=election, number=place, drawn_id=drawn), among)
        for place, (among, drawn) in enumerate(lots, start=1)
    ]
    for key, seat in vote.counts.seat_of.items():
        next(each for each in vote.candidates if each.pk == key).elected_to = seat
    moment = timezone.make_aware(datetime.combine(election.held_on, NOON))
    election.status, election.version = Election.Status.CONFIRMED, 3
    election.recorded_at = election.confirmed_at = moment
    election.recorded_by = election.confirmed_by = election.created_by


def mandate_id(vote: Vote, seat: Seat) -> UUID:
    """As the action derives it, so that confirming once more changes nothing."""
    return uuid5(MANDATE_NAMESPACE, f"{vote.election.pk}:{seat.pk}")


def _kept_seat(person: DemoPerson, place: int, kept: dict[str, Seat]) -> Seat | None:
    if person.difficulty == Difficulty.YES and Seat.KeptFor.DISABILITY in kept:
        return kept[Seat.KeptFor.DISABILITY]
    of_a_group = kept.get(Seat.KeptFor.CLASS) or kept.get(Seat.KeptFor.CLUB)
    return of_a_group if place % 5 == 2 else None


def _make_equal(votes: dict[UUID, int], seats: int) -> int:
    """Makes the last who get in and the first who do not equal; how many votes went."""
    order = sorted(votes, key=lambda key: (-votes[key], str(key)))
    if len(order) <= seats:
        return 0
    more = votes[order[seats - 1]] - votes[order[seats]]
    votes[order[seats - 1]] -= more
    return more


def _counted(
    counts: Counts, told: ElectionRound, votes: dict[UUID, int], lots: Sequence[tuple[frozenset[UUID], UUID]]
) -> Counts:
    return replace(counts, rounds=Counts.told([(told, votes)], ()).rounds, lots=Counts.told([], lots).lots)
