"""What readers see of services: by commune, only what is checked and not faded, in a child's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef

from places.models import AdminArea
from places.paths import name, path_parts

from ..models import Service, ServiceCoverage, ServiceType
from ..models.service import ServiceQuerySet


@dataclass(frozen=True, slots=True)
class Place:
    """A province, district or commune as a reader sees it."""

    pk: str
    name: str


@dataclass(frozen=True, slots=True)
class District:
    """A district with its communes that have a service."""

    name: str
    communes: list[Place]


@dataclass(frozen=True, slots=True)
class Kind:
    """The services of one type in a commune, under what they do for a child."""

    type: ServiceType
    services: list[Service]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune with what helps there."""

    area: AdminArea
    kinds: list[Kind]

    @property
    def name(self) -> str:
        return name(self.area)

    @property
    def above(self) -> list[str]:
        """From the province to the district."""
        return path_parts(self.area)[:-1]


def _shown_in_communes(on: date):
    """Coverages of today by services that readers see."""
    shown = Service.objects.public(on).filter(pk=OuterRef("service"))
    return ServiceCoverage.objects.current(on).filter(Exists(shown))


def provinces_with_services(on: date) -> list[Place]:
    communes = set(_shown_in_communes(on).values_list("commune__parent__parent", flat=True).distinct())
    found = AdminArea.objects.filter(pk__in=communes).order_by("pk")
    return [Place(area.pk, name(area)) for area in found]


def districts_with_services(province: str, on: date) -> tuple[AdminArea | None, list[District]]:
    """The communes of a province that have a service, by district; the province is ``None`` where there is none."""
    covered = _shown_in_communes(on).filter(commune=OuterRef("pk"))
    inside = AdminArea.objects.current().of_level(AdminArea.COMMUNE).within(province).filter(Exists(covered))
    communes = list(inside.select_related("parent__parent").order_by("pk"))
    if not communes or communes[0].parent.parent_id != province:
        return None, []
    by_district = groupby(communes, key=lambda commune: commune.parent)
    return communes[0].parent.parent, [
        District(name(district), [Place(each.pk, name(each)) for each in inside]) for district, inside in by_district
    ]


def commune_of(pk: str, on: date) -> Commune | None:
    """A commune of the list in use, with or without services: paper that leads there may outlive them."""
    found = AdminArea.objects.current().of_level(AdminArea.COMMUNE).select_related("parent__parent").filter(pk=pk)
    area = found.first()
    if area is None:
        return None
    return Commune(area, _by_kind(_shown_in(pk, on).select_related("type")))


def told_in(pk: str, on: date) -> tuple:
    """Everything that the page of a commune tells of services: whoever keeps the page sees by it when it changed."""
    shown = _shown_in(pk, on)
    names = [field.attname for field in Service._meta.concrete_fields]
    of_type = [f"type__{field.attname}" for field in ServiceType._meta.concrete_fields]
    return tuple(shown.values_list(*names, *of_type))


def _shown_in(pk: str, on: date) -> ServiceQuerySet:
    """What readers see of a commune, by type."""
    covering = ServiceCoverage.objects.current(on).filter(commune=pk, service=OuterRef("pk"))
    services = Service.objects.public(on).filter(Exists(covering))
    return services.order_by("type__position", "type", "name_key", "pk")


def _by_kind(services: Iterable[Service]) -> list[Kind]:
    return [Kind(type, list(own)) for type, own in groupby(services, key=lambda service: service.type)]
