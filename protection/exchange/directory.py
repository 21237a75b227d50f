"""The services that readers see today, as the files tell of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from places.models import AdminArea

from ..models import Service, ServiceCoverage


@dataclass(frozen=True, slots=True)
class Entry:
    """An office or a place that protects children, and the communes that it covers today."""

    service: Service
    communes: list[AdminArea]

    @property
    def name_en(self) -> str:
        """Systems ask for an English name; where nobody wrote one, the Khmer name stands."""
        return self.service.name_en or self.service.name_km

    @property
    def provider_en(self) -> str:
        return self.service.provider_en or self.service.provider_km

    @property
    def telephone(self) -> str:
        return self.service.phones.split(", ")[0].replace(" ", "")


def entries(user: User | None) -> Iterator[Entry]:
    """Those that a reader of the public pages sees, within the reach of ``user``; for nobody all of them."""
    today = timezone.localdate()
    services: QuerySet[Service] = Service.objects.public(today)
    coverages: QuerySet[ServiceCoverage] = ServiceCoverage.objects.current(today)
    if user is not None:
        services, coverages = services.visible_to(user), coverages.visible_to(user)
    rows = list(services.select_related("type", "area").order_by("area_id", "name_key", "pk"))
    covered = defaultdict(list)
    found = coverages.filter(service__in=[row.pk for row in rows]).select_related("commune").order_by("commune_id")
    for coverage in found:
        covered[coverage.service_id].append(coverage.commune)
    for row in rows:
        yield Entry(row, covered[row.pk])
