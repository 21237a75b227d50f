"""The drawings of the rights inside the page: a picture of half a kilobyte is not worth a journey of its own."""

from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles.finders import find
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@cache
def pictogram(number: int, css_class: str = "") -> SafeString:
    """The drawing of an article; it says nothing that the title beside it does not."""
    drawing = Path(find(f"img/rights/{number:02}.svg")).read_text("utf-8").strip()
    opening = f'<svg class="{css_class}" aria-hidden="true" ' if css_class else '<svg aria-hidden="true" '
    return mark_safe(drawing.replace("<svg ", opening, 1))  # noqa: S308  our own files
