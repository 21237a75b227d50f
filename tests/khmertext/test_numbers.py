import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmertext.numbers import format_number, parse_int, to_ascii_digits, to_khmer_digits


@given(st.integers(-(10**15), 10**15))
def test_numbers_come_back_from_both_digit_systems(number):
    assert parse_int(format_number(number)) == number
    assert parse_int(format_number(number, "khmer")) == number
    assert parse_int(to_khmer_digits(str(number))) == number


@given(st.text("0123456789", max_size=20))
def test_digits_come_back(text):
    assert to_ascii_digits(to_khmer_digits(text)) == text


def test_format_number_sets_thousands_apart():
    assert format_number(12345.6) == "12,345.6"
    assert format_number(12345, "khmer") == "១២,៣៤៥"
    assert format_number(0.5, places=2) == "0.50"


@pytest.mark.parametrize("text", ["", " ", "12,34", "1.5", "មួយ", "--1", "1e5", "٣", "9" * 30, "\x00"])
def test_parse_int_refuses_what_is_no_whole_number(text):
    with pytest.raises(ValueError, match="Not a whole number"):
        parse_int(text)
