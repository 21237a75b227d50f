"""The rows of the list of services, and one service as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..models import Service, ServiceCoverage

Standing = Service.Standing
TONES = {
    Standing.FRESH: ("ok", "check"),
    Standing.DUE: ("warn", "clock"),
    Standing.FADED: ("danger", "hidden"),
    Standing.UNCHECKED: ("info", "question"),
    Standing.CLOSED: ("quiet", "close"),
}
"""Colour and pictogram of each standing."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service, where its office is, how true its entry is, and how many communes it covers today."""

    service: Service
    path: list[str]
    standing: Standing
    communes: int
    may_confirm: bool

    @property
    def tone(self) -> str:
        return TONES[self.standing][0]

    @property
    def icon(self) -> str:
        return TONES[self.standing][1]


def service_rows(services: Iterable[Service], *, user: User, on: date) -> list[ServiceRow]:
    """Three queries for a page of any length; the services came with their types."""
    services = list(services)
    keys = [service.pk for service in services]
    paths = parts_for({service.area_id for service in services})
    covered = ServiceCoverage.objects.visible_to(user).current(on).filter(service__in=keys).order_by()
    communes = dict(covered.values_list("service").annotate(Count("pk")))
    mine = _confirmable(user, keys)
    return [
        ServiceRow(
            service,
            paths[service.area_id],
            service.standing(on),
            communes.get(service.pk, 0),
            may_confirm=service.pk in mine and service.closed_on is None,
        )
        for service in services
    ]


def _confirmable(user: User, keys: list) -> set:
    if not user.can(Capability.CONFIRM_SERVICES):
        return set()
    return set(Service.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A commune that a service covers, has covered or will cover."""

    coverage: ServiceCoverage
    path: list[str]
    is_over: bool


def coverage_rows(service: Service, *, user: User, on: date) -> list[CoverageRow]:
    """Those within reach: what goes on first, by place."""
    rows = list(ServiceCoverage.objects.visible_to(user).filter(service=service).order_by("commune_id", "-began_on"))
    paths = parts_for({row.commune_id for row in rows})
    shown = [CoverageRow(row, paths[row.commune_id], row.ended_on is not None and row.ended_on < on) for row in rows]
    return sorted(shown, key=lambda row: row.is_over)


def communes_elsewhere(service: Service, *, user: User, on: date) -> int:
    """How many communes it covers beyond the reader's reach: a number and no more."""
    current = ServiceCoverage.objects.current(on).filter(service=service)
    return current.exclude(pk__in=ServiceCoverage.objects.visible_to(user).values("pk")).count()
