"""Ages from a birth year, and perhaps a month."""

from datetime import date

import pytest

from people.ages import AgeGroup, age_group_on, age_on

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("day", "year", "month", "age"),
    [
        (date(2026, 1, 1), 2014, None, 12),
        (date(2026, 12, 31), 2014, None, 12),
        (date(2026, 4, 30), 2014, 5, 11),
        (date(2026, 5, 1), 2014, 5, 12),
        (date(2014, 1, 1), 2014, None, 0),
        (date(2013, 12, 31), 2014, None, -1),
        (date(2026, 1, 1), None, None, None),
    ],
)
def test_age_on_counts_completed_years(day, year, month, age):
    assert age_on(day, birth_year=year, birth_month=month) == age


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (0, AgeGroup.UP_TO_5),
        (5, AgeGroup.UP_TO_5),
        (6, AgeGroup.FROM_6),
        (9, AgeGroup.FROM_6),
        (10, AgeGroup.FROM_10),
        (14, AgeGroup.FROM_10),
        (15, AgeGroup.FROM_15),
        (17, AgeGroup.FROM_15),
        (18, AgeGroup.YOUTH),
        (24, AgeGroup.YOUTH),
        (25, AgeGroup.ADULT),
        (-1, AgeGroup.UNKNOWN),
    ],
)
def test_age_group_on_has_sharp_edges(age, group):
    assert age_group_on(date(2026, 6, 1), birth_year=2026 - age) == group


def test_age_group_without_a_birth_year_is_unknown():
    assert age_group_on(date(2026, 6, 1), birth_year=None) == AgeGroup.UNKNOWN
