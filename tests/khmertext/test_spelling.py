"""The nearest of many words."""

import pytest

from khmertext.spelling import distance, nearest

KNOWN = ["violence", "school", "listen", "hit", "play"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("violense", "violence"),
        ("vilence", "violence"),
        ("viollence", "violence"),
        ("shcool", "school"),
        ("lsiten", "listen"),
        ("violence", None),
        ("vxlxnxe", None),
        ("pl", None),
        ("hat", "hit"),
        ("hats", None),
        ("", None),
        ("v" * 4000, None),
    ],
)
def test_the_nearest_word_is_found(wrong, right):
    assert nearest(wrong, KNOWN) == right


def test_slips_are_counted():
    assert [distance("school", other, 3) for other in ("school", "shcool", "scool", "schools", "skol")] == [
        0,
        1,
        1,
        1,
        3,
    ]
    assert distance("school", "violence", 2) == 3


def test_the_nearest_of_several_wins_and_the_first_of_equals():
    assert nearest("plan", ["play", "plane"]) == "play"
    assert nearest("schoools", ["skools", "school", "schools"]) == "schools"
