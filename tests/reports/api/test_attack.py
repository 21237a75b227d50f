"""Whoever has keys of every place and asks with every filter, page by page, learns of no cell under five."""

from collections import Counter
from itertools import accumulate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.api import limits
from participation.reads.rosters import Counts
from reports.api import groups as groups_page
from reports.api.groups import shown_of_a_commune
from reports.models import FrozenCell, FrozenQuarter, Indicator, ShownFigure
from reports.showing import shown_figures
from reports.suppression import FEWEST, STEP, rounded
from tests.factories.accounts import make_user
from tests.factories.places import make_area
from tests.factories.reports import make_indicator
from tests.reports.api.caller import Caller, caller_of
from tests.reports.attacking import Attack
from tests.reports.test_showing import AGES, DIFFICULTIES, PROVINCES, SEXES, attack, carelessly, cells_of, truth

# --- members of groups -----------------------------------------------------------------------------------------------
communes = st.lists(st.integers(0, 30), min_size=1, max_size=6)


def shown(sizes: list[int]) -> dict[int, int | None]:
    return shown_of_a_commune({turn: Counts(total=size) for turn, size in enumerate(sizes)})


def carelessly_shown(sizes: list[int]) -> dict[int, int | None]:
    """The planted leak: small numbers are hidden, and that is all."""
    return {turn: size if size >= FEWEST else None for turn, size in enumerate(sizes)}


def attack_on(commune: list[list[int]], figures: list[dict[int, int | None]], *, in_fives: bool = True) -> Attack:
    """With the total of the commune, which public figures tell, at each of several quarters."""
    spy = Attack()
    for turn, (sizes, told) in enumerate(zip(commune, figures, strict=True)):
        cells = [(turn, group) for group in range(len(sizes))]
        for cell in cells:
            spy.see(cell, told[cell[1]], in_fives=in_fives)
        total = sum(sizes)
        spy.see((turn, "all"), (rounded(total) if in_fives else total) if total >= FEWEST else None, in_fives=in_fives)
        spy.adds_up((turn, "all"), cells)
    return spy


def exact(commune: list[list[int]]) -> dict[tuple, int]:
    return {(turn, group): size for turn, sizes in enumerate(commune) for group, size in enumerate(sizes)}


@given(communes, st.randoms(use_true_random=False))
def test_members_of_a_small_group_are_not_found(sizes, chance):
    later = [max(size + chance.randrange(-2, 4), 0) for size in sizes]
    assert attack_on([sizes, later], [shown(sizes), shown(later)]).found(exact([sizes, later])) == []


def test_the_attack_finds_a_small_group_that_was_only_hidden():
    sizes = [9, 3, 8]
    assert attack_on([sizes], [carelessly_shown(sizes)], in_fives=False).found(exact([sizes])) == [(0, 1)]
    assert attack_on([sizes], [shown(sizes)]).found(exact([sizes])) == []


@given(communes)
def test_members_are_in_fives_and_never_below_five(sizes):
    for group, number in shown(sizes).items():
        assert number is None or number >= FEWEST and number % STEP == 0 and abs(number - sizes[group]) <= 2


def test_members_are_the_same_whatever_is_filtered_or_paged(country):
    """Nothing is gained by asking for one kind, one status, one place, or one group at a time."""
    officer = make_user("programme_officer", area=make_area("10"))
    pages = [
        caller_of().all_of("groups"),
        caller_of().all_of("groups", limit=1),
        [each for kind in ("club", "network") for each in caller_of().all_of("groups", kind=kind, limit=1)],
        [each for area in ("050601", "100101") for each in caller_of().all_of("groups", area=area)],
        [each for area in ("05060101", "10010101", "10010102") for each in caller_of().all_of("groups", area=area)],
        [*caller_of(officer).all_of("groups"), *caller_of().all_of("groups", area="05", status="active")],
    ]
    told = [{group["code"]: group["members"] for group in page} for page in pages]
    assert [each for each in told if each != told[0]] == []
    by_size = {group.code: told[0][group.code] for group in country.values()}
    assert by_size == {country["here"].code: 15, country["small"].code: None, country["there"].code: None}


def test_a_commune_settled_page_by_page_is_found(country, monkeypatch):
    """The planted fault: were only the groups of a page looked at, the one beside the small group would show."""
    whole = {group["code"]: group["members"] for group in caller_of().all_of("groups")}
    monkeypatch.setattr(
        groups_page,
        "shown_of_a_commune",
        lambda counts: {key: rounded(each.total) if each.total >= FEWEST else None for key, each in counts.items()},
    )
    paged = {group["code"]: group["members"] for group in caller_of().all_of("groups", limit=1)}
    assert (whole[country["there"].code], paged[country["there"].code]) == (None, 15)


