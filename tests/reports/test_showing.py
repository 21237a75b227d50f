"""What donors see gives away no cell under five: by no page, split or file, nor by two quarters or versions."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Indicator
from reports.showing import _of_people, hidden_parts
from reports.suppression import FEWEST, STEP, rounded
from tests.reports.attacking import Attack

pytestmark = pytest.mark.once

SEXES = ("female", "male", "other")
AGES = ("0_5", "6_9", "10_14", "15_17", "18_24", "25_up", "unknown", "under_18")
PROVINCES = ("mef05", "mef16", "mef17")
INDICATOR = Indicator(code="children", formula="children_at_sessions", splits=["sex", "age_group", "difficulty"])
DIFFICULTIES = ("yes", "no", "not_asked")

type People = Counter[tuple[str, str, str, str]]
"""How many of a province, sex, age group and difficulty."""

groups = st.tuples(
    st.sampled_from(PROVINCES), st.sampled_from(SEXES), st.sampled_from(AGES[:4]), st.sampled_from(DIFFICULTIES)
)
programmes = st.dictionaries(groups, st.integers(1, 30), max_size=14).map(Counter)


def cells_of(people: People) -> list[tuple]:
    found: Counter = Counter()
    for (province, *words), number in people.items():
        found[province, *words, "club"] += number
        found["", *words, "club"] += number
    return [(*cell, number) for cell, number in found.items()]


def shown(people: People) -> dict[tuple, int | None]:
    """By place, split and group."""
    return {tuple(row[:-1]): row[-1] for row in _of_people(INDICATOR, cells_of(people), PROVINCES)}


def carelessly(people: People) -> dict[tuple, int | None]:
    """The planted leak: small numbers are hidden, and that is all."""
    return {cell: number if number >= FEWEST else None for cell, number in exact(people).items()}


def exact(people: People) -> dict[tuple, int]:
    found: Counter = Counter(dict.fromkeys(all_cells(), 0))
    for (province, sex, age, difficulty), number in people.items():
        for place in ("", province):
            found[place, "", ""] += number
            found[place, "sex", sex] += number
        found["", "age_group", age] += number
        found["", "difficulty", difficulty] += number
    return dict(found)


def all_cells() -> Iterator[tuple]:
    for place in ("", *PROVINCES):
        yield place, "", ""
        for sex in SEXES:
            yield place, "sex", sex
    for split, known in (("age_group", AGES), ("difficulty", DIFFICULTIES)):
        for group in known:
            yield "", split, group


def attack(versions: list[dict[tuple, int | None]], *, in_fives: bool = True) -> Attack:
    """All that follows from these figures together: sums within each, and what was added from one to the next."""
    spy = Attack()
    for turn, figures in enumerate(versions):
        for cell in all_cells():
            spy.see((turn, *cell), figures.get(cell), in_fives=in_fives)
        spy.adds_up((turn, "", "", ""), [(turn, place, "", "") for place in PROVINCES])
        for place in ("", *PROVINCES):
            spy.adds_up((turn, place, "", ""), [(turn, place, "sex", sex) for sex in SEXES])
        for sex in SEXES:
            spy.adds_up((turn, "", "sex", sex), [(turn, place, "sex", sex) for place in PROVINCES])
        for split, known in (("age_group", AGES), ("difficulty", DIFFICULTIES)):
            spy.adds_up((turn, "", "", ""), [(turn, "", split, group) for group in known])
        if turn:
            for cell in all_cells():
                spy.adds_up((turn, *cell), [(turn - 1, *cell), ("added", turn, *cell)])
    return spy


def truth(versions: list[People]) -> dict[tuple, int]:
    found: dict[tuple, int] = {}
    before: dict[tuple, int] = {}
    for turn, people in enumerate(versions):
        now = exact(people)
        found |= {(turn, *cell): number for cell, number in now.items()}
        if turn:
            found |= {("added", turn, *cell): number - before[cell] for cell, number in now.items()}
        before = now
    return found


@given(programmes, programmes, programmes)
def test_no_page_split_or_difference_of_two_dates_tells_of_a_cell_under_five(first, more, last):
    versions = [first, first + more, first + more + last]
    assert attack([shown(people) for people in versions]).found(truth(versions)) == []


def test_the_attack_finds_a_small_cell_that_was_only_hidden():
    numbers = {"mef05": 9, "mef16": 3, "mef17": 8}
    people = Counter({(province, "female", "10_14", "no"): number for province, number in numbers.items()})
    found = attack([carelessly(people)], in_fives=False).found(truth([people]))
    assert (0, "mef16", "", "") in found
    assert attack([shown(people)]).found(truth([people])) == []


def test_the_attack_finds_who_was_added_between_two_dates():
    before = Counter({("mef05", "female", "10_14", "no"): 20})
    after = before + Counter({("mef05", "female", "10_14", "no"): 1})
    found = attack([carelessly(before), carelessly(after)], in_fives=False).found(truth([before, after]))
    assert ("added", 1, "mef05", "", "") in found
    assert attack([shown(before), shown(after)]).found(truth([before, after])) == []


@given(programmes)
def test_all_is_in_fives_and_nothing_below_five(people):
    for cell, number in shown(people).items():
        assert number is None or number >= FEWEST and number % STEP == 0
        assert number is None or abs(number - exact(people)[cell]) <= STEP // 2


@given(programmes, groups)
def test_one_more_child_moves_a_figure_by_nothing_or_by_a_step(people, group):
    before, after = shown(people), shown(people + Counter({group: 1}))
    for cell, number in before.items():
        assert None in (number, after[cell]) or after[cell] - number in (0, STEP)


# --- parts of a total ------------------------------------------------------------------------------------------------
def test_a_part_is_never_hidden_alone():
    parts = hidden_parts({"a": 3, "b": 40, "c": 12}, ("a", "b", "c"), is_shown=True)
    assert parts == {"a": None, "b": None, "c": 10}


def test_parts_of_a_hidden_total_are_hidden():
    assert hidden_parts({"a": 3, "b": 1}, ("a", "b"), is_shown=False) == {"a": None, "b": None}


def test_groups_that_nobody_is_in_look_as_those_of_a_few():
    parts = hidden_parts({"a": 8, "c": 12}, ("a", "b", "c"), is_shown=True)
    assert parts == {"a": rounded(8), "b": None, "c": rounded(12)}
