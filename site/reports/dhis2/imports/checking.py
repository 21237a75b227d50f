"""Each row against the codes that are kept and against the rows before it: new, changed, here already, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from khmertext.folding import fold
from participation.imports.findings import NEEDED
from participation.imports.reading import Row
from participation.models import ImportedRow
from places.models import AdminArea

from ...actions.dhis2 import judge_number, judge_place
from ...models import DhisCode, DhisPlace, Indicator
from ...reads.dhis2 import coded_places
from ...scopes import keeps_the_programme
from ...words import HEADS, words_of
from ..cells import TOTAL, cells_of
from ..gathering import system_now

State = ImportedRow.State
NOT_YOURS = _("Codes are kept by who keeps targets in the whole country.")
TWICE = _("Row %(row)s is about the same.")
TAKEN = _("Row %(row)s has the same data element and combination.")
TOTALS = frozenset(map(fold, ("total", "សរុប", "")))


@dataclass(slots=True)
class Finding:
    """A row, what is wrong with it, and what it would do."""

    row: Row
    problems: dict[str, str]
    found: Model | None = None
    """What is kept already."""
    made: Model | None = None
    """What will be kept: the same record, or a new one, with the codes in ``after``."""
    after: dict[str, str] = field(default_factory=dict)
    is_known: bool = False
    doubts: dict[str, str] = field(default_factory=dict)
    likes: list = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.problems:
            return State.REFUSED
        if self.is_known:
            return State.KNOWN
        return State.CHANGED if self.found else State.NEW

    def refuse(self, column: str, sentence: str | Promise, **params: object) -> None:
        """The first thing wrong with a cell is the one that is said."""
        self.problems.setdefault(column, str(sentence) % params if params else str(sentence))


class CodeChecker:
    """Looks at rows that say what numbers are called there."""

    def __init__(self, by: User) -> None:
        self.is_keeper = keeps_the_programme(by)
        self.cells: dict[tuple[int, str, str], int] = {}
        self.elements: dict[tuple[str, str], int] = {}

    def findings(self, rows: Sequence[Row], decisions: Mapping) -> list[Finding]:
        """Nothing is decided here by people: ``decisions`` stays empty."""
        indicators = {}
        for indicator in Indicator.objects.active().select_related("topic"):
            for word in (indicator.code, indicator.name_km, indicator.name_en):
                indicators[fold(word)] = indicator
        kept = {(code.indicator_id, *code.cell): code for code in DhisCode.objects.select_related("indicator")}
        return [self._finding(row, indicators, kept) for row in rows]

    def _finding(self, row: Row, indicators: dict[str, Indicator], kept: dict[tuple, DhisCode]) -> Finding:
        found, values = Finding(row, dict(row.problems)), row.values
        if not self.is_keeper:
            found.refuse("indicator", NOT_YOURS)
        indicator = indicators.get(fold(str(values.get("indicator", ""))))
        if indicator is None:
            found.refuse("indicator", _("No indicator in use has this code.") if "indicator" in values else NEEDED)
            return found
        cell = self._cell(found, indicator)
        if "data_element" not in values:
            found.is_known = True
            if "option_combo" in values:
                found.refuse("data_element", NEEDED)
            return found
        if cell is None or found.problems:
            return found
        self._compare(found, indicator, cell, kept.get((indicator.pk, *cell)))
        return found

    def _cell(self, found: Finding, indicator: Indicator) -> tuple[str, str] | None:
        breakdown, group = (fold(str(found.row.values.get(name, ""))) for name in ("breakdown", "group"))
        if breakdown in TOTALS and not group:
            return TOTAL
        splits = {split for split, words in _split_words().items() if breakdown in words}
        if breakdown and not splits:
            found.refuse("breakdown", _("Write total, sex, age_group, difficulty or part."))
            return None
        if not group:
            found.refuse("group", NEEDED)
            return None
        for cell in cells_of(indicator):
            if cell.split in splits and group in _group_words(indicator, cell.split, cell.group):
                return cell.split, cell.group
        found.refuse("group" if splits else "breakdown", _("This indicator has no such group."))
        return None

    def _compare(self, found: Finding, indicator: Indicator, cell: tuple[str, str], code: DhisCode | None) -> None:
        values, number = found.row.values, found.row.number
        told = {"data_element": values["data_element"], "option_combo": values.get("option_combo", "")}
        told["counts"] = values.get("counts", DhisCode.Counts.TO_DATE.value)
        if (row := self.cells.setdefault((indicator.pk, *cell), number)) != number:
            found.refuse("group", TWICE, row=row)
        if (row := self.elements.setdefault((told["data_element"], told["option_combo"]), number)) != number:
            found.refuse("data_element", TAKEN, row=row)
        try:
            judge_number(indicator, cell, told["data_element"], told["option_combo"], counts=told["counts"])
        except ValidationError as refusal:
            found.refuse("counts" if "counts" in getattr(refusal, "error_dict", {}) else "data_element", _said(refusal))
        found.found = code
        found.is_known = code is not None and all(getattr(code, name) == value for name, value in told.items())
        split, group = cell
        found.made = code or DhisCode(indicator=indicator, split=split, group=group)
        found.after = told


class PlaceChecker:
    """Looks at rows that say what places are called there."""

    def __init__(self, by: User) -> None:
        self.is_keeper = keeps_the_programme(by)
        self.places: dict[str, int] = {}
        self.units: dict[str, int] = {}

    def findings(self, rows: Sequence[Row], decisions: Mapping) -> list[Finding]:
        """Nothing is decided here by people: ``decisions`` stays empty."""
        codes = {str(row.values["place_code"]) for row in rows if "place_code" in row.values}
        areas = list(AdminArea.objects.current().filter(code__in=codes))
        sent = {each.area.code: each for each in coded_places(areas, system_now())}
        return [self._finding(row, sent) for row in rows]

    def _finding(self, row: Row, sent: dict) -> Finding:
        found, values, number = Finding(row, dict(row.problems)), row.values, row.number
        if not self.is_keeper:
            found.refuse("place_code", NOT_YOURS)
        place = sent.get(str(values.get("place_code", "")))
        if place is None:
            found.refuse("place_code", _("No place has this code.") if "place_code" in values else NEEDED)
            return found
        if "org_unit" not in values:
            found.is_known = True
            return found
        unit = str(values["org_unit"])
        if (row_of := self.places.setdefault(place.area.pk, number)) != number:
            found.refuse("place_code", TWICE, row=row_of)
        if (row_of := self.units.setdefault(unit, number)) != number:
            found.refuse("org_unit", TWICE, row=row_of)
        try:
            judge_place(place.area, unit)
        except ValidationError as refusal:
            found.refuse("org_unit", _said(refusal))
        found.found, found.is_known = place.row, place.unit == unit
        found.made = place.row or DhisPlace(area=place.area)
        found.after = {"org_unit": unit}
        return found


def _said(refusal: ValidationError) -> str:
    return " ".join(refusal.messages)


def _split_words() -> dict[str, set[str]]:
    """How each split may be written: its key, and its heading in both languages."""
    found = {split: {fold(split), fold(split.replace("_", " "))} for split in HEADS}
    for language in ("km", "en"):
        with override(language):
            for split, head in HEADS.items():
                found[split].add(fold(str(head)))
    return found


def _group_words(indicator: Indicator, split: str, group: str) -> set[str]:
    found = {fold(group)}
    for language in ("km", "en"):
        with override(language):
            found.add(fold(str(words_of(indicator, split).get(group, group))))
    return found
