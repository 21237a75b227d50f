"""Template filters for dates, times and numbers in the reader's language. Loaded in every template."""

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from ..dates import format_date, format_month, format_short_date, format_time, month_name
from ..normalise import normalise
from ..numbers import format_number

register = template.Library()


def _language() -> str:
    return get_language() or "km"


def _local(value):
    """A moment becomes local time; a day stays what it is."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def kh_date(value, digits="latin"):
    """``{{ meeting.held_on|kh_date }}``: 23 វិច្ឆិកា 2026. With ``"khmer"``: ២៣ វិច្ឆិកា ២០២៦."""
    return format_date(_local(value), _language(), digits) if isinstance(value, date) else ""


@register.filter
def kh_month(value, digits="latin"):
    """វិច្ឆិកា 2026."""
    return format_month(_local(value), _language(), digits) if isinstance(value, date) else ""


@register.filter
def kh_short_date(value, digits="latin"):
    """23/11/2026 in Khmer, 23 Nov 2026 in English."""
    return format_short_date(_local(value), _language(), digits) if isinstance(value, date) else ""


@register.filter
def kh_time(value, digits="latin"):
    """14:30, in the portal's time zone."""
    return format_time(_local(value), digits) if isinstance(value, (time, datetime)) else ""


@register.filter
def kh_number(value, digits="latin"):
    """12,345."""
    return "" if value is None or value == "" else format_number(value, digits)


@register.filter
def nowrap_name(value):
    """A name that is not cut at the end of a line: browsers part the words inside Khmer names."""
    return format_html('<span class="no-wrap">{}</span>', normalise(str(value))) if value else ""


@register.simple_tag
def month_names():
    """The twelve months in the reader's language with strokes between them, for scripts: browsers know no Khmer."""
    return "|".join(month_name(month, _language()) for month in range(1, 13))
