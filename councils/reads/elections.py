"""Elections as the desk shows them: numbers for everybody who sees the council, names for who may see people there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from accounts.models import User
from participation.models import CommunityGroup
from participation.rights import Rights, rights_in
from people.models import Person, Sex
from places.paths import parts_for

from ..models import Candidate, Election, ElectionRound, Mandate, Seat
from ..outcome import Outcome
from ..reach import may_stand
from .counts import Counts, Round, counts_of

Status = Election.Status


@dataclass(frozen=True, slots=True)
class ElectionLine:
    """One election in the list of a council. Before it was counted there are no ballots."""

    election: Election
    seats: int
    candidates: int
    ballots: int | None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as one reader sees them; ``person`` is ``None`` where the name is hidden from them."""

    candidate: Candidate
    person: Person | None
    votes: list[int | None]
    is_elected: bool
    is_tied: bool
    gave_way: bool
    moved_up: bool
    was_drawn: bool
    seat: Seat | None

    @property
    def is_hidden(self) -> bool:
        return self.person is None

    @property
    def total(self) -> int:
        return self.votes[0] or 0


@dataclass(frozen=True, slots=True)
class Sexes:
    """How many of some people are girls, and how many are not."""

    girls: int
    others: int

    @property
    def all(self) -> int:
        return self.girls + self.others


@dataclass(frozen=True, slots=True)
class LotRow:
    """One drawn lot, in the numbers by which candidates stand on the ballot, or by name."""

    among: list[CandidateRow]
    drawn: CandidateRow


@dataclass(frozen=True, slots=True)
class ElectionPage:
    """One election with all that is known of it. ``outcome`` is ``None`` until something was counted, and where it has
    to be counted once more since a child or a seat has changed."""

    election: Election
    path: list
    rights: Rights
    seats: list[Seat]
    rows: list[CandidateRow]
    rounds: list[Round]
    lots: list[LotRow]
    outcome: Outcome | None
    lacks_voters: bool
    standing: Sexes
    elected: Sexes
    mandates: int

    @property
    def names_shown(self) -> int:
        return sum(not row.is_hidden for row in self.rows)

    @property
    def names_hidden(self) -> bool:
        return self.names_shown < len(self.rows)

    @property
    def is_prepared(self) -> bool:
        return self.election.status == Status.PREPARED

    @property
    def is_held(self) -> bool:
        return self.election.status == Status.HELD

    @property
    def is_over(self) -> bool:
        return self.election.status in (Status.CONFIRMED, Status.WITHDRAWN)

    @property
    def is_confirmed(self) -> bool:
        return self.election.status == Status.CONFIRMED

    @property
    def is_decided(self) -> bool:
        return self.is_confirmed or self.outcome is not None and self.outcome.is_decided

    @property
    def no_longer_fits(self) -> bool:
        return self.is_held and self.outcome is None

    @property
    def next_round_url(self) -> str:
        return reverse("councils:count", args=[self.election.pk], query={"round": len(self.rounds) + 1})

    @property
    def tied(self) -> list[CandidateRow]:
        return [row for row in self.rows if row.is_tied]


def elections_of(council: CommunityGroup, *, user: User) -> list[ElectionLine]:
    """All elections of a council, the newest first: two queries."""
    rows = Election.objects.visible_to(user).filter(council=council).select_related("method")
    return lines_of(rows.newest_first())


def lines_of(elections: Iterable[Election]) -> list[ElectionLine]:
    """Elections with what a list says of each, in their order: one query more."""
    elections = list(elections)
    ballots = ElectionRound.objects.filter(election=OuterRef("pk"), number=1).values("ballots")[:1]
    numbers = Election.objects.filter(pk__in=[each.pk for each in elections]).annotate(
        seat_count=Count("seats", distinct=True),
        candidate_count=Count("candidates", distinct=True),
        ballots=Subquery(ballots),
    )
    told = {key: counts for key, *counts in numbers.values_list("pk", "seat_count", "candidate_count", "ballots")}
    return [ElectionLine(each, *told[each.pk]) for each in elections]


def election_page(election: Election, *, user: User) -> ElectionPage:
    """The number of queries does not grow with candidates, rounds or lots."""
    counts = counts_of(election)
    outcome = counts.outcome_now
    visible = Candidate.objects.visible_to(user).filter(election=election)
    shown = set(visible.values_list("pk", flat=True))
    rows = _rows(counts, outcome, shown)
    by_key = {row.candidate.pk: row for row in rows}
    lots = [LotRow([row for row in rows if row.candidate.pk in lot.among], by_key[lot.drawn]) for lot in counts.lots]
    return ElectionPage(
        election=election,
        path=parts_for([election.council.area_id]).get(election.council.area_id, []),
        rights=rights_in(election.council, user),
        seats=list(counts.seats),
        rows=rows,
        rounds=list(counts.rounds),
        lots=lots,
        outcome=outcome,
        lacks_voters=counts.lacks_voters,
        standing=_sexes(counts.candidates),
        elected=_sexes(row.candidate for row in rows if row.is_elected),
        mandates=Mandate.objects.filter(election_id=election.pk).count(),
    )


def _rows(counts: Counts, outcome: Outcome | None, shown: set) -> list[CandidateRow]:
    """Before the count in the order of the ballot; after it the elected first, then by votes."""
    seats, drawn, elected = counts.seat_of, {lot.drawn for lot in counts.lots}, counts.elected
    best = list(outcome.elected) if outcome else []
    rows = [
        CandidateRow(
            candidate=each,
            person=each.person if each.pk in shown else None,
            votes=[round.votes.get(each.pk) for round in counts.rounds] or [None],
            is_elected=each.pk in elected,
            is_tied=bool(outcome) and each.pk in outcome.tie,
            gave_way=bool(outcome) and each.pk in outcome.gave_way,
            moved_up=bool(outcome) and each.pk in outcome.moved_up,
            was_drawn=each.pk in drawn,
            seat=seats.get(each.pk),
        )
        for each in counts.candidates
    ]
    if not counts.rounds:
        return rows
    place = {key: number for number, key in enumerate(best)}
    return sorted(rows, key=lambda row: (not row.is_elected, place.get(row.candidate.pk, len(place)), -row.total))


def _sexes(candidates) -> Sexes:
    girls = [each.person.sex == Sex.FEMALE for each in candidates]
    return Sexes(sum(girls), len(girls) - sum(girls))


@dataclass(frozen=True, slots=True)
class CanStand:
    """Somebody who may stand; with the club by which they may, where they are no member of the council itself."""

    person: Person
    club: CommunityGroup | None


def people_who_can_stand(council: CommunityGroup, *, on: date, user: User) -> list[CanStand]:
    """Each once, members of the council first, as far as the user sees them: one query."""
    rows = may_stand(council, on).visible_to(user).select_related("person", "group")
    found: dict[object, CanStand] = {}
    for row in sorted(rows, key=lambda row: (row.group_id != council.pk, row.group.name, row.person.name_sort)):
        found.setdefault(row.person_id, CanStand(row.person, row.group if row.group_id != council.pk else None))
    return list(found.values())
