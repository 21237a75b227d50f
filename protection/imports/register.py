"""What the directory holds about the rows of a file, fetched set by set and never beyond the reader's reach."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from accounts.roles import Capability
from khmertext.folding import fold
from participation.imports.reading import Row
from participation.reach import reaches_area
from places.models import AdminArea

from ..models import Service, ServiceCoverage, ServiceType


@dataclass
class Directory:
    """The part of the directory that a file touches."""

    by: User
    areas: dict[str, AdminArea] = field(default_factory=dict)
    """By code."""
    types: dict[str, ServiceType] = field(default_factory=dict)
    """By folded code or name."""
    by_code: dict[str, Service] = field(default_factory=dict)
    by_name: dict[tuple[int, str, str], Service] = field(default_factory=dict)
    """By type, place and folded name."""
    coverages: dict[tuple[object, str], list[ServiceCoverage]] = field(default_factory=lambda: defaultdict(list))
    """By service and commune."""
    _reached: dict[str, bool] = field(default_factory=dict)

    def reaches(self, area: AdminArea) -> bool:
        if area.pk not in self._reached:
            self._reached[area.pk] = reaches_area(self.by, Capability.MANAGE_SERVICES, area.pk)
        return self._reached[area.pk]


def look_up(rows: Iterable[Row], *, by: User) -> Directory:
    """Everything about the rows in a fixed number of queries."""
    rows = list(rows)
    directory = Directory(by)
    codes = _given(rows, "place_code", "commune_code")
    areas = AdminArea.objects.filter(source__in=AdminArea.current_sources(), code__in=codes, is_active=True)
    directory.areas = {area.code: area for area in areas}
    for type in ServiceType.objects.filter(is_active=True):
        for word in (type.name_en, type.name_km, type.code):
            directory.types[fold(word.replace("_", " "))] = type
    places = {directory.areas[code].pk for code in _given(rows, "place_code") & directory.areas.keys()}
    wanted = Q(code__in=_given(rows, "service_code")) | Q(area__in=places)
    services = Service.objects.editable_by(by).open().filter(wanted).select_related("area", "type").order_by("pk")
    for service in services:
        directory.by_code[service.code] = service
        directory.by_name[service.type_id, service.area_id, fold(service.name_km)] = service
    found = ServiceCoverage.objects.filter(service__in=[service.pk for service in directory.by_code.values()])
    for coverage in found.order_by("began_on"):
        directory.coverages[coverage.service_id, coverage.commune_id].append(coverage)
    return directory


def _given(rows: list[Row], *keys: str) -> set[str]:
    return {str(row.values[key]) for row in rows for key in keys if key in row.values}
