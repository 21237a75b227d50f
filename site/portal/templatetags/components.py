"""Small marks that stand in every template: icons of our own sprite, and links that keep the rest of the address."""

import re
from collections.abc import Iterable

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

LANGUAGE_PREFIX = re.compile(r"^/(km|en)(?=/|$)")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A pictogram of ``static/img/icons.svg``. Without a label it is decoration: the word stands beside it."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag(takes_context=True)
def same_page(context: template.Context, language: str) -> str:
    """The address of this public page in another language: ``/km/…`` becomes ``/en/…``."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else "/"
    if LANGUAGE_PREFIX.match(path):
        return LANGUAGE_PREFIX.sub(f"/{language}", path)
    return f"/{language}/"


@register.filter
def beside(row: Iterable, head: Iterable) -> Iterable[tuple]:
    """Each cell of a row with the heading of its column."""
    return zip(head, row, strict=False)
