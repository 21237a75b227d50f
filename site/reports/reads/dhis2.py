"""The codes of DHIS2 as pages and files show them: every number that could be sent, with its code or without."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.refusals import Refusal
from places.models import AdminArea
from places.paths import parts_for

from ..dhis2.cells import Cell, cells_of
from ..dhis2.codes import default_combo
from ..dhis2.gathering import default_unit, problems_of, system_now
from ..models import DhisCode, DhisPlace, DhisSystem, Indicator


@dataclass(frozen=True, slots=True)
class CodedCell:
    """A number of an indicator, and its code if it has one."""

    cell: Cell
    code: DhisCode | None

    @property
    def query(self) -> str:
        return f"?cell={self.cell.key}"


@dataclass(frozen=True, slots=True)
class CodedIndicator:
    indicator: Indicator
    cells: list[CodedCell]

    @property
    def coded(self) -> int:
        return sum(1 for each in self.cells if each.code is not None)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the page of the codes shows."""

    system: DhisSystem
    combo: str
    indicators: list[CodedIndicator]
    problems: list[Refusal]
    places: int

    @property
    def without_code(self) -> list[Indicator]:
        return [row.indicator for row in self.indicators if not row.coded]


def mapping(user: User) -> Mapping:
    """Four questions: the system, the indicators in use, the codes, and how many places have one."""
    system = system_now()
    codes = list(DhisCode.objects.visible_to(user).in_order().select_related("indicator"))
    indicators = Indicator.objects.visible_to(user).active().in_order()
    rows = list(coded_indicators(indicators, codes))
    problems = list(problems_of(system, [code for code in codes if code.indicator.is_active]))
    places = DhisPlace.objects.visible_to(user).count()
    return Mapping(system, default_combo(system.id_scheme), rows, problems, places)


def coded_indicators(indicators: Sequence[Indicator], codes: Sequence[DhisCode]) -> Iterator[CodedIndicator]:
    by_cell: dict[int, dict[tuple[str, str], DhisCode]] = defaultdict(dict)
    for code in codes:
        by_cell[code.indicator_id][code.cell] = code
    for indicator in indicators:
        own = by_cell[indicator.pk]
        cells = [CodedCell(cell, own.get((cell.split, cell.group))) for cell in cells_of(indicator)]
        yield CodedIndicator(indicator, cells)


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A place of ours, how it is sent, and its row if it has one of its own."""

    area: AdminArea
    path: list[str]
    unit: str
    row: DhisPlace | None


def coded_places(areas: Sequence[AdminArea], system: DhisSystem) -> list[CodedPlace]:
    own = {place.area_id: place for place in DhisPlace.objects.filter(area__in=[area.pk for area in areas])}
    paths = parts_for({area.pk for area in areas})
    found = []
    for area in areas:
        row = own.get(area.pk)
        unit = row.org_unit if row else default_unit(area.pk, system.place_scheme)
        found.append(CodedPlace(area, paths[area.pk], unit, row))
    return found
