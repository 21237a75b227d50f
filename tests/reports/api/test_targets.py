"""Targets through the interface are the numbers of the board."""

import json

import pytest

from reports.formulas import formula_of
from reports.models import Indicator
from reports.quarters import Quarter
from reports.reads.board import Asked, board, visible_indicators
from reports.reads.frozen import newest_of_each, shown_board
from reports.suppression import rounded
from tests.factories.accounts import make_user
from tests.factories.places import make_area
from tests.factories.reports import make_target
from tests.reports.api.caller import caller_of

NAMES = {"sex": "by_sex", "age_group": "by_age_group", "difficulty": "by_disability", "part": "by_part"}


def lines_of(user, asked: Asked) -> dict:
    """The lines of the board, by their indicators."""
    return {line.indicator.code: line for line in board(asked, visible_indicators(user), user=user).lines}


def by_code(answer: dict) -> dict[str, dict]:
    return {item["indicator"]: item for item in answer["items"]}


def splits_of(item: dict) -> dict[str, dict[str, int | None]]:
    return {split: {part["group"]: part["value"] for part in item[name]} for split, name in NAMES.items() if item[name]}


def of_board(line) -> tuple:
    splits = {split.name: {part.group: part.value for part in split.parts} for split in line.splits if split.parts}
    return line.done, line.missing, line.percent, splits, {place.code: place.done for place in line.places}


def of_answer(item: dict) -> tuple:
    places = {place["area_code"]: place["value"] for place in item["by_place"]}
    return item["value"], item["missing"], item["percent"], splits_of(item), places


def test_a_frozen_quarter_is_what_donors_see_on_their_board(country):
    donor = make_user("donor")
    (frozen,) = newest_of_each(donor)
    answer = caller_of().read("targets", quarter="2026Q3")
    assert (answer["quarter"], answer["version"], answer["area_code"]) == ("2026Q3", 1, None)
    items = by_code(answer)
    lines = {line.indicator.code: line for line in shown_board(frozen, donor).lines}
    exact, compared = lines_of(make_user("programme_officer"), Asked(Quarter(2026, 3))), 0
    for code, item in items.items():
        value, missing, percent, splits, places = of_board(lines[code])
        if not formula_of(lines[code].indicator).is_of_people:  # donors are not shown the parts; they name nobody
            splits = of_board(exact[code])[3]
            compared += len(splits)
        assert of_answer(item) == (value, missing, percent, splits, places), code
    assert compared > 0
    children = items["children_protect"]
    assert (children["value"], children["target"]["value"], children["missing"]) == (35, 1400, 1365)
    assert (children["basis"], children["measure"]) == ("rounded", "unique")
    assert children["rule"] == frozen.rules["children_protect"]
    assert {place["area_code"] for place in children["by_place"]} == {"05", "10"}


def test_numbers_of_people_are_those_of_an_officers_board_in_fives(country):
    officer = make_user("programme_officer")
    exact = {
        line.indicator.code: line
        for line in board(Asked(Quarter(2026, 3)), visible_indicators(officer), user=officer).lines
    }
    items = by_code(caller_of(officer).read("targets", quarter="2026Q3"))
    compared = 0
    for code, item in items.items():
        if item["value"] is not None and item["basis"] == "rounded":
            assert item["value"] == rounded(exact[code].done), code
            compared += 1
        elif item["basis"] == "exact":
            assert item["value"] == exact[code].done, code
            compared += 1
    assert compared > 5


def test_a_running_quarter_has_the_boards_exact_numbers_of_groups_and_none_of_people(country):
    officer = make_user("programme_officer")
    lines = {
        line.indicator.code: line
        for line in board(Asked(Quarter(2026, 4)), visible_indicators(officer), user=officer).lines
    }
    answer = caller_of(officer).read("targets", quarter="2026Q4")
    assert (answer["version"], answer["as_of"] is not None) == (None, True)
    items = by_code(answer)
    assert set(items) == set(lines)
    for code, item in items.items():
        if formula_of(lines[code].indicator).is_of_people:
            assert (item["value"], item["basis"], item["why_hidden"]) == (None, "hidden", "not_frozen")
            assert (splits_of(item), item["by_place"]) == ({}, [])
        else:
            assert of_answer(item) == of_board(lines[code]), code
            assert item["basis"] == "exact"
    assert {item["value"] for item in items.values() if item["basis"] == "exact"} >= {3}


def test_without_a_quarter_the_newest_that_is_frozen_is_told(country):
    assert caller_of().read("targets")["quarter"] == "2026Q3"


def test_a_quarter_that_is_not_there_is_not_found(country):
    for quarter in ("2027Q1", "2003Q4", "9999Q4", "0000Q1"):
        assert caller_of().ask("targets", quarter=quarter).status_code == 404


def test_a_province_has_its_own_numbers_and_target(country):
    make_target(indicator=Indicator.objects.get(code="children_protect"), area=make_area("05"), value=70)
    for caller, asked in (
        (caller_of(), {"area": "05"}),
        (caller_of(make_user("programme_officer", area=make_area("05"))), {}),
    ):
        answer = caller.read("targets", quarter="2026Q3", **asked)
        children = by_code(answer)["children_protect"]
        assert (answer["area_code"], children["value"], children["target"]["value"]) == ("05", 15, 70)
        assert splits_of(children) == {"sex": {"female": 5, "male": 5}}
        assert children["by_place"] == []


def test_below_a_province_numbers_of_people_are_hidden_and_say_so(country):
    for area in ("0506", "050601"):
        items = by_code(caller_of().read("targets", quarter="2026Q3", area=area))
        children = items["children_protect"]
        assert (children["value"], children["why_hidden"]) == (None, "small_area")
        exact = {code: item["value"] for code, item in items.items() if item["basis"] == "exact"}
        officer = make_user("programme_officer")
        lines = lines_of(officer, Asked(Quarter(2026, 3), f"mef{area}"))
        assert exact == {code: line.done for code, line in lines.items() if code in exact}
        assert len(exact) > 3
    assert caller_of().ask("targets", area="05060101").status_code == 404


def test_people_participations_and_activities_are_asked_for_apart(country):
    caller, every = caller_of(), []
    for measure in ("unique", "participations", "activities", "count", "entered"):
        items = caller.read("targets", counts=measure)["items"]
        assert {item["measure"] for item in items} <= {measure}
        every += [item["indicator"] for item in items]
    assert sorted(every) == sorted(item["indicator"] for item in caller.read("targets")["items"])


def test_indicators_say_what_they_count(country):
    items = {item["code"]: item for item in caller_of().read("indicators")["items"]}
    for one in Indicator.objects.active():
        told = items[one.code]
        assert (told["counts_en"], told["counts_km"], told["rule"]) == (one.counts_en, one.counts_km, one.kept_rule)
        assert told["is_of_people"] == formula_of(one).is_of_people
    assert set(items) == set(Indicator.objects.active().values_list("code", flat=True))


@pytest.mark.parametrize("quarter", ["2026Q3", "2026Q4"])
def test_one_indicator_at_a_time_is_the_same(country, quarter):
    caller = caller_of()
    whole = caller.read("targets", quarter=quarter)["items"]
    assert json.dumps(caller.all_of("targets", quarter=quarter, limit=1)) == json.dumps(whole)
