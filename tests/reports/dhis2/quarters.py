"""A frozen quarter made by hand: numbers of children and of activities in places, and what donors see of them."""

from collections import Counter

from places.codes import lineage
from reports.models import FrozenCell, FrozenQuarter, Indicator, ShownFigure
from reports.showing import shown_figures
from tests.factories.places import make_commune
from tests.factories.reports import make_frozen, make_indicators

PEOPLE, DEEDS, GROUPS = "children_protect", "activities", "clubs_active"


def freeze(
    people: dict[tuple, int] | None = None,
    deeds: dict[tuple, tuple[int, int]] | None = None,
    *,
    quarter: str = "2026Q3",
    version: int = 1,
) -> FrozenQuarter:
    """``people``: (commune, sex, age group, difficulty, part) to the number; ``deeds``: (commune, part) to that of the
    quarter and that up to its end. Each stands in the places above its commune too.
    """
    known = make_indicators()
    rules = {code: f"rule of {code}" for code in (PEOPLE, DEEDS)}
    frozen = make_frozen(quarter=quarter, version=version, rules=rules)
    cells: Counter[tuple] = Counter()
    added: Counter[tuple] = Counter()
    for (commune, *words), number in (people or {}).items():
        _spread(cells, known[PEOPLE], commune, words, number)
    for (commune, part), (new, to_date) in (deeds or {}).items():
        _spread(cells, known[DEEDS], commune, ("", "", "", part), to_date)
        _spread(added, known[DEEDS], commune, ("", "", "", part), new)
    FrozenCell.objects.bulk_create(
        FrozenCell(
            frozen=frozen,
            indicator_id=indicator,
            area=area,
            level=len(lineage(area)) if area else 0,
            sex=sex,
            age_group=age,
            difficulty=difficulty,
            part=part,
            to_date=number,
            value=added[indicator, area, sex, age, difficulty, part],
        )
        for (indicator, area, sex, age, difficulty, part), number in cells.items()
    )
    ShownFigure.objects.bulk_create(shown_figures(frozen))
    return frozen


def _spread(cells: Counter, indicator: Indicator, commune: str, words, number: int) -> None:
    area = make_commune(commune).pk
    for place in ("", *lineage(area)):
        cells[indicator.pk, place, *words] += number
