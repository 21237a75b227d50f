"""What is kept is made anew after a change, and only then."""

import pytest

from freshness.kept import Kept
from freshness.marks import marks
from freshness.noting import noted


@pytest.fixture
def made(settings, tmp_path):
    settings.MARKS_FILE = tmp_path / "marks"
    return []


def test_a_value_is_made_once_until_its_mark_changes(made):
    kept = Kept("tree")

    def make():
        made.append("x")
        return len(made)

    assert [kept("a", make), kept("a", make)] == [1, 1]
    marks().change(["other"])
    assert kept("a", make) == 1
    marks().change(["tree"])
    assert kept("a", make) == 2


def test_what_changes_while_a_value_is_made_makes_it_old(made):
    kept = Kept("tree")

    def make():
        marks().change(["tree"])
        made.append("x")
        return len(made)

    assert [kept("a", make), kept("a", make)] == [1, 2]


def test_nothing_is_not_kept_and_the_oldest_goes(made):
    kept = Kept("tree", most=2)
    assert [kept("a", lambda: None), kept("a", lambda: 1)] == [None, 1]
    kept("b", lambda: 2)
    kept("c", lambda: 3)
    assert list(kept.values) == ["b", "c"]


def test_who_uses_a_kept_value_rests_on_its_names(made):
    kept = Kept("tree")
    kept("a", lambda: 1)
    with noted() as names:
        kept("a", lambda: 1)
    assert names == {"tree"}
