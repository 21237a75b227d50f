"""An election from its preparation to the mandates, and everything that it refuses."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import JournalEntry
from clubs.models import ClubProfile
from councils import election_refusals as refusals
from councils.actions.elections import (
    Counted,
    Drawn,
    Stand,
    WithdrawReason,
    confirm_election,
    prepare_election,
    record_election,
    withdraw_election,
)
from councils.models import Election, ElectionRound, Mandate, Seat
from councils.reads.counts import counts_of
from councils.refusals import CouncilClosed, SeatTaken
from participation.models import CommunityGroup
from participation.refusals import DayInTheFuture
from people.merging import merge_people, undo_merge
from people.models import Person, Sex
from tests.factories.accounts import make_user
from tests.factories.councils import make_mandate, make_method, make_profile, make_seat
from tests.factories.elections import Ballot, counted
from tests.factories.participation import make_group, make_membership, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ballot():
    return Ballot()


def keys_of(election) -> list[uuid.UUID]:
    return list(election.candidates.order_by("position").values_list("pk", flat=True))


def lines(verb: str) -> list[dict]:
    return [row.details for row in JournalEntry.objects.filter(verb=verb).order_by("pk")]


def record(election, *rounds, **how) -> Election:
    return record_election(election=election, rounds=rounds, by=make_user(), **how)


# --- preparing -------------------------------------------------------------------------------------------------------
def test_prepared_election_has_its_seats_its_ballot_and_a_line_of_counts(ballot):
    election = ballot.prepare(candidates=[Stand(ballot.people[3], pictogram="sun"), Stand(ballot.people[0])])
    rows = election.candidates.order_by("position").values_list("person", "pictogram")
    assert list(rows) == [(ballot.people[3].pk, "sun"), (ballot.people[0].pk, "")]
    assert (election.status, set(election.seats.all())) == ("prepared", set(ballot.seats))
    told = {"council": str(ballot.council.pk), "held_on": str(ballot.today), "seats": 3, "candidates": 2}
    assert lines("election.prepared") == [told]


def test_same_id_prepared_twice_is_one_election(ballot):
    first = ballot.prepare(id=(key := uuid.uuid4()))
    assert ballot.prepare(id=key) == first
    assert (Election.objects.count(), len(lines("election.prepared"))) == (1, 1)
    with pytest.raises(refusals.ElectionIdTaken):
        Ballot().prepare(id=key)


def test_girls_asked_for_are_those_that_the_other_seats_lack(ballot):
    make_profile(group=ballot.council, girls_minimum=3)
    staying = make_seat(council=ballot.council, number=9)
    make_mandate(seat=staying, began_on=ballot.today, ends_on=ballot.today + DAY, person=make_person())
    assert ballot.prepare().girls_minimum == 2


def test_members_of_a_club_that_the_council_hears_may_stand(ballot):
    club, other = make_group(), make_group()
    ClubProfile.objects.create(group=club, feeds=ballot.council)
    heard, unheard = (make_membership(group=group).person for group in (club, other))
    assert ballot.prepare(candidates=[Stand(heard)]).candidates.get().person == heard
    with pytest.raises(refusals.CannotStand):
        ballot.prepare(candidates=[Stand(unheard)], held_on=ballot.today - DAY)


def test_who_left_and_who_advises_cannot_stand(ballot):
    adviser = make_post(ballot.council.kind, "adviser-of-tests", is_for_adults=True)
    grown = make_membership(group=ballot.council, post=adviser).person
    gone = make_membership(group=ballot.council, ended_on=ballot.today - DAY, end_reason="moved_away").person
    for person in (grown, gone):
        with pytest.raises(refusals.CannotStand):
            ballot.prepare(candidates=[Stand(person)])


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda b: {"candidates": []}, refusals.NobodyStands),
        (lambda b: {"candidates": [Stand(b.people[0])] * 2}, refusals.StandsTwice),
        (lambda b: {"candidates": [Stand(b.people[0], pictogram="sun"), Stand(b.people[1], pictogram="sun")]},
         refusals.PictureTwice),
        (lambda b: {"candidates": [Stand(b.people[0], kept_seat=b.seats[0])]}, refusals.NotAKeptSeat),
        (lambda b: {"seats": []}, refusals.NoSeatToFill),
        (lambda b: {"seats": [make_seat()]}, refusals.NoSeatToFill),
        (lambda b: {"method": make_method("consensus")}, refusals.MethodIsNoElection),
        (lambda b: {"method": make_method("ballot", is_active=False)}, refusals.MethodIsNoElection),
        (lambda b: {"began_on": b.today - DAY}, refusals.TermBeforeElection),
        (lambda b: {"ends_on": b.today - DAY}, refusals.TermEndsBeforeItBegins),
        (lambda b: {"candidates": [Stand(person) for person in b.people] * 11}, refusals.TooManyCandidates),
    ],
)  # fmt: skip
def test_what_makes_no_election_is_refused_with_its_reason(ballot, change, refusal):
    with pytest.raises(refusal):
        ballot.prepare(**change(ballot))
    assert not Election.objects.exists()


def test_unknown_picture_is_refused(ballot):
    with pytest.raises(ValidationError, match="rocket"):
        ballot.prepare(candidates=[Stand(ballot.people[0], pictogram="rocket")])


def test_one_standing_election_a_day_in_a_council_that_is_open(ballot):
    first = ballot.prepare()
    with pytest.raises(refusals.ElectionThatDayExists):
        ballot.prepare()
    withdraw_election(election=first, reason="mistake", by=ballot.by)
    ballot.prepare()
    CommunityGroup.objects.filter(pk=ballot.council.pk).update(status="closed", status_reason="inactive")
    with pytest.raises(CouncilClosed):
        ballot.prepare(held_on=ballot.today - DAY)


# --- counting --------------------------------------------------------------------------------------------------------
def test_recorded_twice_it_is_the_same(ballot):
    election = ballot.prepare()
    told = counted(keys_of(election), (5, 4, 3, 2, 1, 0))
    for _time in range(2):
        record(election, told)
    kept = counts_of(election)
    assert [each.votes for each in kept.rounds] == [told.votes]
    assert (election.status, election.version, ElectionRound.objects.count()) == ("held", 2, 1)
    told = {"council": str(ballot.council.pk), "held_on": str(ballot.today), "rounds": 1, "lots": 0}
    assert lines("election.recorded") == [told | {"ballots": 16, "spoilt": 1}]


def test_another_result_is_taken_only_under_the_version_that_was_seen(ballot):
    election = ballot.hold(5, 4, 3, 2, 1, 0)
    other = counted(keys_of(election), (0, 1, 2, 3, 4, 5))
    for version in (None, 1, 3):
        with pytest.raises(refusals.ElectionHeldAlready):
            record(election, other, version=version)
    assert record(election, other, version=2).version == 3
    assert [each.votes for each in counts_of(election).rounds] == [other.votes]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ballots": 15},
        {"ballots": 17},
        {"spoilt": 0},
        {"girls_present": 13, "boys_present": 2},
    ],
)
def test_count_that_does_not_balance_is_refused(ballot, wrong):
    election = ballot.prepare()
    right = counted(keys_of(election), (5, 4, 3, 2, 1, 0))
    told = {name: getattr(right, name) for name in ("girls_present", "boys_present", "ballots", "spoilt", "votes")}
    with pytest.raises(refusals.DoesNotBalance):
        record(election, Counted(**told | wrong))
    election.refresh_from_db()
    assert (election.status, ElectionRound.objects.count()) == ("prepared", 0)


def test_negative_votes_do_not_balance_anything(ballot):
    election = ballot.prepare()
    with pytest.raises(ValidationError):
        record(election, counted(keys_of(election), (5, 4, 3, 2, 1, -1)))


def test_first_round_is_among_all_candidates(ballot):
    election = ballot.prepare()
    with pytest.raises(refusals.NotAllCandidates):
        record(election, counted(keys_of(election)[:3], (1, 2, 3)))
    with pytest.raises(refusals.TooManyRounds):
        record(election)


def test_rounds_and_lots_are_for_ties_only(ballot):
    election = ballot.prepare()
    keys = keys_of(election)
    first = counted(keys, (5, 4, 2, 2, 2, 0))
    with pytest.raises(refusals.TieDoesNotFit):
        record(election, first, counted(keys[:2], (1, 2)))
    with pytest.raises(refusals.TieDoesNotFit):
        record(election, first, lots=[Drawn(frozenset(keys[2:4]), keys[2])])
    record(election, first, lots=[Drawn(frozenset(keys[2:5]), keys[3])])
    assert counts_of(election).outcome().elected == (keys[0], keys[1], keys[3])


def test_tie_stays_open_until_the_next_recording(ballot):
    election = ballot.prepare()
    keys = keys_of(election)
    first = counted(keys, (5, 4, 2, 2, 2, 0))
    record(election, first)
    with pytest.raises(refusals.TieNotSettled):
        confirm_election(election=election, by=ballot.by)
    record(election, first, counted(keys[2:5], (1, 2, 2)), version=election.version)
    assert counts_of(election).outcome().tie == {keys[3], keys[4]}
    lot = Drawn(frozenset(keys[3:5]), keys[4])
    record(election, first, counted(keys[2:5], (1, 2, 2)), lots=[lot], version=election.version)
    assert counts_of(election).outcome().elected == (keys[0], keys[1], keys[4])


def test_day_on_which_it_was_held_moves_the_term_and_is_not_tomorrow(ballot):
    election = ballot.prepare(held_on=ballot.today - 5 * DAY, began_on=ballot.today - 3 * DAY)
    told = counted(keys_of(election), (5, 4, 3, 2, 1, 0))
    with pytest.raises(DayInTheFuture):
        record(election, told, held_on=ballot.today + DAY)
    record(election, told, held_on=ballot.today)
    assert (election.held_on, election.began_on) == (ballot.today, ballot.today)


def test_result_on_a_day_with_another_election_is_refused(ballot):
    ballot.prepare()
    second = ballot.prepare(held_on=ballot.today - DAY)
    with pytest.raises(refusals.ElectionThatDayExists):
        record(second, counted(keys_of(second), (5, 4, 3, 2, 1, 0)), held_on=ballot.today)


# --- confirming ------------------------------------------------------------------------------------------------------
def test_confirmed_election_gives_every_elected_a_seat_in_one_step(ballot):
    election = ballot.hold(1, 9, 2, 8, 7, 0)
    mandates = confirm_election(election=election, by=ballot.by, version=election.version)
    held = {mandate.seat.number: mandate.person for mandate in mandates}
    assert held == {1: ballot.people[1], 2: ballot.people[3], 3: ballot.people[4]}
    for mandate in mandates:
        assert (mandate.election_id, mandate.method) == (election.pk, ballot.method)
        assert (mandate.began_on, mandate.ends_on) == (election.began_on, election.ends_on)
    assert (election.status, election.confirmed_by) == ("confirmed", ballot.by)
    assert lines("election.confirmed") == [{"council": str(ballot.council.pk), "mandates": 3}]
    assert set(confirm_election(election=election, by=ballot.by)) == set(mandates)
    assert Mandate.objects.count() == 3


def test_a_seat_that_is_taken_takes_every_seat_back(ballot):
    election = ballot.hold(1, 9, 2, 8, 7, 0)
    make_mandate(seat=ballot.seats[2], began_on=ballot.today, ends_on=ballot.today + DAY, person=make_person())
    with pytest.raises(SeatTaken):
        confirm_election(election=election, by=ballot.by)
    election.refresh_from_db()
    assert (election.status, Mandate.objects.filter(election_id=election.pk).count()) == ("held", 0)


def test_kept_seats_go_to_who_may_take_them():
    ballot = Ballot(seats=2, girls=2, boys=2)
    kept = make_seat(council=ballot.council, number=7, kept_for=Seat.KeptFor.CLASS, kept_label="ថ្នាក់ទី ៥")
    ballot.seats.append(kept)
    stands = [Stand(person, kept_seat=kept if place == 3 else None) for place, person in enumerate(ballot.people)]
    election = ballot.hold(9, 8, 7, 1, election=ballot.prepare(candidates=stands))
    seats = {mandate.person: mandate.seat for mandate in confirm_election(election=election, by=ballot.by)}
    assert seats == {ballot.people[0]: ballot.seats[0], ballot.people[1]: ballot.seats[1], ballot.people[3]: kept}


def test_girls_minimum_decides_about_the_last_seats(ballot):
    election = ballot.hold(1, 2, 0, 9, 8, 7, election=ballot.prepare(girls_minimum=2))
    people = {mandate.person for mandate in confirm_election(election=election, by=ballot.by)}
    assert people == {ballot.people[3], ballot.people[1], ballot.people[0]}


@pytest.mark.parametrize(("quorum", "agreed", "asked"), [(None, 18, 18), (None, 0, 0), (5, 18, 5), (0, 18, 0)])
def test_quorum_is_what_the_council_has_agreed_on_unless_said_otherwise(ballot, quorum, agreed, asked):
    make_profile(group=ballot.council, quorum=agreed)
    assert ballot.prepare(quorum=quorum).quorum == asked


def test_too_few_voters_elect_nobody_in_any_round(ballot):
    election = ballot.prepare(quorum=16)
    keys = keys_of(election)
    first = counted(keys, (5, 4, 2, 2, 0, 0), girls_present=16, boys_present=0)
    short, enough = (counted(keys[2:4], (1, 2), girls_present=number, boys_present=0) for number in (15, 16))
    record(election, first, short)
    with pytest.raises(refusals.TooFewVoters):
        confirm_election(election=election, by=ballot.by)
    record(election, first, enough, version=election.version)
    assert len(confirm_election(election=election, by=ballot.by)) == 3


def test_lot_that_no_longer_fits_elects_nobody(ballot):
    election = ballot.prepare(girls_minimum=1)
    keys = keys_of(election)
    lot = Drawn(frozenset(keys[4:6]), keys[5])
    record(election, counted(keys, (3, 0, 0, 9, 2, 2)), lots=[lot])
    Person.objects.filter(pk=ballot.people[0].pk).update(sex=Sex.MALE)
    assert counts_of(election).outcome_now is None
    with pytest.raises(refusals.NoLongerFits):
        confirm_election(election=election, by=ballot.by)


def test_only_what_was_held_and_stands_is_confirmed(ballot):
    election = ballot.prepare()
    with pytest.raises(refusals.ElectionNotHeld):
        confirm_election(election=election, by=ballot.by)
    record(election, counted(keys_of(election), (0, 0, 0, 0, 0, 0), spoilt=3))
    with pytest.raises((refusals.NobodyIsElected, refusals.TieNotSettled)):
        confirm_election(election=election, by=ballot.by)
    with pytest.raises(refusals.ElectionHeldAlready):
        confirm_election(election=election, by=ballot.by, version=1)
    withdraw_election(election=election, reason="not_held", by=ballot.by)
    with pytest.raises(refusals.ElectionWithdrawn):
        confirm_election(election=election, by=ballot.by)


def test_without_any_vote_nobody_is_elected():
    ballot = Ballot(seats=2, girls=1, boys=1)
    election = ballot.hold(0, 0)
    with pytest.raises(refusals.NobodyIsElected):
        confirm_election(election=election, by=ballot.by)


# --- withdrawing -----------------------------------------------------------------------------------------------------
def test_withdrawn_election_counts_no_more_and_twice_is_as_once(ballot):
    election = ballot.hold(5, 4, 3, 2, 1, 0)
    for _time in range(2):
        withdraw_election(election=election, reason=WithdrawReason.AGAIN, by=ballot.by)
    assert (election.status, lines("election.withdrawn")) == (
        "withdrawn",
        [{"council": str(ballot.council.pk), "reason": "again"}],
    )
    with pytest.raises(refusals.ElectionWithdrawn):
        record(election, counted(keys_of(election), (0, 1, 2, 3, 4, 5)), version=election.version)
    with pytest.raises(ValueError, match="moon"):
        withdraw_election(election=election, reason="moon", by=ballot.by)


def test_confirmed_election_can_be_neither_withdrawn_nor_counted_anew(ballot):
    election = ballot.hold(5, 4, 3, 2, 1, 0)
    confirm_election(election=election, by=ballot.by)
    with pytest.raises(refusals.ElectionConfirmed):
        withdraw_election(election=election, reason="mistake", by=ballot.by)
    with pytest.raises(refusals.ElectionConfirmed):
        record(election, counted(keys_of(election), (0, 1, 2, 3, 4, 5)), version=election.version)
    record(
        election, counted(keys_of(election), (5, 4, 3, 2, 1, 0))
    )  # the same once more, from a phone that heard nothing


# --- two records of one person ---------------------------------------------------------------------------------------
def test_candidacy_goes_over_with_the_person_and_back(ballot):
    election = ballot.prepare(candidates=[Stand(ballot.people[0])])
    kept = make_person(sex=Sex.FEMALE)
    merge = merge_people(kept=kept, gone=ballot.people[0], by=make_user())
    assert election.candidates.get().person == kept
    undo_merge(merge=merge, by=make_user())
    assert election.candidates.get().person_id == ballot.people[0].pk


def test_records_that_stood_side_by_side_do_not_become_one(ballot):
    ballot.prepare()
    with pytest.raises(refusals.BothStoodInOneElection):
        merge_people(kept=ballot.people[0], gone=ballot.people[1], by=make_user())


def test_prepare_and_record_are_all_or_nothing(ballot):
    with pytest.raises(ValidationError):
        prepare_election(
            council=ballot.council,
            held_on=ballot.today,
            method=ballot.method,
            seats=ballot.seats,
            candidates=[Stand(person) for person in ballot.people],
            began_on=ballot.today,
            girls_minimum=1000,
            by=ballot.by,
        )
    assert not Election.objects.exists()
