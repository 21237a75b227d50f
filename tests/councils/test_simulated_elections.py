"""Two hundred elections on the database: totals balance, quotas and ties hold, and each seat is filled once."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db.models import F, Sum

from accounts.models import JournalEntry
from councils.actions.elections import Counted, Drawn, Stand, confirm_election, record_election
from councils.election_refusals import DoesNotBalance
from councils.models import Election, ElectionRound, Mandate, Tally
from councils.reads.counts import counts_of
from people.models import Sex
from tests.factories.elections import Ballot

pytestmark = pytest.mark.django_db
ELECTIONS = 200
TERM = timedelta(days=1)


def voted(chance: Random, keys: list, voters: int) -> Counted:
    """Each voter in turn marks one, spoils the ballot, or does not come; only the totals go on."""
    votes, spoilt, ballots = dict.fromkeys(keys, 0), 0, 0
    for _voter in range(voters):
        choice = chance.randrange(len(keys) + 2)
        ballots += choice <= len(keys)
        spoilt += choice == len(keys)
        if choice < len(keys):
            votes[keys[choice]] += 1
    girls = chance.randint(0, voters)
    return Counted(girls, voters - girls, ballots, spoilt, votes)


def held(ballot: Ballot, chance: Random, place: int) -> Election:
    """One election on a day of its own, counted until nothing is in question."""
    day = ballot.today - 2 * TERM * (ELECTIONS - place)
    seats = ballot.seats[: chance.randint(1, len(ballot.seats))]
    people = chance.sample(ballot.people, chance.randint(2, len(ballot.people)))
    election = ballot.prepare(
        held_on=day,
        began_on=day,
        ends_on=day + TERM,
        seats=seats,
        candidates=[Stand(person) for person in people],
        girls_minimum=chance.randint(0, len(seats)),
    )
    keys = list(election.candidates.values_list("pk", flat=True))
    rounds, lots = [voted(chance, keys, chance.randint(3, 14))], []
    wrong = replace(rounds[0], spoilt=rounds[0].spoilt + 1)
    with pytest.raises(DoesNotBalance):
        record_election(election=election, rounds=[wrong], by=ballot.by)
    record_election(election=election, rounds=rounds, by=ballot.by)
    while tied := counts_of(election).outcome().tie:
        among = sorted(tied)
        if chance.random() < 0.4:
            rounds.append(voted(chance, among, chance.randint(3, 14)))
        else:
            lots.append(Drawn(tied, chance.choice(among)))
        record_election(election=election, rounds=rounds, lots=lots, version=election.version, by=ballot.by)
    return election


def test_totals_of_two_hundred_elections_balance_and_every_seat_has_one_holder():
    chance, ballot = Random(20261129), Ballot(seats=4, girls=4, boys=3)
    by_key = {person.pk: person for person in ballot.people}
    confirmed = 0
    for place in range(ELECTIONS):
        election = held(ballot, chance, place)
        counts = counts_of(election)
        outcome, rules = counts.outcome(), counts.rules()
        elected = [each.person_id for each in counts.candidates if each.pk in outcome.elected]
        assert len(elected) == min(rules.seats, len(counts.candidates))
        girls = [by_key[key].sex == Sex.FEMALE for key in elected]
        standing = sum(each.person.sex == Sex.FEMALE for each in counts.candidates)
        assert sum(girls) >= min(rules.girls, standing, len(elected))
        if any(round.ballots > round.spoilt for round in counts.rounds):
            mandates = confirm_election(election=election, by=ballot.by)
            assert {mandate.person_id for mandate in mandates} == set(elected)
            confirmed += 1
    assert confirmed > ELECTIONS * 0.9
    rounds = ElectionRound.objects.annotate(votes=Sum("tallies__votes"))
    assert rounds.count() > ELECTIONS
    assert rounds.exclude(ballots=F("votes") + F("spoilt")).count() == 0
    assert rounds.filter(ballots__gt=F("girls_present") + F("boys_present")).count() == 0
    assert Mandate.objects.values("seat", "began_on").distinct().count() == Mandate.objects.count()
    recorded = JournalEntry.objects.filter(verb="election.recorded").count()
    assert recorded == sum(len(counts.rounds) + len(counts.lots) for counts in map(counts_of, Election.objects.all()))
    assert Tally.objects.count() < ELECTIONS * 7 * 3
