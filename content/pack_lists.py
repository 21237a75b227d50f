"""What a telephone fetches to keep a reading pack: each address, what its content is known by, and what it weighs."""

import functools
import json
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from re import compile as pattern

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.core.cache import cache
from django.db.models import Count, Max
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from places.models import AdminArea
from places.paths import name
from protection.models import HelpLine
from protection.reads.nearby import told_in

from .errands import Fetched, digest, fetch
from .models import Clip, PackPage

ALWAYS = ("help", "calendar", "offline")
"""In every pack and in both languages: help, the page to which the quick exit leads, and what is shown offline."""
LETTERS, NAMED = "css/after.css", pattern(r'url\("?\.\./([^")]+)"?\)')
"""The sheet with our own letters and the rules of paper, and how it names its files."""
MAKER = 3
"""Counted up with each change of what a list tells, so that one of an older maker is answered by nobody."""
KEPT_FOR = 10 * 60
"""Seconds that a list is kept at most; publishing and helplines make a new one at once."""
OURS = (settings.STATIC_URL, settings.MEDIA_URL)


class Needs(HTMLParser):
    """The files without which a page does not look right: pictures, letters, scripts, recordings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}
        self.choices = 0
        """Forms of a picture that were offered already: a browser takes the first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and {"icon", "preload"} & set(given.get("rel", "").split()):
            self._add(given.get("href", ""))
        elif tag == "link" and given.get("href") in letters():
            self.found |= dict.fromkeys(letters())
        elif tag == "picture":
            self.choices = 0
        elif tag == "source" and "srcset" in given:
            self.choices += 1
            if self.choices == 1:
                self._add(given["srcset"].split(",")[0].split()[0])
        else:
            self._add(given.get("src", ""))

    def _add(self, address: str) -> None:
        if address.startswith(OURS):
            self.found[address] = None


@functools.cache
def letters() -> tuple[str, ...]:
    """The addresses of the sheet with our own letters, and of the files that it names."""
    return tuple(static(each) for each in (LETTERS, *NAMED.findall(Path(find(LETTERS)).read_text("utf-8"))))


def files_of(html: str) -> list[str]:
    """The addresses of the files that a page needs, in their order."""
    needs = Needs()
    needs.feed(html)
    return list(needs.found)


def list_of(pack: PackPage, asked: HttpRequest, encoding: str) -> bytes:
    """The list of a pack as JSON; made anew when something was published, or a helpline, a clip or the day changed."""
    return _kept(pack.pk, asked, encoding, lambda: _pack_made(pack, asked, encoding))


def list_of_help(asked: HttpRequest, encoding: str) -> bytes:
    """The list of what every pack keeps and nothing else, for who only wants help to be there without internet.

    It is called by the neutral name of the help page, because it stands among what a telephone keeps.
    """
    told = {"title": _("More"), "language": get_language(), "address": reverse("help"), "texts": 1}
    return _kept(get_language(), asked, encoding, lambda: _made(told, _always(), asked, encoding))


def list_of_near(commune: AdminArea, asked: HttpRequest, encoding: str) -> bytes:
    """As ``list_of_help`` with the page of who helps in a commune, in both languages. It is called by the place."""
    told = {
        "title": name(commune),
        "language": get_language(),
        "address": reverse("help_near", args=[commune.pk]),
        "texts": 1,
    }
    which = get_language(), commune.pk, told_in(commune.pk, timezone.localdate())
    addresses = [*_in_both("help_near", commune.pk), *_always()]
    return _kept(which, asked, encoding, lambda: _made(told, addresses, asked, encoding))


def _kept(which: object, asked: HttpRequest, encoding: str, make: Callable[[], bytes]) -> bytes:
    told = (which, encoding, asked.get_host(), asked.scheme, _state())
    key = f"pack:{MAKER}:{digest(repr(told).encode())}"
    kept = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, KEPT_FOR)
    return kept


def _state() -> tuple:
    pages = Page.objects.live().aggregate(Count("pk"), Max("last_published_at"))
    clips = Clip.objects.public().order_by("pk").values_list("pk", "told")
    return timezone.localdate(), tuple(pages.values()), tuple(HelpLine.objects.public().values_list()), tuple(clips)


def _pack_made(pack: PackPage, asked: HttpRequest, encoding: str) -> bytes:
    texts = list(pack.texts())
    addresses = [pack.url, *(address for text in texts for address in text.addresses), *_always()]
    told = {"title": pack.title, "language": pack.locale.language_code, "address": pack.url, "texts": len(texts)}
    return _made(told, addresses, asked, encoding)


def _made(told: dict, addresses: Iterable[str], asked: HttpRequest, encoding: str) -> bytes:
    parts: dict[str, Fetched] = {}
    files: dict[str, None] = {}
    for address in dict.fromkeys(addresses):
        if found := fetch(asked, address, encoding):
            parts[address] = found
            files |= dict.fromkeys(files_of(found.text))
    for address in files:
        if found := fetch(asked, address, encoding):
            parts[address] = found
    whole = {
        **told,
        "size": sum(part.size for part in parts.values()),
        "parts": [[address, part.digest, part.size] for address, part in parts.items()],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _always() -> list[str]:
    return [address for each in ALWAYS for address in _in_both(each)]


def _in_both(which: str, *args: str) -> list[str]:
    """An address in each language."""
    found = []
    for language, _words in settings.LANGUAGES:
        with override(language):
            found.append(reverse(which, args=args))
    return found
