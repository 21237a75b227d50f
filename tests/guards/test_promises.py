"""The table of promises is whole: each of the 25 names tests that exist, and one that finds a planted fault."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

TABLE = settings.BASE_DIR / "docs" / "promises.md"
TESTS = settings.BASE_DIR / "tests"
ROW = re.compile(r"^\| P(\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
NUMBER = 25


def faults_in(table: str, folder: Path) -> list[str]:
    rows = {int(number): (held, planted) for number, _promise, held, planted in ROW.findall(table)}
    faults = [f"P{number} is missing" for number in range(1, NUMBER + 1) if number not in rows]
    for number, (held, planted) in rows.items():
        faults += [] if NAMED.search(held) else [f"P{number} names no test"]
        faults += [] if NAMED.search(planted) or "the same test" in planted else [f"P{number} plants nothing"]
        for file, test in NAMED.findall(held + planted):
            path = folder / file
            if not path.exists() or f"def {test}(" not in path.read_text("utf-8"):
                faults.append(f"P{number}: there is no {file}::{test}")
    return faults


def test_every_promise_is_held_by_a_test_that_was_seen_to_fail():
    assert faults_in(TABLE.read_text("utf-8"), TESTS) == []


def test_a_table_with_holes_is_found():
    table = TABLE.read_text("utf-8")
    lost = re.sub(r"^\| P7 .*\n", "", table, flags=re.M)
    renamed = table.replace("::test_nothing_but_the_picture_comes_out", "::test_that_nobody_wrote")
    assert faults_in(lost, TESTS) == ["P7 is missing"]
    assert faults_in(renamed, TESTS) == ["P10: there is no people/test_pixels.py::test_that_nobody_wrote"]
