"""How each constraint of elections is broken, with rows that only it refuses; tried in ``test_constraints.py``."""

import pytest
from django.db import models
from django.utils import timezone

from tests.factories.councils import make_council, make_seat
from tests.factories.elections import make_candidate, make_election, make_lot, make_round, make_tally

pytestmark = pytest.mark.django_db


def update(row: models.Model, **values) -> None:
    """Past every check but the database's own."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def second(make, **shared) -> None:
    """The same facts twice."""
    make(**shared)
    make(**shared)


def second_candidacy():
    one = make_candidate()
    make_candidate(election=one.election, person=one.person)


def second_picture():
    one = make_candidate(pictogram="sun")
    make_candidate(election=one.election, pictogram="sun")


def second_on_one_seat():
    election = make_election()
    seat = make_seat(council=election.council)
    second(make_candidate, election=election, elected_to=seat)


def second_tally():
    one = make_tally()
    make_tally(round=one.round, candidate=one.candidate)


BREAKS = {
    "one_standing_election_per_council_and_day": lambda: second(make_election, council=make_council()),
    "election_term_ends_after_it_begins": lambda: update(make_election(), ends_on="2026-01-31"),
    "election_is_held_before_its_term_begins": lambda: update(make_election(), held_on="2026-02-02"),
    "election_is_recorded_once_it_was_held": lambda: update(make_election(), status="held"),
    "election_is_confirmed_at_a_moment": lambda: update(
        make_election(), status="confirmed", recorded_at=timezone.now()
    ),
    "one_candidacy_per_person_and_election": second_candidacy,
    "one_candidate_per_picture_and_election": second_picture,
    "one_elected_per_seat_and_election": second_on_one_seat,
    "places_on_a_ballot_count_from_one": lambda: update(make_candidate(), position=0),
    "one_round_per_election_and_number": lambda: second(make_round, election=make_election()),
    "rounds_count_from_one": lambda: update(make_round(), number=0),
    "one_ballot_at_most_for_each_voter_present": lambda: update(make_round(), ballots=21),
    "spoilt_ballots_are_ballots": lambda: update(make_round(), spoilt=21),
    "one_tally_per_round_and_candidate": second_tally,
    "one_lot_per_election_and_number": lambda: second(make_lot, election=make_election()),
    "lots_count_from_one": lambda: update(make_lot(), number=0),
}


def test_withdrawn_elections_leave_the_day_free():
    first = make_election(status="withdrawn")
    assert make_election(council=first.council).held_on == first.held_on


def test_candidates_without_a_picture_share_none():
    first = make_candidate()
    assert make_candidate(election=first.election).pictogram == first.pictogram == ""
