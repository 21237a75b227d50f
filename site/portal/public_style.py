"""The styles of public pages stand in the page: one answer paints it, also on a line where each round trip counts.

They are the same files that everybody edits (``portal.stylesheets``), and of their rules those that the page has a use
for: what stands before the words delays them. The policy allows them by their hash, because a nonce could not be kept
in any cache.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .pruning import PROPERTY, READ, Group, Rule, known_names, pruned, rules_of, with_plain_values
from .stylesheets import AFTER, joined
from .stylesheets import PUBLIC as SHEET

PUBLIC = re.compile(r"^/(km|en)/(?!_util/)")
"""Pages for everybody; whatever lies elsewhere is kept out of search engines."""

PLACE = "<style>/* the rules of this page */</style>"
"""Where the styles come to stand once the page is known."""
CLASSES = re.compile(rb'\bclass="([^"]*)"')
ELEMENTS = re.compile(rb"<([A-Za-z][\w-]*)")
DATA = re.compile(rb"\s(data-[\w-]+)")
DRAWN = re.compile(rb'<use href="[^"#]+#')
"""A drawing out of a file, which takes the custom properties of the place where it is shown."""
IMPLIED = frozenset(("html", "head", "body", "tbody"))
"""Elements that are there also where no tag says so."""
SCRIPT = re.compile(rb"<script\b[^>]*\bsrc=")
OF_SCRIPTS = ("leave.js", "packs/*.js")
"""Scripts of public pages, which may make an element or give it a class that the page does not have yet."""
WORD = re.compile(r"[A-Za-z_][\w-]*")
BETWEEN_LINES = re.compile(rb"\n\s+")
AS_WRITTEN = re.compile(rb"<(?:pre|textarea)\b")
"""Elements in which each blank counts."""


@cache
def styles() -> str:
    """The joined sheet. It names no file: a page has everything inside that its first paint needs."""
    return Path(find(SHEET)).read_text("utf-8")


@cache
def _rules() -> tuple[Rule | Group, ...]:
    return rules_of(styles())


@cache
def _known() -> frozenset[str]:
    return known_names(_rules())


@cache
def _of_scripts() -> frozenset[str]:
    """What scripts may bring: every word of theirs is taken for a class and for an element, and any data attribute."""
    folder = settings.BASE_DIR / "static" / "js"
    files = [path for pattern in OF_SCRIPTS for path in sorted(folder.glob(pattern))]
    words = set(WORD.findall(" ".join(path.read_text("utf-8") for path in files)))
    data = {name for name in _known() if name.startswith("[")}
    return _known() & (words | {f".{word}" for word in words} | data)


@cache
def _declared_after() -> frozenset[str]:
    """The custom properties to which the sheet behind the words may give another value, as on paper."""
    return frozenset(name for name, _value in PROPERTY.findall(joined(AFTER)))


@cache
def _read_by_drawings() -> frozenset[str]:
    drawings = sorted((settings.BASE_DIR / "static" / "img").rglob("*.svg"))
    return frozenset(READ.findall("".join(path.read_text("utf-8") for path in drawings)))


@lru_cache(maxsize=256)  # pages of a kind have the same names
def _styles_for(names: frozenset[str], read: frozenset[str]) -> tuple[bytes, str]:
    text = with_plain_values(pruned(_rules(), names), read, _declared_after()).encode()
    return text, f"'sha256-{b64encode(hashlib.sha256(text).digest()).decode()}'"


def _names_on(page: bytes) -> Iterator[str]:
    yield from (f".{name}" for name in b" ".join(CLASSES.findall(page)).decode().split())
    yield from (name.decode().lower() for name in set(ELEMENTS.findall(page)))
    yield from (f"[{name.decode()}]" for name in set(DATA.findall(page)))


def styles_for(page: bytes) -> tuple[bytes, str]:
    """The rules for an HTML page, and how the policy knows them: ``'sha256-…'``.

    Drawings read custom properties, those in the page as those that it shows out of a file.
    """
    names, read = _known().intersection((*IMPLIED, *_names_on(page))), frozenset(READ.findall(page.decode()))
    has_script = SCRIPT.search(page)
    if has_script:
        names |= _of_scripts()
    if has_script or DRAWN.search(page):
        read |= _read_by_drawings()
    return _styles_for(names, read)


def put_styles(page: bytes) -> tuple[bytes, str | None]:
    """The page with its styles in their place and no blanks that only templates need, and the hash of its styles.

    One that has no place for them stays as it was.
    """
    place = PLACE.encode()
    if place not in page:
        return page, None
    if not AS_WRITTEN.search(page):
        page = BETWEEN_LINES.sub(b"\n", page).lstrip()
    text, fingerprint = styles_for(page)
    return page.replace(place, b"<style>" + text + b"</style>", 1), fingerprint


def style_element(request: HttpRequest | None) -> SafeString:
    """The place of the styles on a public page; elsewhere, as on an error behind the door, a link to all of them."""
    if request is not None and PUBLIC.match(request.path):
        return mark_safe(PLACE)  # noqa: S308  our own
    return format_html('<link rel="stylesheet" href="{}">', static(SHEET))
