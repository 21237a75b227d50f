"""People, helplines and services of the protection tests."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from protection.models import HelpLine, Service
from tests.factories.accounts import make_user, signed_in
from tests.factories.helplines import helpline
from tests.factories.places import make_area, make_commune
from tests.factories.services import make_coverage, make_service, make_type

HERE, THERE = "050601", "100101"


@pytest.fixture
def officer(db) -> User:
    return make_user("safeguarding_officer", username="officer")


@pytest.fixture
def confirmed(db) -> HelpLine:
    return helpline(number="1280", verified_on=date(2026, 9, 1), next_check_on=date(2027, 3, 1))


@pytest.fixture
def unconfirmed(db) -> HelpLine:
    return helpline(number="1288")


class Directory:
    """A service here and one there, each with the commune that it covers, and readers who reach only what is here."""

    def __init__(self) -> None:
        self.type = make_type("health")
        self.commune, self.foreign_commune = make_commune(HERE), make_commune(THERE)
        self.service = make_service(type=self.type, area=self.commune, name_km="មណ្ឌលសុខភាពទួល", name_en="Zebra centre")
        self.foreign = make_service(type=self.type, area=self.foreign_commune, name_en="Quagga centre")
        self.coverage = make_coverage(service=self.service)
        self.foreign_coverage = make_coverage(service=self.foreign)

    def both(self) -> Service:
        """A service of the province there that covers a commune here too."""
        service = make_service(type=make_type("legal"), area=self.foreign_commune.parent.parent, name_en="Okapi office")
        for commune in (self.commune, self.foreign_commune):
            make_coverage(service=service, commune=commune)
        return service

    def focal_point(self) -> User:
        return make_user("focal_point", area=self.commune)

    def keeper(self) -> User:
        """Adds, closes and imports."""
        return make_user("area_officer", area=make_area(HERE[:4]))

    def administrator(self) -> User:
        return make_user("administrator")


@pytest.fixture
def directory(db) -> Directory:
    return Directory()


def browser(user: User) -> Client:
    """The browser of somebody who was here a moment ago."""
    client = signed_in(user)
    client.get("/desk/")
    return client
