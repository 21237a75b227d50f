"""Elections as phones know them: what a council would vote about, and results as phones send them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.models import User
from councils.models import Candidate, CouncilProfile, Election, FillingMethod, Mandate, Seat
from councils.reads.counts import Counts, counts_of
from khmertext.clusters import clusters
from people.models import Sex

from ..answers import (
    RosterCandidate,
    RosterCouncil,
    RosterElection,
    RosterMethod,
    RosterSeat,
    TheirElection,
)
from ..payloads import ElectionRecord, LotDrawn, RoundCounted, Stands


def as_record(election: Election, *, to: User) -> TheirElection:
    """The election that stands, with ids and no names."""
    counts = counts_of(election)
    return TheirElection(
        id=election.pk,
        group=election.council_id,
        held_on=election.held_on,
        method=election.method.code,
        seats=[seat.pk for seat in counts.seats],
        began_on=election.began_on,
        candidates=[Stands(each.pk, each.person_id, each.pictogram, each.kept_seat_id) for each in counts.candidates],
        rounds=[
            RoundCounted(each.girls_present, each.boys_present, each.ballots, each.spoilt, dict(each.votes))
            for each in counts.rounds
        ],
        lots=[LotDrawn(sorted(each.among, key=str), each.drawn) for each in counts.lots],
        version=election.version,
        recorded_by_me=election.recorded_by_id == to.pk,
        made_at=election.recorded_at,
        status=election.status,
    )


def says_the_same(record: ElectionRecord, election: Election) -> bool:
    """Whether a record made under another id tells the same result: by persons, since candidates have other ids."""
    theirs = counts_of(election)
    names = {each.pk: each.person_id for each in theirs.candidates}
    mine = {each.id: each.person for each in record.candidates}
    if set(names.values()) != set(mine.values()) or any(
        key not in mine for each in record.rounds for key in each.votes
    ):
        return False
    told = Counts.told(
        [(each, each.votes) for each in record.rounds], [(each.among, each.drawn) for each in record.lots]
    )
    return _by_person(theirs, names) == _by_person(told, mine)


def _by_person(counts: Counts, person: dict[uuid.UUID, uuid.UUID]) -> object:
    rounds = [
        (
            each.girls_present,
            each.boys_present,
            each.ballots,
            each.spoilt,
            {person[key]: n for key, n in each.votes.items()},
        )
        for each in counts.rounds
    ]
    lots = [({person.get(key) for key in each.among}, person.get(each.drawn)) for each in counts.lots]
    return rounds, lots


# --- the roster ------------------------------------------------------------------------------------------------------
def councils_of(ids: Iterable[uuid.UUID], *, to: User, on: date) -> dict[uuid.UUID, RosterCouncil]:
    """What each council would vote about today: six queries for any number, none where there is no council."""
    ids = list(ids)
    if not ids:
        return {}
    methods = [
        RosterMethod(each.code, each.name_km, each.name_en)
        for each in FillingMethod.objects.filter(is_active=True, is_election=True).order_by("position", "pk")
    ]
    asked = CouncilProfile.objects.filter(group__in=ids).values_list("group_id", "girls_minimum", "quorum")
    least = {group: (girls, voters) for group, girls, voters in asked}
    girls: dict[uuid.UUID, int] = defaultdict(int)
    for council in (
        Mandate.objects.current(on).filter(council__in=ids, person__sex=Sex.FEMALE).values_list("council_id", flat=True)
    ):
        girls[council] += 1
    vacant: dict[uuid.UUID, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(council__in=ids).vacant(on).select_related("kept_club").by_number():
        vacant[seat.council_id].append(seat)
    elections: dict[uuid.UUID, list[RosterElection]] = defaultdict(list)
    prepared = Election.objects.prepared().filter(council__in=ids).select_related("method").order_by("held_on", "pk")
    prepared = list(prepared.prefetch_related("seats__kept_club"))
    candidates: dict[uuid.UUID, list[RosterCandidate]] = defaultdict(list)
    if prepared:
        rows = Candidate.objects.visible_to(to).filter(election__in=prepared).select_related("person")
        for each in rows.order_by("position", "pk"):
            candidates[each.election_id].append(_candidate(each))
    for each in prepared:
        seats = sorted(each.seats.all(), key=lambda seat: seat.number)
        row = RosterElection(
            each.pk,
            each.held_on,
            each.method.code,
            _seats(seats),
            each.girls_minimum,
            each.quorum,
            each.began_on,
            candidates[each.pk],
        )
        elections[each.council_id].append(row)
    return {
        council: RosterCouncil(
            seats=_seats(vacant[council]),
            girls_minimum=min(len(vacant[council]), max(0, least.get(council, (0, 0))[0] - girls[council])),
            quorum=least.get(council, (0, 0))[1],
            methods=methods,
            elections=elections[council],
        )
        for council in ids
    }


def _candidate(row: Candidate) -> RosterCandidate:
    person = row.person
    initial = clusters(person.family_name)[0] if person.family_name else ""
    is_girl = person.sex == Sex.FEMALE
    name = person.given_name or person.family_name
    return RosterCandidate(row.pk, row.person_id, name, initial, is_girl, row.pictogram, row.kept_seat_id)


def _seats(seats: Iterable[Seat]) -> list[RosterSeat]:
    """Kept seats of one kind under one sign. For a child with a disability is said nowhere on a phone."""
    seats = list(seats)
    kinds = Counts(seats=tuple(seats)).kinds
    signs = {kind: f"k{number}" for number, kind in enumerate(dict.fromkeys(kinds.values()), start=1)}
    return [
        RosterSeat(
            seat.pk,
            signs.get(kinds.get(seat.pk), ""),
            seat.kept_club.name_km if seat.kept_club else seat.kept_label,
        )
        for seat in seats
    ]
