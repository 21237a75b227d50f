"""Suppression: no count from one to four, nothing that subtraction gives away; one child more moves a step at most."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.suppression import FEWEST, STEP, Count, Figures, Province, Shown, rounded, suppress

pytestmark = pytest.mark.once

type Table = dict[str, dict[str, Count]]
"""Provinces, and in each of them the exact counts of its communes."""

counts = st.builds(
    Count,
    girls=st.integers(0, 14),
    boys=st.integers(0, 14),
    others=st.sampled_from((0, 0, 0, 0, 1, 2, 6)),
)
tables = st.lists(st.lists(counts, min_size=1, max_size=5), min_size=1, max_size=4).map(
    lambda country: {
        f"p{number}": {f"p{number}c{turn}": count for turn, count in enumerate(communes)}
        for number, communes in enumerate(country)
    }
)


def total(several) -> Count:
    return sum(several, Count())


def published(table: Table) -> Figures:
    provinces = {key: Province(total(communes.values()), communes) for key, communes in table.items()}
    return suppress(total(province.total for province in provinces.values()), provinces)


def rows(figures: Figures) -> dict[str | None, Shown]:
    return {None: figures.country, **figures.provinces, **figures.communes}


def numbers(shown: Shown) -> tuple[int | None, ...]:
    return shown.children, shown.girls, shown.boys


def lines(table: Table) -> Iterator[tuple[str | None, list[str]]]:
    """Each total with the places that add up to it."""
    yield None, list(table)
    for key, communes in table.items():
        yield key, list(communes)


def exact(table: Table) -> dict[str | None, Count]:
    found = {key: total(communes.values()) for key, communes in table.items()}
    return {
        None: total(found.values()),
        **found,
        **{key: each for inside in table.values() for key, each in inside.items()},
    }


@given(tables)
def test_nothing_shown_is_below_five_and_all_is_in_fives(table):
    for key, shown in rows(published(table)).items():
        count = exact(table)[key]
        for number, true in zip(numbers(shown), (count.children, count.girls, count.boys), strict=True):
            assert number is None or (number >= FEWEST and number % STEP == 0 and true >= FEWEST)
            assert number is None or abs(number - true) <= STEP // 2


@given(tables)
def test_no_place_is_hidden_alone_beside_a_total(table):
    figures = rows(published(table))
    for whole, parts in lines(table):
        for measure in ("children", "girls", "boys"):
            if getattr(figures[whole], measure) is None:
                continue
            hidden = [key for key in parts if getattr(figures[key], measure) is None]
            assert len(hidden) != 1, (whole, measure)
            unknown = sum(getattr(exact(table)[key], measure) for key in hidden)
            assert not hidden or unknown >= FEWEST, (whole, measure)


@given(tables)
def test_a_hidden_total_cannot_be_added_up(table):
    figures = rows(published(table))
    for whole, parts in lines(table):
        if whole is not None and figures[whole].children is None:
            assert [key for key in parts if figures[key].children is None]


@given(tables)
def test_girls_and_boys_are_shown_together_and_never_without_their_total(table):
    for shown in rows(published(table)).values():
        assert (shown.girls is None) == (shown.boys is None)
        assert shown.girls is None or shown.children is not None


@given(tables, st.data())
def test_one_child_more_changes_a_figure_by_nothing_or_by_a_step(table, data):
    province = data.draw(st.sampled_from(sorted(table)))
    commune = data.draw(st.sampled_from(sorted(table[province])))
    child = data.draw(st.sampled_from((Count(girls=1), Count(boys=1), Count(others=1))))
    more = {**table, province: {**table[province], commune: table[province][commune] + child}}
    before, after = rows(published(table)), rows(published(more))
    for key in before:
        for old, new in zip(numbers(before[key]), numbers(after[key]), strict=True):
            assert old is None or new is None or new - old in (0, STEP)
        if key not in (None, province, commune) and None not in (before[key].children, after[key].children):
            assert before[key].children == after[key].children


# --- nothing can be computed back -------------------------------------------------------------------------------------
UNITS = (Count(girls=1), Count(boys=1), Count(others=1))


def parts(count: Count) -> tuple[int, int, int]:
    return count.girls, count.boys, count.others


def moved(table: Table, commune: str, come: Count, gone: Count) -> Table | None:
    """The table with these children more and those fewer in a commune; none where a count would be below nothing."""
    inside = table[commune.split("c")[0]]
    after = Count(
        *(a + b - c for a, b, c in zip(*map(parts, (inside[commune], come, gone)), strict=True)),
    )
    if min(parts(after)) < 0:
        return None
    return {**table, commune.split("c")[0]: {**inside, commune: after}}


NOBODY = Count()
STEPS = [(unit, NOBODY) for unit in UNITS] + [(NOBODY, unit) for unit in UNITS]
EXCHANGES = [(come, gone) for come in UNITS for gone in UNITS if come != gone]


def other_countries(table: Table, commune: str, ways: list[tuple[Count, Count]]) -> Iterator[Table]:
    """Countries that differ in this commune, and in at most one more that makes up for it."""
    others = [key for communes in table.values() for key in communes if key != commune]
    for come, gone in ways:
        first = moved(table, commune, come, gone)
        if first is None:
            continue
        yield first
        for other in others:
            for more, fewer in ways:
                second = moved(first, other, more, fewer)
                if second is not None:
                    yield second


@given(tables)
def test_whatever_is_hidden_could_be_another_number(table):
    """Even to a reader who knows these rules: another country with another number there shows the very same figures."""
    figures = published(table)
    for communes in table.values():
        for commune in communes:
            shown = figures.communes[commune]
            if shown.children is None or shown.girls is None:
                ways = STEPS if shown.children is None else EXCHANGES + STEPS
                assert any(published(other) == figures for other in other_countries(table, commune, ways)), commune


def test_a_commune_that_subtraction_would_give_away_takes_another_with_it():
    table = {"p0": {"p0c0": Count(9, 9), "p0c1": Count(2, 1), "p0c2": Count(20, 20)}}
    figures = published(table)
    assert figures.country.children == figures.provinces["p0"].children == 60
    assert {key: shown.children for key, shown in figures.communes.items()} == {"p0c0": None, "p0c1": None, "p0c2": 40}


def test_rounding():
    assert [rounded(number) for number in (5, 7, 8, 12, 13)] == [5, 5, 10, 10, 15]


def test_checks_find_a_plain_suppression():
    """Hiding small counts alone, without rounding, is what these checks are there to refuse."""
    table = {"p0": {"p0c0": Count(9, 9), "p0c1": Count(2, 1)}}
    assert total(table["p0"].values()).children - table["p0"]["p0c0"].children == 3
    assert published(table).communes["p0c0"].children is None
