"""The drawings of the rights inside the page: a picture of half a kilobyte is not worth a journey of its own."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles.finders import find
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


DRAWING = re.compile(r"<svg [^>]*>(.*)</svg>", re.DOTALL)
BOX = 'viewBox="0 0 96 96"'
"""Of all drawings of rights (``tests/content/test_pictograms.py``)."""


def _drawing(number: int) -> str:
    return Path(find(f"img/rights/{number:02}.svg")).read_text("utf-8").strip()


@register.simple_tag
@cache
def pictogram(number: int, css_class: str = "") -> SafeString:
    """The drawing of an article; it says nothing that the title beside it does not."""
    drawing = _drawing(number)
    opening = f'<svg class="{css_class}" aria-hidden="true" ' if css_class else '<svg aria-hidden="true" '
    return mark_safe(drawing.replace("<svg ", opening, 1))  # noqa: S308  our own files


@register.simple_tag
@cache
def pictogram_later(css_class: str) -> SafeString:
    """The place of a drawing that comes behind the words, which it would delay: see ``pictogram_behind``."""
    return mark_safe(f'<svg class="{css_class}" aria-hidden="true" {BOX}><use href="#drawing"/></svg>')  # noqa: S308


@register.simple_tag
@cache
def pictogram_behind(number: int) -> SafeString:
    """The drawing of an article for the one place on the page that waits for it."""
    inside = DRAWING.fullmatch(_drawing(number))[1]
    return mark_safe(f'<svg hidden><symbol id="drawing" {BOX}>{inside}</symbol></svg>')  # noqa: S308  our own files
