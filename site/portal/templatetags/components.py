"""Small marks that stand in every template: icons of our own sprite, and links that keep the rest of the address."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.core.files.storage import Storage, storages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

SPRITE = "img/icons.svg"

LANGUAGE_PREFIX = re.compile(r"^/(km|en)(?=/|$)")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A pictogram of ``static/img/icons.svg``. Without a label it is decoration: the word stands beside it."""
    if label:
        sprite = _sprite(storages["staticfiles"])
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return _decoration(storages["staticfiles"], name)


@lru_cache(maxsize=8)
def _sprite(storage: Storage) -> str:
    """The address of the sprite in one storage: a list of fifty rows shows two hundred pictograms."""
    return storage.url(SPRITE)


@lru_cache(maxsize=512)
def _decoration(storage: Storage, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(storage), name)


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