# --- targets and frozen quarters -------------------------------------------------------------------------------------
def people_of(draw: Random) -> Counter:
    found: Counter = Counter()
    for _turn in range(draw.randrange(1, 9)):
        cell = draw.choice(PROVINCES), draw.choice(SEXES), draw.choice(AGES[:4]), draw.choice(DIFFICULTIES)
        found[cell] += draw.randrange(1, 30)
    return found


def freeze(indicator, quarter: str, people: Counter) -> FrozenQuarter:
    """A quarter with exactly these people, shown as every quarter is."""
    frozen = FrozenQuarter.objects.create(quarter=quarter, version=1, rules={indicator.code: "a rule"})
    FrozenCell.objects.bulk_create(
        FrozenCell(
            frozen=frozen,
            indicator=indicator,
            area=area,
            level=1 if area else 0,
            sex=sex,
            age_group=age_group,
            difficulty=difficulty,
            part=part,
            value=0,
            to_date=number,
        )
        for area, sex, age_group, difficulty, part, number in cells_of(people)
    )
    ShownFigure.objects.bulk_create(shown_figures(frozen))
    return frozen


def figures_of(callers: dict[str, Caller], quarter: str) -> dict[tuple, int | None]:
    """Every figure that any key, filter and page tells of a quarter; two that differ are two clues, so none may."""
    found: dict[tuple, int | None] = {}

    def note(place: str, split: str, group: str, value: int | None) -> None:
        assert found.setdefault((place, split, group), value) == value, (place, split, group)

    for own, caller in callers.items():
        for area in ("", *(place.removeprefix("mef") for place in PROVINCES)):
            if own and area and own != area:
                continue
            place = f"mef{area or own}" if area or own else ""
            for item in caller.all_of("targets", quarter=quarter, area=area, limit=1):
                note(place, "", "", item["value"])
                for split, name in (("sex", "by_sex"), ("age_group", "by_age_group"), ("difficulty", "by_disability")):
                    for part in item[name]:
                        note(place, split, part["group"], part["value"])
                for each in item["by_place"]:
                    note(f"mef{each['area_code']}", "", "", each["value"])
            for row in caller.all_of(f"quarters/{quarter}/1", area=area, limit=7):
                split = next((name for name in ("sex", "age_group", "disability", "kind") if row[name]), "")
                kept = {"disability": "difficulty", "kind": "part"}.get(split, split)
                where = f"mef{row['area_code']}" if row["area_code"] else ""
                note(where, kept, row[split] if split else "", row["to_date"])
                assert row["value"] is None
    return found


def told_of(versions: list[Counter]) -> list[dict]:
    """What is told of quarters with these people, one after the other."""
    splits = ["sex", "age_group", "difficulty"]
    indicator = make_indicator(formula="children_at_sessions", measure="unique", unit="child", splits=splits)
    areas = [make_area(place.removeprefix("mef")) for place in PROVINCES]
    callers = {"": caller_of()}
    callers |= {area.code: caller_of(make_user("programme_officer", area=area)) for area in areas}
    found = []
    for turn, people in enumerate(versions, start=1):
        freeze(indicator, f"2025Q{turn}", people)
        found.append(figures_of(callers, f"2025Q{turn}"))
    return found


@pytest.mark.django_db
def test_no_key_filter_page_or_pair_of_quarters_tells_of_a_cell_under_five(deep, figure):
    turns = 60 if deep else 6
    for seed in range(turns):
        draw = Random(f"other systems {seed}")
        versions = list(accumulate(people_of(draw) for _turn in range(3)))
        told = told_of(versions)
        assert len(told[0]) >= 15
        assert attack(told).found(truth(versions)) == [], seed
        FrozenQuarter.objects.all().delete()
        Indicator.objects.all().delete()
        limits.forget()
    figure(f"other systems: {turns} programmes × 3 quarters × keys of 4 reaches, every filter and page: 0 small cells")


@pytest.mark.django_db
def test_the_attack_finds_figures_that_were_only_hidden(monkeypatch):
    def careless(indicator, cells, provinces):
        people: Counter = Counter()
        for area, *words, _part, number in cells:
            if area:
                people[area, *words] += number
        for cell, number in carelessly(people).items():
            yield *cell, number

    numbers = {"mef05": 9, "mef16": 3, "mef17": 8}
    people = Counter({(province, "female", "10_14", "no"): number for province, number in numbers.items()})
    monkeypatch.setattr("reports.showing._of_people", careless)
    assert (0, "mef16", "", "") in attack(told_of([people]), in_fives=False).found(truth([people]))
