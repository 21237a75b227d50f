import csv

import pytest

from places.codes import code_range, is_code, lifted_to, lineage, parent_id, split_id, unit_type

from .lists import ncdd_files


def test_code_range_holds_the_area_and_all_in_it():
    low, high = code_range("mef05")
    inside = ["mef05", "mef0501", "mef050699", "mef05999999"]
    outside = ["mef04", "mef0499", "mef06", "mef1205", "ncdd05"]
    assert [low <= area < high for area in inside] == [True] * 4
    assert [low <= area < high for area in outside] == [False] * 5


def test_ids_are_cut_into_source_and_levels():
    assert split_id("mef050601") == ("mef", "050601")
    assert lineage("mef05060101") == ["mef05", "mef0506", "mef050601", "mef05060101"]
    assert parent_id("mef0506") == "mef05"
    assert parent_id("mef05") is None


def test_codes_are_two_digits_a_level():
    assert [text for text in ("05", "0506", "5", "050", "05a6", "០៥", "", "0506010101") if is_code(text)] == [
        "05",
        "0506",
    ]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("05", "khaet"),
        ("12", "reach_theani"),
        ("1201", "khan"),
        ("0502", "krong"),
        ("0501", "srok"),
        ("120101", "sangkat"),
        ("050201", "sangkat"),
        ("050101", "khum"),
        ("05010101", "phum"),
    ],
)
def test_unit_type_follows_from_the_code(code, unit):
    assert unit_type(code) == unit


def test_unit_type_agrees_with_the_official_list(tmp_path):
    with ncdd_files(tmp_path)[0].open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["code"]) > 2]
    assert rows
    assert [row["code"] for row in rows if unit_type(row["code"]) != row["type"]] == []


def test_an_area_is_lifted_to_the_level_above_it_and_never_lowered():
    assert [lifted_to("mef05060101", level) for level in (1, 2, 3, 4)] == [
        "mef05",
        "mef0506",
        "mef050601",
        "mef05060101",
    ]
    assert lifted_to("mef05", 3) == "mef05"
