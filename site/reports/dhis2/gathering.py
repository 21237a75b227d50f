"""The values of a frozen quarter as DHIS2 takes them, and what stands in the way of sending them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from accounts.refusals import Refusal
from places.codes import split_id
from places.paths import SEPARATOR, parts_for

from ..formulas import formula_of
from ..keys import WHOLE_PROGRAMME
from ..models import DhisCode, DhisPlace, DhisSystem, FrozenCell, FrozenQuarter, Indicator, ShownFigure
from ..quarters import Quarter
from ..refusals import (
    CodesOfTheOtherKind,
    MixedOnOneElement,
    NoDataSet,
    NothingToSend,
    TwoOnOneElement,
    TwoPlacesOnOneUnit,
)
from ..words import HEADS, word
from .cells import TOTAL, cells_of, counted_as
from .codes import Scheme, default_combo, is_code
from .withholding import Asked, Number, places_by_level, shown_of_people

WORDS = ("sex", "age_group", "difficulty", "part")
OF_QUARTER = DhisCode.Counts.IN_QUARTER


@dataclass(frozen=True, slots=True)
class DataValue:
    """One value: what is counted, where, told apart how, and how many."""

    data_element: str
    org_unit: str
    option_combo: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the quarter in the preview."""

    indicator: Indicator
    sent: int
    withheld: int
    codes: int
    cells: int

    @property
    def unmapped(self) -> int:
        return max(self.cells - self.codes, 0)


@dataclass(slots=True)
class Gathered:
    """What would be sent of a version of a quarter, value by value in the order of the places."""

    frozen: FrozenQuarter
    system: DhisSystem
    values: list[DataValue] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unknown_places: list[str] = field(default_factory=list)
    """Ids of places that have no organisation unit."""
    problems: list[Refusal] = field(default_factory=list)
    places: int = 0

    @property
    def quarter(self) -> Quarter:
        return Quarter.read(self.frozen.quarter)

    @property
    def withheld(self) -> int:
        return sum(line.withheld for line in self.lines)

    @property
    def comment(self) -> str:
        """Stands with each value, so that what another system holds can be explained: ``2026Q3 v2``."""
        return f"{self.frozen.quarter} v{self.frozen.version}"

    @property
    def without_code(self) -> list[Line]:
        return [line for line in self.lines if not line.codes]

    def refuse_problems(self) -> None:
        """Nothing is sent as long as anything is ambiguous; the first problem is the one that is said."""
        for problem in self.problems:
            raise problem


def system_now() -> DhisSystem:
    return DhisSystem.objects.first() or DhisSystem()


def gather(frozen: FrozenQuarter) -> Gathered:
    """All of it in eight questions, however many places there are."""
    system = system_now()
    indicators = list(Indicator.objects.filter(code__in=frozen.rules).in_order())
    codes = list(DhisCode.objects.filter(indicator__in=indicators).in_order().select_related("indicator"))
    found = Gathered(frozen, system)
    by_indicator: dict[int, list[DhisCode]] = defaultdict(list)
    for code in codes:
        by_indicator[code.indicator_id].append(code)
    seen = FrozenCell.objects.filter(frozen=frozen, project=WHOLE_PROGRAMME, level__range=(1, system.level))
    places = places_by_level(seen.order_by().values_list("area", flat=True).distinct())
    units = _units(found, places.get(system.level, []))
    numbers = _numbers(frozen, system, by_indicator, places)
    values: dict[str, list[DataValue]] = defaultdict(list)
    for indicator in indicators:
        own, sent, withheld = by_indicator[indicator.pk], 0, 0
        for code in own:
            for place, unit in units.items():
                value = numbers[indicator.pk, code.counts].get((place, *code.cell))
                if value is None:
                    withheld += 1
                    continue
                combo = code.option_combo or default_combo(system.id_scheme)
                values[place].append(DataValue(code.data_element, unit, combo, value))
                sent += 1
        found.lines.append(Line(indicator, sent, withheld, len(own), len(list(cells_of(indicator)))))
    found.values = [value for place in units for value in values[place]]
    found.problems += list(problems_of(system, codes))
    if not found.problems and not found.values:
        found.problems.append(NothingToSend())
    return found


def problems_of(system: DhisSystem, codes: Iterable[DhisCode]) -> Iterator[Refusal]:
    """What is ambiguous or wrong in the codes themselves, whatever the numbers are."""
    if not system.data_set:
        yield NoDataSet()
    for code in (system.data_set, system.attribute_option_combo):
        if code and not is_code(code, system.id_scheme):
            yield CodesOfTheOtherKind(code=code)
    taken: dict[tuple[str, str], DhisCode] = {}
    first: dict[str, DhisCode] = {}
    for code in codes:
        if not code.fits(system.id_scheme):
            wrong = [
                one for one in (code.data_element, code.option_combo) if one and not is_code(one, system.id_scheme)
            ]
            yield CodesOfTheOtherKind(code=wrong[0])
        combo = code.option_combo or default_combo(system.id_scheme)
        other = taken.setdefault((code.data_element, combo), code)
        if other is not code:
            yield TwoOnOneElement(one=name_of(other), other=name_of(code), code=f"{code.data_element} · {combo}")
            continue
        other = first.setdefault(code.data_element, code)
        if _kind(other) != _kind(code):
            yield MixedOnOneElement(one=name_of(other), other=name_of(code), code=code.data_element)


