"""Figures of a frozen quarter for those who see no exact number, such as donors.

They see what was reached up to the end of the quarter, in fives and suppressed: in the whole country and in each
province the total with girls, boys and others, in the whole country also ages, difficulties and kinds. Nothing by
project and nothing of one quarter alone: both would be differences of the same people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from people.ages import AgeGroup
from people.models import Difficulty, Sex
from places.models import AdminArea

from .formulas import formula_of
from .formulas.guests import UNDER_18
from .keys import COUNTRY, WHOLE_PROGRAMME
from .models import FrozenCell, FrozenQuarter, Indicator, ShownFigure
from .suppression import FEWEST, Count, Province, Shown, rounded, suppress

GROUPS: dict[str, tuple[str, ...]] = {
    "sex": tuple(Sex.values),
    "age_group": (*AgeGroup.values, UNDER_18),
    "difficulty": tuple(Difficulty.values),
}
"""What a split tells apart, also where there is nobody: a group that is left away would tell that it is empty."""


def shown_figures(frozen: FrozenQuarter) -> list[ShownFigure]:
    """The rows to be kept. Which provinces there are follows from where groups are, and that anybody may know."""
    cells = FrozenCell.objects.filter(frozen=frozen, project=WHOLE_PROGRAMME, level__lte=AdminArea.PROVINCE)
    by_indicator: dict[int, list[tuple]] = defaultdict(list)
    provinces = set()
    for indicator, *told in cells.values_list(
        "indicator_id", "area", "sex", "age_group", "difficulty", "part", "to_date"
    ):
        by_indicator[indicator].append(tuple(told))
        provinces.add(told[0])
    provinces.discard(COUNTRY)
    rows = []
    for indicator in Indicator.objects.filter(code__in=frozen.rules).order_by("pk"):
        own = by_indicator[indicator.pk]
        figures = _of_people if formula_of(indicator).is_of_people else _as_they_are
        for area, split, group, value in figures(indicator, own, sorted(provinces)):
            rows.append(
                ShownFigure(
                    frozen=frozen,
                    indicator=indicator,
                    area=area,
                    split=split,
                    group=group,
                    is_of_people=formula_of(indicator).is_of_people,
                    value=value,
                )
            )
    return rows


def groups_of(indicator: Indicator, split: str) -> Sequence[str]:
    return tuple(formula_of(indicator).parts) if split == "part" else GROUPS[split]


def _as_they_are(indicator: Indicator, cells: list[tuple], provinces: Sequence[str]) -> Iterator[tuple]:
    """Groups, communes and activities name nobody."""
    totals: Counter[str] = Counter()
    for area, *_words, number in cells:
        totals[area] += number
    for area in (COUNTRY, *provinces):
        yield area, "", "", max(totals[area], 0)


def _of_people(indicator: Indicator, cells: list[tuple], provinces: Sequence[str]) -> Iterator[tuple]:
    by_sex: dict[str, Counter[str]] = defaultdict(Counter)
    splits: dict[str, Counter[str]] = defaultdict(Counter)
    for area, sex, age_group, difficulty, part, number in cells:
        by_sex[area][sex] += number
        if area == COUNTRY:
            splits["age_group"][age_group] += number
            splits["difficulty"][difficulty] += number
            splits["part"][part] += number
    counts = {area: _count(by_sex[area]) for area in (COUNTRY, *provinces)}
    # One line of parts below one total: the provinces stand where the public pages have communes.
    line = Province(counts[COUNTRY], {area: counts[area] for area in provinces})
    figures = suppress(counts[COUNTRY], {COUNTRY: line})
    for area in (COUNTRY, *provinces):
        shown = figures.country if area == COUNTRY else figures.communes[area]
        yield area, "", "", shown.children
        if "sex" in indicator.splits:
            yield from _sexes(area, shown)
    for split in indicator.splits:
        if split != "sex":
            groups = groups_of(indicator, split)
            shown_parts = hidden_parts(splits[split], groups, is_shown=figures.country.children is not None)
            for group, value in shown_parts.items():
                yield COUNTRY, split, group, value


def _count(by_sex: Mapping[str, int]) -> Count:
    girls, boys = max(by_sex[Sex.FEMALE], 0), max(by_sex[Sex.MALE], 0)
    return Count(girls, boys, max(sum(by_sex.values()) - girls - boys, 0))


def _sexes(area: str, shown: Shown) -> Iterator[tuple]:
    yield area, "sex", Sex.FEMALE.value, shown.girls
    yield area, "sex", Sex.MALE.value, shown.boys


def hidden_parts(counts: Mapping[str, int], groups: Sequence[str], *, is_shown: bool) -> dict[str, int | None]:
    """The parts of a total in fives; small ones are hidden, never one alone, and never fewer than five people together.

    The next one that is hidden beside them is the next in the list, whatever its number: see ``suppression``.
    """
    hidden = {group for group in groups if counts.get(group, 0) < FEWEST}
    if not is_shown:
        hidden = set(groups)
    for group in groups:
        unknown = sum(counts.get(one, 0) for one in hidden)
        if not hidden or not unknown or len(hidden) > 1 and unknown >= FEWEST:
            break
        hidden.add(group)
    return {group: None if group in hidden else rounded(counts[group]) for group in groups}
