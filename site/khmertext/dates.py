"""Dates in Khmer and English, written on the server: browsers have no Khmer of their own.

Years are of the common era.
"""

import re
from datetime import date, datetime, time

from .numbers import Digits, to_ascii_digits, with_digits

KHMER_MONTHS = (
    *("មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា"),
    *("កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
KHMER_WEEKDAYS = ("ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ")
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NAMED = re.compile(r"([0-9]{1,2})\s+(\S+)\s+([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?")


def _is_khmer(language: str) -> bool:
    return language.split("-")[0] == "km"


def month_name(month: int, language: str = "km") -> str:
    return (KHMER_MONTHS if _is_khmer(language) else ENGLISH_MONTHS)[month - 1]


def weekday_name(day: date, language: str = "km") -> str:
    return (KHMER_WEEKDAYS if _is_khmer(language) else ENGLISH_WEEKDAYS)[day.weekday()]


def format_date(day: date, language: str = "km", digits: Digits = "latin") -> str:
    """``23 វិច្ឆិកា 2026``, ``23 November 2026``."""
    return with_digits(f"{day.day} {month_name(day.month, language)} {day.year:04}", digits)


def format_month(day: date, language: str = "km", digits: Digits = "latin") -> str:
    """``វិច្ឆិកា 2026``, ``November 2026``."""
    return with_digits(f"{month_name(day.month, language)} {day.year:04}", digits)


def format_short_date(day: date, language: str = "km", digits: Digits = "latin") -> str:
    """``23/11/2026`` in Khmer, which has no short names of months; ``23 Nov 2026`` in English."""
    if _is_khmer(language):
        return with_digits(f"{day.day:02}/{day.month:02}/{day.year:04}", digits)
    return with_digits(f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]} {day.year:04}", digits)


def format_time(moment: time | datetime, digits: Digits = "latin") -> str:
    """``14:30``, on the 24-hour clock in both languages."""
    return with_digits(f"{moment.hour:02}:{moment.minute:02}", digits)


def _month_number(name: str) -> int:
    for months in (
        KHMER_MONTHS,
        tuple(map(str.casefold, ENGLISH_MONTHS)),
        tuple(m[:3].casefold() for m in ENGLISH_MONTHS),
    ):
        if name.casefold() in months:
            return months.index(name.casefold()) + 1
    raise ValueError(f"Not a month: {name[:40]!r}")


def parse_date(text: str) -> date:
    """A day typed as dd/mm/yyyy, yyyy-mm-dd or with the month's name, in either digit system; else ``ValueError``."""
    plain = to_ascii_digits(text).strip()
    if match := _ISO.fullmatch(plain):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(plain):
        day, month, year = match.groups()
    elif match := _NAMED.fullmatch(plain):
        day, name, year = match.groups()
        month = str(_month_number(name))
    else:
        raise ValueError(f"Not a date: {plain[:40]!r}")
    return date(int(year), int(month), int(day))


def parse_time(text: str) -> time:
    """A time of day typed as 14:30 or 14.30, in either digit system; else ``ValueError``."""
    match = _TIME.fullmatch(to_ascii_digits(text).strip())
    if not match:
        raise ValueError(f"Not a time: {text[:40]!r}")
    return time(int(match[1]), int(match[2]))
