"""The target of communes with services, asked of the database: the same rule as ``reaching``, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import Capability
from accounts.scoping import NOBODY, reach_q
from places.models import AdminArea
from places.paths import parts_for

from ..models import ServiceCoverage, ServiceType
from ..models.coverage import ServiceCoverageQuerySet
from ..reaching import ENOUGH_TYPES, CoveredRow


def counted_on(on: date) -> ServiceCoverageQuerySet:
    """The coverages that count on a day."""
    return ServiceCoverage.objects.of_known_services().current(on)


def dated_rows() -> list[CoveredRow]:
    """All rows that count on some day, for the pure function."""
    rows = ServiceCoverage.objects.of_known_services()
    return [CoveredRow(*row) for row in rows.values_list("commune_id", "service__type__code", "began_on", "ended_on")]


def communes_reached_on(on: date) -> frozenset[str]:
    """As ``reaching.communes_reached``, by the database alone."""
    types = counted_on(on).order_by().values("commune_id").annotate(types=Count("service__type", distinct=True))
    return frozenset(types.filter(types__gte=ENOUGH_TYPES).values_list("commune_id", flat=True))


def communes_with_types(user: User, on: date) -> QuerySet[AdminArea]:
    """Communes within reach that have a service on a day, each with ``types``: of how many types."""
    here = counted_on(on).filter(commune=OuterRef("pk"))
    number = here.order_by().values("commune").annotate(number=Count("service__type", distinct=True)).values("number")
    communes = AdminArea.objects.of_level(AdminArea.COMMUNE).filter(Exists(here))
    within = reach_q(user, Capability.SEE_SERVICES, area="id", own=NOBODY)
    return communes.filter(within).annotate(types=Coalesce(Subquery(number, output_field=IntegerField()), 0))


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune, of how many types it has services, which they are, and whether that is enough."""

    commune: AdminArea
    path: list[str]
    types: list[ServiceType]

    @property
    def is_reached(self) -> bool:
        return len(self.types) >= ENOUGH_TYPES


def commune_rows(communes: Iterable[AdminArea], on: date) -> list[CommuneRow]:
    """Two queries beyond those that fetched the communes."""
    communes = list(communes)
    paths = parts_for({commune.pk for commune in communes})
    covered = counted_on(on).filter(commune__in=communes).order_by("service__type__position", "service__type")
    pairs = list(covered.values_list("commune_id", "service__type").distinct())
    types = ServiceType.objects.in_bulk({key for _commune, key in pairs})
    found: dict[str, list[ServiceType]] = {}
    for commune, key in pairs:
        found.setdefault(commune, []).append(types[key])
    return [CommuneRow(commune, paths[commune.pk], found.get(commune.pk, [])) for commune in communes]
