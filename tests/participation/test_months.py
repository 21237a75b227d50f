"""Months of the calendar."""

from datetime import date

import pytest

from participation.months import last_of, months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_after(day, months, later):
    assert months_after(day, months) == later


def test_last_of_a_month_is_its_last_day():
    assert [last_of(date(2028, month, 1)).day for month in (1, 2, 4)] == [31, 29, 30]
