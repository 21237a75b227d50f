"""The cells of the kept counts."""

import pytest

from participation.cells import Cells, cells_of

pytestmark = pytest.mark.once

GIRL, BOY = ("female", "10_14", "no"), ("male", "15_17", "not_asked")


def test_marks_are_counted_by_kind_and_by_having_come():
    marks = [(*GIRL, "present"), (*GIRL, "late"), (*GIRL, "excused"), (*BOY, "absent")]
    assert cells_of(marks, []) == Cells(
        {"female:10_14:no:came": 2, "female:10_14:no:not": 1, "male:15_17:not_asked:not": 1}, {}
    )


def test_guests_with_a_difficulty_are_never_counted_twice():
    found = cells_of([], [("women", "counted", 5, 2), ("women", "estimated", 4, 0), ("men", "counted", 1, 1)])
    assert found.guests == {
        "women:counted:with_difficulty": 2,
        "women:counted:others": 3,
        "women:estimated:others": 4,
        "men:counted:with_difficulty": 1,
    }
    assert sum(found.guests.values()) == 10


def test_what_comes_to_nothing_leaves_no_cell():
    one = cells_of([(*GIRL, "present")], [("men", "counted", 3, 0)])
    assert one - one == Cells()
    assert not one - one
    assert one + -one == Cells()
    assert one - cells_of([(*BOY, "present")], []) == Cells(
        {"female:10_14:no:came": 1, "male:15_17:not_asked:came": -1}, {"men:counted:others": 3}
    )
