"""The page of case systems: what each type of service is called there, and which list of places is followed."""

from collections.abc import Iterable
from dataclasses import dataclass

from places.paths import parts_for

from ..exchange.codes import list_of
from ..models import ExchangePlace, ExchangeSystem, ServiceType, ServiceTypeCode


@dataclass(frozen=True, slots=True)
class CodedType:
    """A type of ours and its row in a system, if it has one."""

    type: ServiceType
    row: ServiceTypeCode | None


@dataclass(frozen=True, slots=True)
class SystemRows:
    """A case system as the page shows it."""

    key: str
    name: str
    source: str
    types: list[CodedType]

    @property
    def without_code(self) -> int:
        return sum(1 for each in self.types if each.row is None)

    @property
    def edit_url_name(self) -> str:
        return f"services:{self.key}_code"

    @property
    def source_url_name(self) -> str:
        return f"services:{self.key}_source"


def system_rows() -> list[SystemRows]:
    """Both systems with the types in use: a fixed number of questions."""
    types = list(ServiceType.objects.filter(is_active=True).order_by("position", "pk"))
    known = {(row.type_id, row.system): row for row in ServiceTypeCode.objects.filter(type__in=types)}
    return [
        SystemRows(
            system.value,
            str(system.label),
            list_of(system),
            [CodedType(type, known.get((type.pk, system.value))) for type in types],
        )
        for system in ExchangeSystem
    ]


@dataclass(frozen=True, slots=True)
class CodedPlace:
    row: ExchangePlace
    path: list[str]


def coded_places(rows: Iterable[ExchangePlace]) -> list[CodedPlace]:
    """Places with a code of their own, and their paths: one question for the paths."""
    rows = list(rows)
    paths = parts_for({row.area_id for row in rows})
    return [CodedPlace(row, paths[row.area_id]) for row in rows]
