"""Where the drawings of the rights stand on a page (``content.drawings``)."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from content.drawings import BOX, address_of, drawing, symbol

register = template.Library()


@register.simple_tag
@cache
def pictogram(number: int, css_class: str = "") -> SafeString:
    """The drawing of an article; it says nothing that the title beside it does not."""
    opening = f'<svg class="{css_class}" aria-hidden="true" ' if css_class else '<svg aria-hidden="true" '
    return mark_safe(drawing(number).replace("<svg ", opening, 1))  # noqa: S308  our own files


@register.simple_tag
@cache
def pictogram_later(css_class: str) -> SafeString:
    """The place of a drawing that comes behind the words, which it would delay: see ``pictogram_behind``."""
    return mark_safe(f'<svg class="{css_class}" aria-hidden="true" {BOX}><use href="#drawing"/></svg>')  # noqa: S308


@register.simple_tag
@cache
def pictogram_behind(number: int) -> SafeString:
    """The drawing of an article for the one place on the page that waits for it."""
    return mark_safe(f"<svg hidden>{symbol(number, 'drawing')}</svg>")  # noqa: S308  our own files


@register.simple_tag
def drawings_of(rights: Iterable) -> str:
    """The address of one file with the drawings of some rights; of none, where there are none."""
    numbers = [right.number for right in rights]
    return address_of(numbers) if numbers else ""
