"""Months of the calendar: the day some months later, and the last day of a month."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_of(first: date) -> date:
    """The last day of the month in which a day lies."""
    return first.replace(day=monthrange(first.year, first.month)[1])
