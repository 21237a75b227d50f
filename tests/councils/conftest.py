"""A council here and one there, with a border between them, and readers of each kind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_mandate, make_method, make_profile, make_seat
from tests.factories.participation import make_facilitation, make_membership, make_post
from tests.factories.people import make_person
from tests.factories.places import make_area
from tests.participation.reaches import HERE, THERE, browser


def ago(days):
    return timezone.localdate() - timedelta(days=days)


class Councils:
    """Here a council with three seats: one held by a girl, one by a boy, one empty. There another with one."""

    def __init__(self) -> None:
        self.council = make_council(area=make_area(HERE), name_latin="Zebra council")
        self.foreign = make_council(area=make_area(THERE), name_latin="Quagga council")
        self.profile = make_profile(group=self.council, girls_minimum=2)
        self.method = make_method()
        self.seats = [make_seat(council=self.council, number=number) for number in (1, 2, 3)]
        self.girl = self.hold(self.seats[0], "ស្រីនាង", sex="female")
        self.boy = self.hold(self.seats[1], "វិចិត្រ", sex="male", ends_on=ago(-200))
        self.stranger = self.hold(make_seat(council=self.foreign, number=1), "ឆ្ងាយ", sex="female")

    def hold(self, seat, given_name, *, sex, began_on=None, ends_on=None):
        """Somebody is a member of the council and has the seat."""
        person = make_person(family_name="សុខ", given_name=given_name, sex=sex)
        self.join(person, seat.council)
        days = {"began_on": began_on or ago(300), "ends_on": ends_on or ago(-30)}
        return make_mandate(seat=seat, person=person, method=self.method, **days)

    def join(self, person, council=None):
        post = make_post(Kind.COUNCIL, "member")
        return make_membership(group=council or self.council, person=person, post=post, began_on=ago(400))

    def facilitator(self) -> User:
        user = make_user("facilitator")
        make_facilitation(user=user, group=self.council)
        return user

    def officer(self) -> User:
        return make_user("programme_officer", area=make_area(HERE[:4]))

    def nameless(self) -> User:
        return make_user("area_officer", area=make_area(HERE[:4]))


@pytest.fixture
def councils():
    return Councils()


@pytest.fixture
def officer(councils):
    return browser(councils.officer())


@pytest.fixture
def facilitator(councils):
    return browser(councils.facilitator())


@pytest.fixture
def nameless(councils):
    return browser(councils.nameless())
