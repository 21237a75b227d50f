"""Form fields that read what Khmer keyboards send: either digit system, any order of signs."""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from .dates import parse_date, parse_time
from .normalise import normalise
from .numbers import parse_int


class KhmerCharField(forms.CharField):
    """Text kept in its one normal spelling."""

    def to_python(self, value):
        text = super().to_python(value)
        if not isinstance(text, str) or text in self.empty_values:
            return text
        ProhibitNullCharactersValidator()(text)
        normal = normalise(text)
        return normal if normal else self.empty_value


class DateInput(forms.TextInput):
    """A plain box for dd/mm/yyyy: the browser's own calendar shows no Khmer."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "text", "autocomplete": "off", "placeholder": _("dd/mm/yyyy"), **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, date):
            return f"{value.day:02}/{value.month:02}/{value.year:04}"
        return super().format_value(value)


class WrittenField(forms.Field):
    """A value of one kind, written in Khmer or Latin digits."""

    def of_moment(self, moment):
        """The part of a date with a time that the field is about."""
        raise NotImplementedError

    def parse(self, text):
        """The value that is written; ``ValueError`` where it is none."""
        raise NotImplementedError

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return self.of_moment(value)
        if isinstance(value, self.kind):
            return value
        try:
            return self.parse(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DateField(WrittenField):
    """A day typed as dd/mm/yyyy or yyyy-mm-dd, in Khmer or Latin digits."""

    widget = DateInput
    kind = date
    default_error_messages = {"invalid": _("Write the date as day/month/year, such as 23/11/2026.")}

    def of_moment(self, moment):
        return moment.date()

    def parse(self, text):
        return parse_date(text)


class TimeInput(forms.TextInput):
    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "placeholder": _("hh:mm"), **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, time):
            return f"{value.hour:02}:{value.minute:02}"
        return super().format_value(value)


class TimeField(WrittenField):
    """A time of day typed as 14:30, in Khmer or Latin digits."""

    widget = TimeInput
    kind = time
    default_error_messages = {"invalid": _("Write the time as hours:minutes, such as 14:30.")}

    def of_moment(self, moment):
        return moment.time()

    def parse(self, text):
        return parse_time(text)


class IntegerField(forms.IntegerField):
    """A whole number in Khmer or Latin digits. The box is plain text: a number box refuses Khmer digits."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a whole number.")}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                value = parse_int(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        elif isinstance(value, str):
            value = None
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off", **super().widget_attrs(widget)}
