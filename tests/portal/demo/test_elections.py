"""The demo's elections: counts that balance, and mandates that follow from them as the actions would have it."""

from datetime import timedelta

from councils.actions.elections import confirm_election
from councils.models import DrawnLot, Election, Mandate, Seat
from councils.reads.counts import counts_of
from participation.models import Kind
from portal.demo.life import GroupLife
from portal.demo.load import load
from portal.demo.seats import Seats
from tests.factories.accounts import make_user
from tests.factories.participation import make_group
from tests.portal.demo.conftest import TODAY


def test_who_sits_there_follows_from_the_counts(facilitators):
    load(TODAY, facilitators=facilitators, factor=6)
    held = list(Election.objects.filter(status="confirmed"))
    assert len(held) > 3
    for election in held:
        counts = counts_of(election)
        outcome, by_key = counts.outcome(), {each.pk: each for each in counts.candidates}
        assert {each.pk for each in counts.candidates if each.elected_to_id} == set(outcome.elected)
        assert {seat.pk: by_key[key].person_id for key, seat in counts.seat_of.items()} == {
            seat.pk: each.person_id for seat, each in counts.seated(outcome)
        }
        mandates = Mandate.objects.filter(election_id=election.pk)
        assert dict(mandates.values_list("seat", "person")) == {
            each.elected_to_id: each.person_id for each in counts.candidates if each.elected_to_id
        }
        assert not counts.lacks_voters
        for told in counts.rounds:
            assert sum(told.votes.values()) + told.spoilt == told.ballots <= told.present
        before = mandates.count(), election.version
        assert len(confirm_election(election=election, by=make_user())) == before[0]
        assert (Mandate.objects.filter(election_id=election.pk).count(), election.version) == before
    assert DrawnLot.objects.exists()


def test_councils_whose_term_ends_soon_have_an_election_before_them(facilitators):
    load(TODAY, facilitators=facilitators, factor=60)
    ahead = Election.objects.prepared()
    assert ahead.exists()
    for election in ahead:
        assert TODAY < election.held_on <= election.began_on
        assert set(election.seats.all()) == set(Seat.objects.filter(council=election.council))
        assert election.candidates.count() > 0


def test_a_council_in_which_nobody_may_stand_yet_holds_no_election(facilitators):
    group = make_group(kind=Kind.COUNCIL, founded_on=TODAY - timedelta(days=30))
    nobody = GroupLife(people=[], memberships=[], meetings=[], ended_on=None)
    for number in range(12):
        seating = Seats(TODAY).seating(group, nobody, number, None, by=facilitators[0])
        assert seating.seats
        assert (seating.votes, seating.mandates) == ([], [])
