"""The services of the demo: in its own communes, each as the actions would have left it, and dialled by nobody."""

from datetime import date, timedelta

import pytest

from participation.seeds.planting import plant
from portal.demo import shape
from portal.demo.accounts import make_facilitators
from portal.demo.load import load
from portal.demo.services import add_services
from protection.models import Service, ServiceCoverage
from protection.reads.reach import communes_reached_on
from protection.seeds.service_types import plant_service_types
from protection.terms import put_terms
from tests.factories.places import make_village

TODAY = date(2026, 6, 1)


@pytest.fixture
def country(monkeypatch, db):
    monkeypatch.setattr(shape, "COUNCILS", 24)
    monkeypatch.setattr(shape, "CLUBS", 24)
    monkeypatch.setattr(shape, "NETWORKS", 4)
    plant()
    plant_service_types()
    for place in range(1, 13):
        for province in ("0506", "1702"):
            make_village(f"{province}{place:02d}01")
    load(TODAY, facilitators=make_facilitators(4, TODAY))


def test_services_of_the_demo_make_sense(country, figure):
    number = add_services(TODAY)
    services = list(Service.objects.select_related("type", "area"))
    assert len(services) == number
    for service in services:
        service.full_clean()
        said = service.next_check_on, service.public_until
        put_terms(service, service.type)
        assert said == (service.next_check_on, service.public_until)
        assert service.phones.startswith("00 ")
    assert {service.standing(TODAY) for service in services} >= {"fresh", "due", "faded"}
    for coverage in ServiceCoverage.objects.select_related("commune", "service"):
        coverage.full_clean()
        assert coverage.commune.level == 3
    reached, before = communes_reached_on(TODAY), communes_reached_on(TODAY - timedelta(days=2000))
    assert len(before) < len(reached) < 24
    figure(f"demo: {number} services, {len(reached)} of 24 communes reached, {len(before)} some years before")
