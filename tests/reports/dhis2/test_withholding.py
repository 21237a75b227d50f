"""No file for DHIS2 tells of fewer than five people, by itself or beside another, at any level."""

from itertools import product
from random import Random

import pytest

from places.codes import lineage
from reports.dhis2.withholding import Asked, places_by_level, shown_of_people
from reports.suppression import FEWEST, Count, Province, suppress

pytestmark = pytest.mark.once
AGES = ("0_5", "6_9", "10_14", "15_17")
SEXES = ("female", "male", "other")
GROUPS = {"age_group": AGES}


def drawn(rng: Random) -> dict[tuple, int]:
    """Children of some communes by sex and age, most of them few."""
    found = {}
    for province, district, commune in product(range(1, 4), range(1, 3), range(1, 4)):
        if rng.random() < 0.8:
            area = f"mef{province:02d}{district:02d}{commune:02d}"
            for sex, age in product(SEXES, AGES):
                found[area, sex, age] = (
                    0 if sex == "other" and rng.random() < 0.9 else rng.choice((0, 0, 1, 2, 4, 9, 30))
                )
    return found


def counted(people: dict[tuple, int]) -> dict[tuple, int]:
    """Every number of every place, the slow way."""
    found: dict[tuple, int] = {}
    for (area, sex, age), number in people.items():
        for place in ("", *lineage(area)):
            for cell in (("", ""), ("sex", sex), ("age_group", age)):
                found[(place, *cell)] = found.get((place, *cell), 0) + number
    return found


def donors(counts: dict[tuple, int], places) -> dict[tuple, int | None]:
    """As ``reports.showing`` keeps it: totals and sexes of the provinces, ages of the country alone."""
    from reports.showing import hidden_parts

    def count(place):
        girls, boys = counts.get((place, "sex", "female"), 0), counts.get((place, "sex", "male"), 0)
        return Count(girls, boys, counts.get((place, "", ""), 0) - girls - boys)

    figures = suppress(count(""), {"": Province(count(""), {place: count(place) for place in places[1]})})
    found = {}
    for place, shown in (("", figures.country), *figures.communes.items()):
        found |= {(place, "", ""): shown.children, (place, "sex", "female"): shown.girls}
        found[place, "sex", "male"] = shown.boys
    ages = {age: counts.get(("", "age_group", age), 0) for age in AGES}
    parts = hidden_parts(ages, AGES, is_shown=figures.country.children is not None)
    return found | {("", "age_group", age): value for age, value in parts.items()}


def shown(people, level):
    counts = counted(people)
    places = places_by_level({place for place, *_cell in counts if place})
    told = donors(counts, places)
    return counts, places, told, shown_of_people(Asked(counts, places, GROUPS, level), told)


def lines_of(counts, places, level):
    """Every sum that a reader knows to hold: parts of a place, and places of the one above."""
    cells = [("", ""), ("sex", "female"), ("sex", "male"), *(("age_group", age) for age in AGES)]
    for place in places.get(level, ()):
        yield (place, "", ""), [(place, "age_group", age) for age in AGES]
    for above in {place[:-2] for place in places.get(level, ())}:
        parent = above if level > 1 else ""
        inside = [place for place in places[level] if place.startswith(above) and len(place) == len(above) + 2]
        for cell in cells:
            yield (parent, *cell), [(place, *cell) for place in (inside if level > 1 else places[1])]


@pytest.mark.parametrize("seed", range(120))
def test_nothing_below_five_is_sent_and_no_sum_gives_it_away(seed):
    counts, places, _told, found = shown(drawn(Random(seed)), 3)
    for number, value in found.items():
        if value is not None:
            assert value % 5 == 0
            assert counts[number] >= FEWEST
            assert abs(value - counts[number]) <= 2
    for level in (1, 2, 3):
        for total, parts in lines_of(counts, places, level):
            hidden = [part for part in parts if found.get(part) is None]
            if found.get(total) is None or not hidden or len(hidden) == len(parts):
                continue
            unknown = sum(counts.get(part, 0) for part in hidden)
            assert unknown == 0 or (len(hidden) > 1 and unknown >= FEWEST), (total, hidden)


@pytest.mark.parametrize("seed", range(40))
def test_a_file_of_smaller_places_tells_nothing_that_one_of_larger_places_withholds(seed):
    people = drawn(Random(seed))
    _counts, _places, told, fine = shown(people, 3)
    for level in (1, 2):
        coarse = shown(people, level)[3]
        assert {number: fine[number] for number in coarse} == coarse
    for (place, split, group), value in fine.items():
        if len(place) > len("mef01") and value is not None:  # of provinces it is as donors see it
            assert fine[place[:-2], split, group] is not None
    assert {number: fine[number] for number in told} == told


def test_a_place_that_donors_do_not_see_is_withheld_with_all_that_lies_in_it():
    people = {(area, "female", "6_9"): number for area, number in (("mef010101", 3), ("mef020101", 40))}
    people |= {("mef030101", "male", "10_14"): 60, ("mef030102", "male", "10_14"): 60}
    _counts, _places, told, found = shown(people, 3)
    assert (told["mef01", "", ""], found["mef010101", "", ""]) == (None, None)
    assert found["mef030101", "", ""] == 60


def test_groups_that_are_large_everywhere_are_sent_in_fives():
    people = dict.fromkeys(product(("mef010101", "mef020101"), ("female", "male"), ("6_9", "10_14")), 11)
    found = shown(people, 1)[3]
    assert found["mef01", "", ""] == 45
    assert (found["mef01", "sex", "female"], found["mef01", "age_group", "6_9"]) == (20, 20)
    assert found["mef01", "age_group", "0_5"] is None


def test_the_check_above_finds_a_rule_that_forgot_the_sums(monkeypatch):
    monkeypatch.setattr("reports.dhis2.withholding._Table._hide_one_more", lambda table, line: False)
    with pytest.raises(AssertionError):
        list(map(test_nothing_below_five_is_sent_and_no_sum_gives_it_away, range(40)))
