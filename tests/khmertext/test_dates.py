from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmertext.dates import (
    format_date,
    format_month,
    format_short_date,
    format_time,
    parse_date,
    parse_time,
    weekday_name,
)

languages = st.sampled_from(["km", "en"])
digit_systems = st.sampled_from(["latin", "khmer"])


@given(st.dates(date(1000, 1, 1)), languages, digit_systems)
def test_dates_come_back_from_every_form(day, language, digits):
    assert parse_date(format_date(day, language, digits)) == day
    assert parse_date(format_short_date(day, language, digits)) == day
    assert parse_date(day.isoformat()) == day


@given(st.times(), digit_systems)
def test_times_come_back(moment, digits):
    assert parse_time(format_time(moment, digits)) == moment.replace(second=0, microsecond=0)


def test_dates_in_khmer_and_english():
    day = date(2026, 11, 23)
    assert format_date(day, "km", "khmer") == "២៣ វិច្ឆិកា ២០២៦"
    assert format_date(day, "km") == "23 វិច្ឆិកា 2026"
    assert format_date(day, "en") == "23 November 2026"
    assert format_short_date(day, "km") == "23/11/2026"
    assert format_short_date(day, "en-gb") == "23 Nov 2026"
    assert format_month(day, "km") == "វិច្ឆិកា 2026"
    assert weekday_name(day, "km") == "ចន្ទ"
    assert format_time(time(9, 5), "khmer") == "០៩:០៥"


@pytest.mark.parametrize(
    "text", ["23/11/2026", "២៣/១១/២០២៦", "23-11-2026", "23.11.2026", " 2026-11-23 ", "23 nov 2026"]
)
def test_parse_date_reads_what_people_type(text):
    assert parse_date(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "11/23/2026", "23/11/26", "2026", "0000-01-01", "x", "1 x 2026", "\x00"]
)
def test_parse_date_refuses_what_is_no_day(text):
    with pytest.raises(ValueError):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "25:00", "9", "09:61", "ab:cd"])
def test_parse_time_refuses_what_is_no_time(text):
    with pytest.raises(ValueError):
        parse_time(text)
