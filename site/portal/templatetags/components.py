"""Small marks that stand in every template: icons of our own sprite, and links that keep the rest of the address."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles.finders import find
from django.core.files.storage import Storage, storages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..public_style import PUBLIC, style_element

register = template.Library()

SPRITE = "img/icons.svg"
BLANKS = re.compile(r">\s+<")

LANGUAGE_PREFIX = re.compile(r"^/(km|en)(?=/|$)")


@register.simple_tag(takes_context=True)
def icon(context: template.Context, name: str, label: str = "") -> SafeString:
    """A pictogram of ``static/img/icons.svg``. Without a label it is decoration: the word stands beside it.

    On a public page it is drawn in the page itself, which saves a reader with a slow line a journey.
    """
    request: HttpRequest | None = context.get("request")
    if request is not None and not label and PUBLIC.match(request.path):
        return _drawn(name)
    if label:
        sprite = _sprite(storages["staticfiles"])
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return _decoration(storages["staticfiles"], name)


@register.simple_tag
@cache
def brand_mark() -> SafeString:
    """The mark inside a page for everybody, which it would cost more to ask for than to have."""
    shapes = BLANKS.sub("><", Path(find("img/mark.svg")).read_text("utf-8").strip())
    whole = shapes.replace('<svg xmlns="http://www.w3.org/2000/svg"', '<svg class="brand-mark" aria-hidden="true"', 1)
    return mark_safe(whole)  # noqa: S308  our own file


@cache
def _drawn(name: str) -> SafeString:
    """The symbol of the sprite as an element of its own."""
    sprite = Path(find(SPRITE)).read_text("utf-8")
    attributes, shapes = re.search(rf'<symbol id="{re.escape(name)}"([^>]*)>(.*?)</symbol>', sprite, re.DOTALL).groups()
    return mark_safe(f'<svg class="icon" aria-hidden="true"{attributes}>{shapes}</svg>')  # noqa: S308  our own file


@lru_cache(maxsize=8)
def _sprite(storage: Storage) -> str:
    """The address of the sprite in one storage: a list of fifty rows shows two hundred pictograms."""
    return storage.url(SPRITE)


@lru_cache(maxsize=512)
def _decoration(storage: Storage, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(storage), name)


@register.simple_tag(takes_context=True)
def public_style(context: template.Context) -> SafeString:
    """The styles of a page for everybody."""
    return style_element(context.get("request"))


@register.filter
def place_parts(parts: Iterable[str]) -> SafeString:
    """The names of a place from the province down, each of them kept whole at the end of a line."""
    return format_html_join("", '<span class="place-part">{}</span> ', ((part,) for part in parts))


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
