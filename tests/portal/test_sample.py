"""The sample of a whole run leaves out other looks of a journey, never another case."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sample import drawn, pytest_collection_modifyitems

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
        getoption={"--sample": None, "--deep": deep}.get,
        hook=SimpleNamespace(pytest_deselected=lambda items: gone.extend(items)),
    )
    pytest_collection_modifyitems(config, found)
    assert (names(found), names(found + gone)) == (left, ["a", "b"])