def name_of(code: DhisCode) -> str:
    """The number in words: an indicator, and the group of a split."""
    if not code.split:
        return code.indicator.name
    return f"{code.indicator.name} ({HEADS[code.split]}: {word(code.indicator, code.split, code.group)})"


def _kind(code: DhisCode) -> tuple[str, ...]:
    """What may stand below one data element, whose parts DHIS2 adds up."""
    return *counted_as(code.indicator), code.split, code.counts


def _units(found: Gathered, places: list[str]) -> dict[str, str]:
    """The organisation unit of each place; without a row of its own the official code, where codes name places."""
    own = dict(DhisPlace.objects.filter(area__in=places).values_list("area", "org_unit"))
    scheme, units = found.system.place_scheme, {}
    taken: dict[str, str] = {}
    same: list[tuple[str, str, str]] = []
    for place in places:
        unit = own.get(place) or default_unit(place, scheme)
        if not unit:
            found.unknown_places.append(place)
            continue
        if not is_code(unit, scheme):
            found.problems.append(CodesOfTheOtherKind(code=unit))
        if (first := taken.setdefault(unit, place)) != place:
            same.append((unit, first, place))
        units[place] = unit
    paths = parts_for({place for _unit, *both in same for place in both}) if same else {}
    for unit, *both in same:
        one, other = (SEPARATOR.join(paths.get(place, [])) or place for place in both)
        found.problems.append(TwoPlacesOnOneUnit(code=unit, one=one, other=other))
    found.places = len(units)
    return units


def default_unit(place: str, scheme: str) -> str:
    """Where codes name places, the official code of a place; else it has no unit until somebody says which."""
    return split_id(place)[1] if scheme == Scheme.CODE else ""


def _numbers(
    frozen: FrozenQuarter, system: DhisSystem, codes: Mapping[int, list[DhisCode]], places: Mapping[int, list[str]]
) -> dict[tuple[int, str], Mapping[Number, int | None]]:
    """Of each indicator with a code the numbers that may be sent, by what is counted."""
    to_date, new = _counted(frozen, system.level, list(codes))
    donors: dict[int, dict[Number, int | None]] = defaultdict(dict)
    figures = ShownFigure.objects.filter(frozen=frozen, indicator__in=list(codes))
    for pk, *number, value in figures.values_list("indicator", "area", "split", "group", "value"):
        donors[pk][tuple(number)] = value
    found: dict[tuple[int, str], Mapping[Number, int | None]] = {}
    for pk, own in codes.items():
        indicator = own[0].indicator
        if formula_of(indicator).is_of_people:
            groups = {
                split: tuple(cell.group for cell in cells_of(indicator) if cell.split == split)
                for split in indicator.splits
                if split != "sex"
            }
            asked = Asked(to_date[pk], places, groups, system.level)
            found[pk, DhisCode.Counts.TO_DATE] = shown_of_people(asked, donors[pk])
            found[pk, OF_QUARTER] = {}
        else:
            cells = [code.cell for code in own]
            for counts, numbers in ((DhisCode.Counts.TO_DATE, to_date[pk]), (OF_QUARTER, new[pk])):
                found[pk, counts] = {
                    (place, *cell): max(numbers[place, *cell], 0)
                    for place in places.get(system.level, ())
                    for cell in cells
                }
    return found


def _counted(frozen: FrozenQuarter, level: int, indicators: list[int]) -> tuple[dict, dict]:
    """Exact numbers by indicator and number: up to the end of the quarter, and in it."""
    to_date: dict[int, Counter[Number]] = defaultdict(Counter)
    new: dict[int, Counter[Number]] = defaultdict(Counter)
    cells = FrozenCell.objects.filter(frozen=frozen, project=WHOLE_PROGRAMME, level__lte=level)
    rows = cells.filter(indicator__in=indicators).values_list("indicator", "area", *WORDS, "to_date", "value")
    for pk, area, *words, reached, added in rows.iterator(chunk_size=5000):
        for cell in (TOTAL, *((split, group) for split, group in zip(WORDS, words, strict=True) if group)):
            to_date[pk][area, *cell] += reached
            new[pk][area, *cell] += added
    return to_date, new


def all_unmapped() -> list[str]:
    """Names of the indicators in use of which no number has a code."""
    rows = Indicator.objects.active().in_order().exclude(pk__in=DhisCode.objects.values("indicator"))
    return [row.name for row in rows]
