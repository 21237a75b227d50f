"""Figures as tables for a file, in long format: a line for each number, under headings that machines read.

Headings, codes and words are the same in every language and every year, so that a frozen quarter is the same file
whenever it is taken.
"""

from collections.abc import Iterator

from django.db.models import Q

from accounts.downloads.tables import Line, Table
from accounts.models import User
from participation.models import HeadCount
from places.codes import split_id
from places.models import AdminArea

from .formulas import formula_of
from .formulas.kinds import FactFormula, StepFormula
from .models import FrozenCell, FrozenQuarter, Indicator, KeptCell, ShownFigure
from .reads.board import Asked

HEADINGS = (
    *("indicator", "period", "area_code", "sex", "age_group", "disability", "kind", "project"),
    *("measure", "value", "to_date", "basis", "source", "sdg", "donor_codes"),
)


def live_table(asked: Asked, indicators: list[Indicator], *, user: User) -> Table:
    """Every kept cell of a place up to a quarter: of communes, and of larger places what was entered for them."""
    known = {indicator.pk: indicator for indicator in indicators}
    cells = KeptCell.objects.visible_to(user).filter(_finest(), indicator__in=known, project=asked.project_key)
    cells = cells.within(asked.area).filter(quarter__lte=str(asked.quarter))

    def lines(batch: list[KeptCell]) -> Iterator[Line]:
        for cell in batch:
            indicator = known[cell.indicator_id]
            words = (cell.sex, cell.age_group, cell.difficulty, cell.part, cell.project)
            numbers = (indicator.measure, cell.value, None, basis_of(indicator, cell.part), indicator.kept_rule)
            yield (indicator.code, cell.quarter, code_of(cell.area), *words, *numbers, *_columns(indicator))

    records = cells.order_by("indicator__position", "quarter", "area", "pk")
    return Table("targets", HEADINGS, records, lines)


def frozen_table(frozen: FrozenQuarter, *, user: User) -> Table:
    """Every cell of a frozen quarter, as it was frozen."""
    known = {one.pk: one for one in Indicator.objects.filter(code__in=frozen.rules)}
    cells = FrozenCell.objects.visible_to(user).filter(_finest(), frozen=frozen)
    source = f"v{frozen.version} {frozen.frozen_at:%Y-%m-%d}"

    def lines(batch: list[FrozenCell]) -> Iterator[Line]:
        for cell in batch:
            indicator = known[cell.indicator_id]
            words = (cell.sex, cell.age_group, cell.difficulty, cell.part, cell.project)
            told = f"{source} {frozen.rules[indicator.code]}"
            numbers = (indicator.measure, cell.value, cell.to_date, basis_of(indicator, cell.part), told)
            yield (indicator.code, frozen.quarter, code_of(cell.area), *words, *numbers, *_columns(indicator))

    return Table(f"targets-{frozen.quarter}-v{frozen.version}", HEADINGS, cells.order_by("pk"), lines)


def shown_table(frozen: FrozenQuarter, *, user: User) -> Table:
    """What donors see of a frozen quarter; a hidden number is an empty cell and says so."""
    known = {one.pk: one for one in Indicator.objects.filter(code__in=frozen.rules)}
    figures = ShownFigure.objects.visible_to(user).filter(frozen=frozen)
    source = f"v{frozen.version} {frozen.frozen_at:%Y-%m-%d}"

    def lines(batch: list[ShownFigure]) -> Iterator[Line]:
        for one in batch:
            indicator = known[one.indicator_id]
            words = [one.group if one.split == split else "" for split in ("sex", "age_group", "difficulty", "part")]
            basis = "hidden" if one.value is None else "rounded" if one.is_of_people else "computed"
            numbers = (indicator.measure, None, one.value, basis, source)
            yield (indicator.code, frozen.quarter, code_of(one.area), *words, "", *numbers, *_columns(indicator))

    return Table(f"targets-{frozen.quarter}-v{frozen.version}", HEADINGS, figures.order_by("pk"), lines)


def _finest() -> Q:
    """Cells that no other cell of the file holds within it: communes, and surveys in whatever place they were held."""
    return Q(level=AdminArea.COMMUNE) | Q(indicator__measure=Indicator.Measure.ENTERED)


def basis_of(indicator: Indicator, part: str) -> str:
    """How the number came about: computed from the register, counted or estimated by heads, or found by a survey."""
    if indicator.measure == Indicator.Measure.ENTERED:
        return "survey"
    if isinstance(formula_of(indicator), FactFormula | StepFormula) and part in HeadCount.Basis.values:
        return part
    return "computed"


def code_of(area: str) -> str:
    """The official code; nothing for the whole country."""
    return split_id(area)[1] if area else ""


def _columns(indicator: Indicator) -> tuple[str, str]:
    donors = ", ".join(f"{donor}: {code}" for donor, code in sorted(indicator.donor_codes.items()))
    return " ".join(indicator.sdg), donors
