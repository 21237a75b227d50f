"""Whatever is prepared, counted, drawn, confirmed and ended in whatever order: who sits where follows from the counts.

Histories are made up. After each step the rows are read one by one and held against rules that are written here anew.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from councils.actions.elections import (
    Counted,
    Drawn,
    Stand,
    confirm_election,
    prepare_election,
    record_election,
    withdraw_election,
)
from councils.actions.mandates import end_mandate, take_back_mandate
from councils.models import Election, Mandate, Seat
from councils.outcome import Rules, Standing
from councils.reads.counts import counts_of
from people.models import Sex
from tests.councils.test_outcome import possible
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_method, make_seat
from tests.factories.participation import make_membership
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SEATS, GIRLS, BOYS, DAYS = 3, 2, 3, 30
SMALL = st.integers(0, 3)
STEP = st.tuples(
    st.sampled_from(
        ["prepare", "prepare", "count", "count", "count", "round", "lot", "lot", "confirm", "confirm"]
        + ["withdraw", "succeed", "take_back", "grow_up", "again"]
    ),
    st.tuples(st.integers(0, DAYS), SMALL, SMALL, st.lists(SMALL, min_size=5, max_size=5)),
)
HISTORY = st.lists(STEP, max_size=16)


@dataclass
class Town:
    """A council with two open seats and one that is kept, two girls and three boys; one boy may take the kept seat."""

    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.council, self.by, self.method = make_council(), make_user(), make_method()
        self.seats = [make_seat(council=self.council, number=number) for number in (1, 2)]
        self.kept = make_seat(council=self.council, number=SEATS, kept_for=Seat.KeptFor.CLASS, kept_label="ថ្នាក់ទី ៥")
        self.seats.append(self.kept)
        sexes = [Sex.FEMALE] * GIRLS + [Sex.MALE] * BOYS
        self.people = [make_membership(group=self.council, person=make_person(sex=sex)).person for sex in sexes]
        self.confirmed: dict[uuid.UUID, dict[int, uuid.UUID]] = {}
        """Who was elected to which seat, as the action told it."""

    def day(self, number: int) -> date:
        return self.today - timedelta(days=DAYS - number)

    def one(self, number: int) -> Election | None:
        rows = list(Election.objects.filter(council=self.council).order_by("held_on", "pk"))
        return rows[number % len(rows)] if rows else None

    def do(self, what: str, day: int, low: int, high: int, votes: list[int]) -> None:
        if what == "prepare":
            self.prepare(day, low, high)
        elif what == "succeed":
            self.succeed(day, low)
        elif what == "take_back":
            if mandate := Mandate.objects.filter(council=self.council).order_by("began_on", "pk").first():
                take_back_mandate(mandate=mandate, by=self.by)
        elif election := self.one(day):
            getattr(self, what)(election, low, high, votes)

    def prepare(self, day: int, low: int, high: int) -> None:
        prepare_election(
            council=self.council,
            held_on=self.day(day),
            method=self.method,
            seats=self.seats[: low + 1],
            candidates=[
                Stand(person, kept_seat=self.kept if place == GIRLS and low >= 2 else None)
                for place, person in enumerate(self.people)
                if place != high
            ],
            began_on=self.day(day + low),
            ends_on=self.day(day + low + 2 + high),
            girls_minimum=high,
            quorum=3 * low,
            by=self.by,
        )

    def tell(self, election: Election, rounds: list[Counted], lots: list[Drawn]) -> None:
        record_election(election=election, rounds=rounds, lots=lots, version=election.version, by=self.by)

    def told(self, election: Election) -> tuple[list[Counted], list[Drawn]]:
        kept = counts_of(election)
        rounds = [
            Counted(each.girls_present, each.boys_present, each.ballots, each.spoilt, dict(each.votes))
            for each in kept.rounds
        ]
        return rounds, [Drawn(each.among, each.drawn) for each in kept.lots]

    def tie(self, election: Election) -> list[uuid.UUID]:
        outcome = counts_of(election).outcome_now
        return sorted(outcome.tie) if outcome else []

    def count(self, election: Election, low: int, high: int, votes: list[int]) -> None:
        keys = [each.pk for each in counts_of(election).candidates]
        self.tell(election, [counted(keys, votes, spoilt=low, away=high)], [])

    def round(self, election: Election, low: int, high: int, votes: list[int]) -> None:
        rounds, lots = self.told(election)
        tie = self.tie(election)
        keys = tie or [each.pk for each in counts_of(election).candidates][:low]
        self.tell(election, [*rounds, counted(keys, votes, spoilt=low, away=high)], lots)

    def lot(self, election: Election, low: int, _high: int, _votes: list[int]) -> None:
        rounds, lots = self.told(election)
        tie = self.tie(election)
        keys = tie or [each.pk for each in counts_of(election).candidates][: low + 1]
        self.tell(election, rounds, [*lots, Drawn(frozenset(keys), keys[low % len(keys)])])

    def again(self, election: Election, *_given: object) -> None:
        """A phone that heard nothing tells the same once more: nothing changes."""
        rounds, lots = self.told(election)
        before = election.version, election.status
        if rounds and election.status != Election.Status.WITHDRAWN:
            record_election(election=election, rounds=rounds, lots=lots, by=self.by)
            assert (election.version, election.status) == before

    def confirm(self, election: Election, *_given: object) -> None:
        mandates = confirm_election(election=election, by=self.by)
        seated = {mandate.seat.number: mandate.person_id for mandate in mandates}
        assert {mandate.election_id for mandate in mandates} <= {election.pk}
        self.confirmed.setdefault(election.pk, seated)

    def withdraw(self, election: Election, *_given: object) -> None:
        withdraw_election(election=election, reason="again", by=self.by)

    def grow_up(self, _election: Election, low: int, *_given: object) -> None:
        """It turns out that somebody was written down wrong."""
        person = self.people[low]
        person.sex = Sex.MALE if person.sex == Sex.FEMALE else Sex.FEMALE
        person.save()

    def succeed(self, day: int, low: int) -> None:
        mandate = Mandate.objects.filter(council=self.council).order_by("-began_on", "pk").first()
        if mandate is None:
            return
        successor = self.people[low]
        end_mandate(
            mandate=mandate,
            ended_on=self.day(day),
            end_reason="moved",
            successor=successor,
            method=self.method,
            by=self.by,
        )
        following = Mandate.objects.get(seat=mandate.seat, began_on=self.day(day + 1))
        assert (following.person_id, following.ends_on, following.election_id) == (successor.pk, mandate.ends_on, None)

    def check(self) -> None:
        rows = list(Election.objects.filter(council=self.council))
        days = [row.held_on for row in rows if row.status != Election.Status.WITHDRAWN]
        assert len(days) == len(set(days))
        for row in rows:
            assert row.held_on <= row.began_on <= row.ends_on
            assert row.status in ("prepared", "withdrawn") or row.held_on <= self.today
            assert row.status != "confirmed" or row.pk in self.confirmed
            self.check_counts(row)
        on_seat, of_person = {}, {}
        for row in Mandate.objects.filter(council=self.council):
            for number in range((row.last_on - row.began_on).days + 1):
                day = row.began_on + timedelta(days=number)
                assert on_seat.setdefault((row.seat_id, day), row.pk) == row.pk
                assert of_person.setdefault((row.person_id, day), row.pk) == row.pk
            if row.election_id:
                election = next(each for each in rows if each.pk == row.election_id)
                assert (row.began_on, row.ends_on) == (election.began_on, election.ends_on)
                assert self.confirmed[election.pk][row.seat.number] == row.person_id

    def check_counts(self, row: Election) -> None:
        counts = counts_of(row)
        for number, each in enumerate(counts.rounds):
            assert sum(each.votes.values()) + each.spoilt == each.ballots <= each.girls_present + each.boys_present
            assert number or each.votes.keys() == {one.pk for one in counts.candidates}
        if row.status == "confirmed":
            seated = {each.elected_to.number: each.person_id for each in counts.candidates if each.elected_to}
            assert seated == self.confirmed[row.pk]
            assert all(each.present >= row.quorum for each in counts.rounds)
            return
        assert not any(each.elected_to for each in counts.candidates)
        if (outcome := counts.outcome_now) and outcome.is_decided:
            self.check_quota(counts, set(outcome.elected))

    def check_quota(self, counts, elected: set) -> None:
        """The minimum of girls and the kept seat, as far as those who stand allow: against every possible choice."""
        place = {each.pk: number for number, each in enumerate(counts.candidates)}
        standings = [
            Standing(number, each.person.sex == Sex.FEMALE, "class" if each.kept_seat_id else "")
            for number, each in enumerate(counts.candidates)
        ]
        kept = {"class": 1} if self.kept in counts.seats else {}
        choices = possible(standings, Rules(len(counts.seats), counts.girls_minimum, kept))
        assert tuple(sorted(place[key] for key in elected)) in choices


def counted(keys: list[uuid.UUID], votes: list[int], *, spoilt: int, away: int) -> Counted:
    given = dict(zip(keys, votes, strict=False))
    ballots = sum(given.values()) + spoilt
    return Counted(ballots, away, ballots, spoilt, given)


@given(HISTORY)
def test_no_history_of_elections_seats_anybody_past_the_counts(history):
    town = Town()
    for what, row in history:
        try:
            with transaction.atomic():
                town.do(what, *row)
        except ValidationError:
            pass
        town.check()


def test_the_check_finds_somebody_who_sits_there_past_the_counts():
    """A planted fault: without it a history in which nothing happens would be as good."""
    town = Town()
    town.do("prepare", 3, 1, 0, [])
    election = town.one(0)
    town.do("count", 0, 0, 3, [0, 3, 2, 1, 0])
    town.do("confirm", 0, 0, 0, [])
    town.check()
    assert Mandate.objects.filter(election_id=election.pk).count() == 2
    loser = election.candidates.filter(elected_to=None).first()
    Mandate.objects.filter(election_id=election.pk, seat=town.seats[0]).update(person=loser.person)
    with pytest.raises(AssertionError):
        town.check()
