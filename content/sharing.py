"""What search engines and messengers read of a public page.

A page about violence, and every page that is no page of the library (help, its calendar, a search), says nothing there
of what was read: a link that somebody passes on shows the name of the portal and a sentence that fits every page.
"""

import json
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from .models import HomePage, NewsPage, RightPage, StoryPage
from .neighbourhood import list_above, other_languages

PICTURE = "img/share.png"
PICTURE_SIZE = (1200, 630)
LOCALES = {"km": "km_KH", "en": "en_GB"}
ARTICLES: dict[type[Page], str] = {NewsPage: "NewsArticle", StoryPage: "Article", RightPage: "Article"}
"""Types of pages that are articles to a search engine, and which kind of article."""

LEADS = ("short", "lead", "welcome", "for_children")
"""What says in a sentence what a page is about, in its context or in a field of its own."""

IN_A_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""Letters that could end the element in which data stand; JSON knows them by number."""


def whole(address: str) -> str:
    """An address as somebody types it who is elsewhere."""
    return _joined(settings.PUBLIC_URL, address)


@lru_cache(maxsize=5_000)
def _joined(portal: str, address: str) -> str:
    return urljoin(f"{portal}/", address)


def head_of(page: Page | None, request: HttpRequest | None, told: dict) -> SafeString:
    """The elements of the head. ``told``: the context of the page, whose lead depends on what the reader chose."""
    manifest = format_html('<link rel="manifest" href="{}">', reverse("manifest"))
    address = _address(page, request)
    if page is None or not address:
        return mark_safe(manifest + _open_graph({**_of_no_page()}))  # noqa: S308  both are escaped
    links = _links(page, address, request)
    words = _of_no_page() if _is_quiet(page) else _of_page(page, address, lead_of(page, told))
    return mark_safe(manifest + links + _open_graph(words))  # noqa: S308  all are escaped


def facts_of(page: Page | None, request: HttpRequest | None, told: dict) -> SafeString | str:
    """The page as data, for search engines alone: they may stand behind the words, which they would delay."""
    address = _address(page, request)
    if page is None or not address or _is_quiet(page):
        return ""
    return mark_safe(_data(_graph(page, address, lead_of(page, told), request)))  # noqa: S308  its letters are harmless


def _address(page: Page | None, request: HttpRequest | None) -> str | None:
    return page.get_url(request) if page is not None and page.pk else None


def _is_quiet(page: Page) -> bool:
    return bool(getattr(page, "has_quick_exit", False))


def lead_of(page: Page, told: dict) -> str:
    """What a page is about, in a sentence; without one, the sentence about the portal."""
    leads = (told.get(name) or getattr(page, name, "") for name in LEADS)
    return page.search_description or next((each for each in leads if each), about_us())


def about_us() -> str:
    return _("Children's clubs and councils of Cambodia: what they do, and who helps.")


def _links(page: Page, address: str, request: HttpRequest | None) -> str:
    """The page's own address; and all languages, once there are two."""
    own = format_html('<link rel="canonical" href="{}">', whole(address))
    others = other_languages(page, request)
    if not others:
        return own
    languages = [(get_language(), address), *((each.language, each.address) for each in others)]
    element = '<link rel="alternate" hreflang="{}" href="{}">'
    return own + format_html_join("", element, ((code, whole(where)) for code, where in languages))


def _of_no_page() -> dict[str, object]:
    return {"title": _("Children's Voice"), "description": about_us()}


def _of_page(page: Page, address: str, lead: str) -> dict[str, object]:
    language = get_language()
    return {
        "title": page.seo_title or page.title,
        "description": lead,
        "type": "article" if type(page) in ARTICLES else "website",
        "url": whole(address),
        "site_name": _("Children's Voice"),
        "locale": LOCALES[language],
        "image": whole(static(PICTURE)),
        "image:width": PICTURE_SIZE[0],
        "image:height": PICTURE_SIZE[1],
        "image:alt": _("The mark of the portal: a lotus flower under the sun"),
    }


def _open_graph(words: dict[str, object]) -> SafeString:
    return format_html_join("", '<meta property="og:{}" content="{}">', words.items())


def _graph(page: Page, address: str, lead: str, request: HttpRequest | None) -> list[dict]:
    """What the page is, and the way to it from the first page."""
    us = {"@type": "Organization", "name": _("Children's Voice"), "url": whole("/")}
    if isinstance(page, HomePage):
        return [{**us, "logo": whole(static("img/mark-512.png")), "description": lead}]
    way = [(_("Children's Voice"), f"/{get_language()}/")]
    if above := list_above(page, request):
        way.append((above.title, above.address))
    way.append((page.title, address))
    trail = [
        {"@type": "ListItem", "position": number, "name": name, "item": whole(where)}
        for number, (name, where) in enumerate(way, start=1)
    ]
    graph: list[dict] = [{"@type": "BreadcrumbList", "itemListElement": trail}]
    if kind := ARTICLES.get(type(page)):
        article = {
            "@type": kind,
            "headline": page.title,
            "description": lead,
            "inLanguage": get_language(),
            "mainEntityOfPage": whole(address),
            "image": whole(static(PICTURE)),
            "publisher": us,
        }
        told_on = getattr(page, "told_on", None) or page.first_published_at
        graph.append({**article, "datePublished": told_on.isoformat()} if told_on else article)
    return graph


def _data(graph: list[dict]) -> str:
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text.translate(IN_A_SCRIPT)}</script>'
