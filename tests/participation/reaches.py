"""Two groups with a border between them: what one reader reaches, and what no test may ever see on their pages."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client

from accounts.models import JournalEntry, User
from participation.models import CommunityGroup, Membership
from people.models import Person
from tests.factories.accounts import make_emergency, make_user, signed_in
from tests.factories.participation import make_facilitation, make_group, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area

HERE, THERE = "050601", "100101"
JOINED_ON = date(2023, 3, 1)


@dataclass
class Reach:
    """A club here and one there, each with a member; readers of each kind, all of whom reach only what is here."""

    group: CommunityGroup = field(default_factory=lambda: make_group(area=make_area(HERE)))
    foreign_group: CommunityGroup = field(default_factory=lambda: make_group(area=make_area(THERE)))

    def __post_init__(self) -> None:
        self.membership = self.add_member(family_name="សុខ", given_name="ស្រីនាង")
        self.foreign = make_membership(
            group=self.foreign_group, person=make_person(family_name="លាក់", given_name="ឈ្មោះ")
        )
        for code in ("leader", "secretary"):
            make_post(code=code)

    @property
    def person(self) -> Person:
        return self.membership.person

    @property
    def stranger(self) -> Person:
        return self.foreign.person

    def add_member(self, **person: object) -> Membership:
        return make_membership(group=self.group, person=make_person(**person), began_on=JOINED_ON)

    def facilitator(self) -> User:
        user = make_user("facilitator")
        make_facilitation(user=user, group=self.group)
        return user

    def officer(self) -> User:
        return make_user("programme_officer", area=make_area(HERE[:4]))

    def nameless(self) -> User:
        """Sees groups and their numbers, no names."""
        return make_user("area_officer", area=make_area(HERE[:4]))

    def reader(self) -> User:
        """Sees names, changes nothing: a safeguarding officer who reads the group here in an emergency."""
        user = make_user("safeguarding_officer", area=make_area(HERE[:4]))
        make_emergency(user, self.group)
        return user


def browser(user: User) -> Client:
    return signed_in(user)


def journal_rows(verb: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(verb=verb).order_by("pk"))
