"""Fields that read what people type in the field: days, times and whole numbers in Khmer or Latin digits."""

from collections.abc import Callable
from datetime import date, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khmertext.dates import parse_date, parse_time
from khmertext.numbers import parse_int

FIRST_YEAR = 1980
"""Before it no group of this register was founded and nobody joined one."""
LAST_YEAR = 2200
"""Beyond it a term of office could not be reckoned any more."""


class _Parsed:
    """A field whose text is read by one of the functions of ``khmertext``."""

    parse: Callable[[str], object]

    def to_python(self, value: object) -> object:
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        try:
            return type(self).parse(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class DayField(_Parsed, forms.DateField):
    """A day, from the browser's own picker or typed, such as ``23/11/2026``."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    parse: Callable[[str], date] = staticmethod(parse_date)

    def validate(self, value: object) -> None:
        """A year typed with two digits is a year of antiquity to a browser."""
        super().validate(value)
        if isinstance(value, date) and value.year < FIRST_YEAR:
            raise ValidationError(_("This year is too long ago. Write all four digits."), code="long_ago")
        if isinstance(value, date) and value.year > LAST_YEAR:
            raise ValidationError(_("This year is too far away. Check the four digits."), code="far_away")


class TimeOfDayField(_Parsed, forms.TimeField):
    """A time of day, from the browser's own picker or typed, such as ``14:30``."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    parse: Callable[[str], time] = staticmethod(parse_time)


class WholeNumberField(_Parsed, forms.IntegerField):
    """A whole number; the keyboard of a phone shows digits, and Khmer ones are read too."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    parse: Callable[[str], int] = staticmethod(parse_int)

    def __init__(self, *, max_value: int, min_value: int = 0, **kwargs: object) -> None:
        super().__init__(max_value=max_value, min_value=min_value, **kwargs)
