"""Which tests a whole run leaves out, so that it ends in time: a plain one takes a sample, ``--deep`` everything.

A journey that is walked in several looks (phone and desk, Khmer and English, light and dark) is walked in one of them,
drawn by the seed. Cases that mean different things are never drawn from: they all run. What is marked ``deep`` measures
more than a plain run has time for. Where both databases are tried, a plain run tries each test on one of them, others
with each commit, and on both what asks a database for more than rows.
"""

import subprocess
from pathlib import Path
from random import Random

import pytest

LOOKS = {"size", "language", "dark"}
SIDES = ("postgresql", "sqlite")
ON_SQLITE_ONLY = ("browser", "once")
"""Marks of what runs in one half only (see ``manage.py test``)."""
LONGEST = ("test_serve.py",)
"""Files with tests of minutes."""
OF_THE_DATABASE = (
    "at_once",
    "constraints",
    "concurren",
    "finding",
    "fields",
    "killed",
    "lists",
    "making",
    "looking",
    "search",
    "restor",
    "scop",
)
"""Parts of the names of files whose tests are about what the two databases do differently."""


def pytest_addoption(parser):
    parser.addoption("--sample", type=int, metavar="SEED", help="one look of each journey, drawn by this number")
    parser.addoption("--side", choices=SIDES, help="what is drawn for this database, not for the other")


def pytest_report_header(config):
    seed = config.getoption("--sample")
    told = [] if seed is None else [f"sample: one look of each journey (seed {seed}); --deep walks all of them"]
    if side := config.getoption("--side"):
        told.append(f"sample: what is drawn for {side} by commit {commit() or 'unknown'}; --deep tries all on both")
    return told


@pytest.hookimpl(trylast=True)  # the folders mark their tests first
def pytest_collection_modifyitems(config, items):
    seed, kept = config.getoption("--sample"), set(items)
    if not config.getoption("--deep"):
        kept = {item for item in items if not item.get_closest_marker("deep")}
    if seed is not None:
        kept &= drawn(items, seed)
    if side := config.getoption("--side"):
        kept &= of_side(items, side, commit())
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = sorted((item for item in items if item in kept), key=_comes_later)


def _comes_later(item) -> bool:
    """The longest tests begin first: begun last, they would be waited for with one core idle."""
    return item.path.name not in LONGEST


def drawn(items: list, seed: int) -> set:
    """All items but the looks of a journey that were not drawn. The same for the same seed, in every worker."""
    looks: dict[tuple, list] = {}
    for item in items:
        looks.setdefault(_case(item), []).append(item)
    return {Random(f"{seed} {case}").choice(found) for case, found in looks.items()}


def _case(item) -> tuple:
    """What all looks of one case share; each other item is a case of its own."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if "journeys" not in item.path.parts or not parameters.keys() & LOOKS:
        return (item.nodeid,)
    function = item.nodeid.split("[")[0]
    return (function, *sorted(f"{name}={value!r}" for name, value in parameters.items() if name not in LOOKS))


def of_side(items: list, side: str, draw: str) -> set:
    """Each test is drawn for one side; what is about the database stands on both."""

    def runs(item) -> bool:
        if any(item.get_closest_marker(mark) for mark in ON_SQLITE_ONLY):
            return side == "sqlite"
        if item.get_closest_marker("several"):
            return side == "postgresql"
        if any(part in item.path.name for part in OF_THE_DATABASE):
            return True
        return Random(f"{draw} {item.nodeid}").choice(SIDES) == side

    return {item for item in items if runs(item)}


def commit() -> str:
    """What is tested, so that the next commit draws others and a run of the same one the same."""
    asked = ["git", "rev-parse", "HEAD"]
    folder = Path(__file__).parent
    try:
        return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
