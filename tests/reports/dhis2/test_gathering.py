"""What would be sent of a frozen quarter: every value equals the frozen figure by a slow count, and what is ambiguous
is refused with a sentence."""

from collections import Counter
from itertools import product
from random import Random

import pytest
import time_machine
from django.utils import translation

from places.models import AdminArea
from reports.actions.dhis2 import take_out
from reports.actions.freezing import freeze_quarter
from reports.dhis2.cells import cells_of
from reports.dhis2.gathering import gather
from reports.formulas import formula_of
from reports.keeping.filling import fill_missing
from reports.models import DhisCode, DhisPlace, FrozenCell, Indicator, ShownFigure
from reports.quarters import Quarter
from reports.refusals import (
    CodesOfTheOtherKind,
    MixedOnOneElement,
    NoDataSet,
    NothingToSend,
    TwoOnOneElement,
    TwoPlacesOnOneUnit,
)
from tests.factories.places import make_area
from tests.factories.reports import make_dhis_code, make_dhis_place, make_frozen, make_indicators, make_system
from tests.reports.dhis2.quarters import DEEDS, PEOPLE, freeze
from tests.reports.programme import draw

pytestmark = pytest.mark.django_db
MANY = {
    (commune, sex, age, "no", "club"): 12
    for commune, sex, age in product(("050601", "100101"), ("female", "male"), ("6_9", "10_14"))
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sent(found) -> dict[tuple[str, str], int]:
    return {(value.org_unit, value.data_element): value.value for value in found.values}


def code_everything() -> None:
    """Every number of every indicator under an element of its own."""
    for indicator in Indicator.objects.all():
        for number, cell in enumerate(cells_of(indicator)):
            name = f"{indicator.code}.{number}" if cell.split else indicator.code
            make_dhis_code(indicator=indicator, split=cell.split, group=cell.group, data_element=name[:50])


def slow_counts(frozen) -> Counter:
    """Frozen figures by indicator, place and cell, one row at a time."""
    found: Counter = Counter()
    for row in FrozenCell.objects.filter(frozen=frozen, project="").select_related("indicator"):
        words = {"sex": row.sex, "age_group": row.age_group, "difficulty": row.difficulty, "part": row.part}
        found[row.indicator.code, row.area, "", ""] += row.to_date
        for split, group in words.items():
            if group:
                found[row.indicator.code, row.area, split, group] += row.to_date
    return found


def test_values_are_the_frozen_figures_of_a_whole_programme():
    with time_machine.travel("2026-10-05T03:00:00Z", tick=False):
        make_indicators()
        draw(Random(7), groups=8, members=10, meetings=32)
        fill_missing()
        frozen = freeze_quarter(quarter=Quarter(2026, 3), by=None)
    code_everything()
    counts, by_element = slow_counts(frozen), {code.data_element: code for code in DhisCode.objects.all()}
    assert [number for number in counts.values() if 0 < number < 5]
    for level in (1, 2, 3):
        make_system(level=level)
        found = gather(frozen)
        assert found.problems == []
        compare(sent(found), len(found.values), counts, by_element)
        if level == 1:
            as_donors_see_it(frozen, sent(found))


def compare(numbers: dict, values: int, counts: Counter, by_element: dict) -> None:
    known = {indicator.pk: indicator for indicator in Indicator.objects.all()}
    assert len(numbers) == values > 20
    total: Counter = Counter()
    for (unit, element), value in numbers.items():
        code = by_element[element]
        indicator = known[code.indicator_id]
        exact = counts[indicator.code, f"mef{unit}", *code.cell]
        total[indicator.code, *code.cell] += value
        if formula_of(indicator).is_of_people:
            assert exact >= 5
            assert value == (exact + 2) // 5 * 5
        else:
            assert value == exact
    for code in ("activities", "clubs_formed", "clubs_active", "communes_reached"):
        assert total[code, "", ""] == counts[code, "", "", ""]
    assert counts["activities", "", "", ""] > 0


def as_donors_see_it(frozen, numbers: dict) -> None:
    figures = ShownFigure.objects.filter(frozen=frozen, split__in=("", "sex")).exclude(area="")
    assert figures.exclude(value=None).exists()
    for figure in figures:
        code = DhisCode.objects.get(indicator=figure.indicator_id, split=figure.split, group=figure.group)
        assert numbers.get((figure.area[3:], code.data_element)) == figure.value


def test_what_is_new_in_a_quarter_is_sent_of_activities_alone():
    frozen, known = freeze(MANY, {("050601", "club"): (3, 40)}), make_indicators()
    make_system()
    make_dhis_code(indicator=known[DEEDS], data_element="NEW", counts="in_quarter")
    make_dhis_code(indicator=known[PEOPLE], data_element="KIDS", counts="in_quarter")
    assert sent(gather(frozen)) == {("05", "NEW"): 3, ("10", "NEW"): 0}
    DhisCode.objects.update(counts="to_date")
    assert sent(gather(frozen)) == {("05", "NEW"): 40, ("10", "NEW"): 0, ("05", "KIDS"): 50, ("10", "KIDS"): 50}


def test_numbers_without_a_code_are_listed_and_not_sent():
    frozen, known = freeze(MANY, {("050601", "club"): (3, 40)}), make_indicators()
    make_system()
    make_dhis_code(indicator=known[PEOPLE], split="sex", group="female", data_element="KIDS", option_combo="F")
    found = gather(frozen)
    assert [(value.org_unit, value.option_combo, value.value) for value in found.values] == [
        ("05", "F", 25),
        ("10", "F", 25),
    ]
    assert [line.indicator.code for line in found.without_code] == [DEEDS]
    lines = {line.indicator.code: line for line in found.lines}
    assert (lines[PEOPLE].sent, lines[PEOPLE].codes) == (2, 1)
    assert lines[PEOPLE].unmapped == len(list(cells_of(known[PEOPLE]))) - 1


def test_an_unknown_row_a_new_name_and_a_new_version_change_only_what_they_should():
    frozen, known = freeze(MANY), make_indicators()
    make_system()
    make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    before = sent(gather(frozen))
    make_dhis_code(data_element="OF_AN_INDICATOR_THAT_WAS_NOT_FROZEN")
    assert sent(gather(frozen)) == before
    AdminArea.objects.filter(pk="mef05").update(name_km="ឈ្មោះថ្មី", name_latin="New name")
    assert sent(gather(frozen)) == before
    second = freeze({**MANY, ("050601", "female", "6_9", "no", "club"): 40}, version=2)
    assert sent(gather(frozen)) == before
    assert sent(gather(second)) == {("05", "KIDS"): 75, ("10", "KIDS"): 50}
    assert (gather(frozen).comment, gather(second).comment) == ("2026Q3 v1", "2026Q3 v2")


def test_places_go_by_their_own_code_or_the_official_one_or_not_at_all():
    frozen, known = freeze(MANY), make_indicators()
    make_system()
    make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    make_dhis_place(area=make_area("05"), org_unit="KH_05")
    assert {value.org_unit for value in gather(frozen).values} == {"KH_05", "10"}
    make_system(place_scheme="uid")
    assert [type(one) for one in gather(frozen).problems] == [CodesOfTheOtherKind]
    DhisPlace.objects.update(org_unit="O6uvpzGd5pu")
    found = gather(frozen)
    assert ({value.org_unit for value in found.values}, found.unknown_places) == ({"O6uvpzGd5pu"}, ["mef10"])


def problems(frozen) -> list[type]:
    return [type(one) for one in gather(frozen).problems]


def test_what_is_ambiguous_is_refused_before_anything_is_written():
    frozen, known = freeze(MANY, {("050601", "club"): (3, 40)}), make_indicators()
    make_system(data_set="")
    code = make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    assert problems(frozen) == [NoDataSet]
    make_system()
    other = make_dhis_code(
        indicator=known[PEOPLE], split="sex", group="male", data_element="KIDS", option_combo="default"
    )
    assert problems(frozen) == [TwoOnOneElement]
    with pytest.raises(TwoOnOneElement, match="would overwrite the other"):
        take_out(frozen=frozen, format="csv", by=None)
    DhisCode.objects.filter(pk=other.pk).update(option_combo="M")
    assert problems(frozen) == [MixedOnOneElement]
    DhisCode.objects.filter(pk=other.pk).delete()
    deeds = make_dhis_code(indicator=known[DEEDS], data_element="KIDS", option_combo="ACT")
    assert problems(frozen) == [MixedOnOneElement]
    deeds.delete()
    make_dhis_place(area=make_area("05"), org_unit="10")
    assert problems(frozen) == [TwoPlacesOnOneUnit]
    assert code.data_element == "KIDS"


def test_two_lists_of_places_are_never_sent_as_one():
    known = make_indicators()
    frozen = make_frozen(rules={DEEDS: "-"})
    for source in ("mef", "ncdd"):
        FrozenCell.objects.create(
            frozen=frozen, indicator=known[DEEDS], area=make_area("05", source=source).pk, level=1, value=1, to_date=1
        )
    make_system()
    make_dhis_code(indicator=known[DEEDS])
    assert problems(frozen) == [TwoPlacesOnOneUnit]


def test_a_quarter_of_small_numbers_has_nothing_to_send():
    frozen, known = freeze({("050601", "female", "6_9", "no", "club"): 4}), make_indicators()
    make_system()
    make_dhis_code(indicator=known[PEOPLE])
    found = gather(frozen)
    assert (found.values, found.withheld, problems(frozen)) == ([], 1, [NothingToSend])


def test_identifiers_are_asked_for_where_they_name_things():
    frozen, known = freeze(MANY), make_indicators()
    make_system(id_scheme="uid", data_set="lyLU2wR22tC")
    code = make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    assert problems(frozen) == [CodesOfTheOtherKind]
    DhisCode.objects.filter(pk=code.pk).update(data_element="fbfJHSPpUQD")
    found = gather(frozen)
    assert (found.problems, found.values[0].option_combo, found.system.combo) == ([], "HllvX50cXC0", "HllvX50cXC0")


def test_questions_do_not_grow_with_places_and_codes(django_assert_num_queries):
    known = make_indicators()
    make_system(level=3)
    few = freeze({("050601", "female", "6_9", "no", "club"): 9})
    make_dhis_code(indicator=known[PEOPLE])
    with django_assert_num_queries(7):
        gather(few)
    many = freeze(
        {(f"{p:02d}0101", "female", "6_9", "no", "club"): 9 for p in range(1, 9)},
        {(f"{p:02d}0101", "club"): (1, 2) for p in range(1, 9)},
        quarter="2026Q2",
    )
    for cell in list(cells_of(known[PEOPLE]))[1:]:
        make_dhis_code(indicator=known[PEOPLE], split=cell.split, group=cell.group)
    make_dhis_code(indicator=known[DEEDS])
    with django_assert_num_queries(7):
        gather(many)


def test_communes_are_sent_where_the_system_asks_for_them():
    frozen, known = freeze(MANY), make_indicators()
    make_system(level=3)
    make_dhis_code(indicator=known[PEOPLE], data_element="KIDS")
    assert sent(gather(frozen)) == {("050601", "KIDS"): 50, ("100101", "KIDS"): 50}
