"""Elections of councils, saved as the actions save. Days lie in the past unless said otherwise."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from councils.actions.elections import Counted, Stand, prepare_election, record_election
from councils.models import Candidate, DrawnLot, Election, ElectionRound, Seat, Tally
from participation.models import CommunityGroup
from people.models import Person, Sex
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_method, make_seat
from tests.factories.participation import make_membership
from tests.factories.people import make_person

HELD_ON, BEGAN_ON, ENDS_ON = date(2026, 1, 10), date(2026, 2, 1), date(2027, 1, 31)


def make_election(**overrides) -> Election:
    """Prepared, with nobody on the ballot and no seat: what a constraint asks and no more."""
    fields = {"held_on": HELD_ON, "began_on": BEGAN_ON, "ends_on": ENDS_ON, **overrides}
    if "council" not in fields:
        fields["council"] = make_council()
    if "method" not in fields:
        fields["method"] = make_method()
    return Election.objects.create(**fields)


def make_candidate(**overrides) -> Candidate:
    fields = dict(overrides)
    if "election" not in fields:
        fields["election"] = make_election()
    if "person" not in fields:
        fields["person"] = make_person()
    return Candidate.objects.create(**fields)


def make_round(**overrides) -> ElectionRound:
    """Twenty voters, as many ballots, one of them spoilt."""
    fields = {"number": 1, "girls_present": 12, "boys_present": 8, "ballots": 20, "spoilt": 1, **overrides}
    if "election" not in fields:
        fields["election"] = make_election()
    return ElectionRound.objects.create(**fields)


def make_tally(**overrides) -> Tally:
    fields = {"votes": 5, **overrides}
    if "round" not in fields:
        fields["round"] = make_round()
    if "candidate" not in fields:
        fields["candidate"] = make_candidate(election=fields["round"].election)
    return Tally.objects.create(**fields)


def make_lot(**overrides) -> DrawnLot:
    fields = {"number": 1, **overrides}
    if "election" not in fields:
        fields["election"] = make_election()
    if "drawn" not in fields:
        fields["drawn"] = make_candidate(election=fields["election"])
    return DrawnLot.objects.create(**fields)


def make_tied_election(council: CommunityGroup, *people: Person) -> Election:
    """Held, for one seat, and all got one vote."""
    election = make_election(council=council, status=Election.Status.HELD, recorded_at=timezone.now())
    election.seats.add(make_seat(council=council))
    told = make_round(election=election, ballots=len(people), spoilt=0)
    for place, person in enumerate(people, start=1):
        candidate = make_candidate(election=election, person=person, position=place)
        make_tally(round=told, candidate=candidate, votes=1)
    return election


class Ballot:
    """A council with seats, and members who may stand: ``girls`` first, then ``boys``. Nothing is prepared yet."""

    def __init__(self, *, seats: int = 3, girls: int = 3, boys: int = 3, council: CommunityGroup | None = None) -> None:
        self.council = council or make_council()
        self.method = make_method()
        self.seats: list[Seat] = [make_seat(council=self.council, number=number) for number in range(1, seats + 1)]
        sexes = [Sex.FEMALE] * girls + [Sex.MALE] * boys
        self.people = [make_membership(group=self.council, person=make_person(sex=sex)).person for sex in sexes]
        self.by = make_user()
        self.today = timezone.localdate()

    def prepare(self, **overrides) -> Election:
        how = {
            "council": self.council,
            "held_on": self.today,
            "method": self.method,
            "seats": self.seats,
            "candidates": [Stand(person) for person in self.people],
            "began_on": self.today,
            "ends_on": self.today + timedelta(days=364),
            "by": self.by,
        }
        return prepare_election(**how | overrides)

    def hold(self, *votes: int, election: Election | None = None, **overrides) -> Election:
        """Prepared and counted: so many votes for each, in the order of the ballot, and one spoilt ballot."""
        election = election or self.prepare()
        keys = list(election.candidates.order_by("position").values_list("pk", flat=True))
        return record_election(election=election, rounds=[counted(keys, votes)], by=self.by, **overrides)


def counted(keys: Sequence, votes: Sequence[int], *, spoilt: int = 1, **overrides) -> Counted:
    """A round that balances."""
    ballots = sum(votes) + spoilt
    told = {"girls_present": ballots, "boys_present": 2, "ballots": ballots, "spoilt": spoilt, **overrides}
    return Counted(votes=dict(zip(keys, votes, strict=True)), **told)
