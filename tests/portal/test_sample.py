"""The sample of a whole run leaves out other looks of a journey, never another case."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sample import commit, drawn, of_side, pytest_collection_modifyitems

pytestmark = pytest.mark.once


def item(name, folder="journeys", **parameters):
    callspec = {"callspec": SimpleNamespace(params=parameters)} if parameters else {}
    return SimpleNamespace(nodeid=f"{name}[{parameters}]", path=Path("tests", folder, "test_x.py"), **callspec)


class Item(SimpleNamespace):
    __hash__ = object.__hash__


@pytest.fixture
def items():
    looks = [(size, language) for size in ("phone", "desk") for language in ("km", "en")]
    found = [item("a", size=size, language=language) for size, language in looks]
    found += [item("b", language=language, state=state) for language in ("km", "en") for state in ("silent", "failed")]
    found += [item("c", wrong=wrong) for wrong in ("111111", "123456")]
    found += [item("d"), *(item("e", folder="guards", language=language) for language in ("km", "en"))]
    return [Item(**vars(each)) for each in found]


def names(chosen):
    return sorted(each.nodeid.split("[")[0] for each in chosen)


@pytest.mark.parametrize("seed", range(20))
def test_one_look_of_each_case_is_drawn(items, seed):
    chosen = drawn(items, seed)
    assert names(chosen) == ["a", "b", "b", "c", "c", "d", "e", "e"]
    assert {each.callspec.params["state"] for each in chosen if each.nodeid.startswith("b")} == {"silent", "failed"}
    assert drawn(items, seed) == chosen


def test_every_look_is_drawn_by_some_seed(items):
    assert set().union(*(drawn(items, seed) for seed in range(60))) == set(items)


@pytest.mark.parametrize(("deep", "left"), [(False, ["a"]), (True, ["a", "b"])])
def test_what_measures_deeply_runs_with_deep_only(deep, left):
    found = [
        Item(**vars(item(name)), get_closest_marker=lambda mark, has=name == "b": has and mark == "deep")
        for name in ("a", "b")
    ]
    gone = []
    config = SimpleNamespace(
        getoption={"--sample": None, "--deep": deep, "--side": None}.get,
        hook=SimpleNamespace(pytest_deselected=lambda items: gone.extend(items)),
    )
    pytest_collection_modifyitems(config, found)
    assert (names(found), names(found + gone)) == (left, ["a", "b"])


# --- two databases ----------------------------------------------------------------------------------------------------
def marked(name, file="test_x.py", mark=None):
    return Item(nodeid=name, path=Path("tests", file), get_closest_marker=lambda asked: asked == mark)


def sides(found, draw="a commit"):
    return [of_side(found, side, draw) for side in ("postgresql", "sqlite")]


def test_each_test_is_drawn_for_one_side_and_for_the_other_some_day():
    found = [marked(f"n{number}") for number in range(600)]
    postgresql, sqlite = sides(found)
    assert postgresql | sqlite == set(found)
    assert not postgresql & sqlite
    assert 200 < len(postgresql) < 400
    assert sides(found) == [postgresql, sqlite]
    assert set().union(*(sides(found, f"commit {turn}")[0] for turn in range(40))) == set(found)


def test_what_is_about_the_database_stands_on_both_sides():
    found = [marked(f"n{number}", file="test_at_once.py") for number in range(50)]
    assert sides(found) == [set(found), set(found)]


@pytest.mark.parametrize("mark", ["once", "browser"])
def test_what_runs_once_runs_on_sqlite(mark):
    found = [marked(f"n{number}", mark=mark) for number in range(50)]
    assert sides(found) == [set(), set(found)]


def test_the_draw_is_named_by_the_commit():
    assert len(commit()) in (0, 40)
