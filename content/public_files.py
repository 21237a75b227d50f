"""What machines read of the public site: the map of its pages, and what a home screen shows of it."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from .sharing import whole

GROUND, BAR = "#fbf6ec", "#0b4f53"
"""As ``--ground`` and ``--bar`` in the tokens."""

BESIDE_THE_TREE = ("near", "help")
"""Public pages that are no pages of Wagtail."""

public = cache_control(public=True, max_age=3600)


class PublicSitemap(Sitemap):
    """Every live page that everybody may read, once, in its own language, with its translations beside it."""

    def items(self) -> QuerySet[Page]:
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        below = Page.objects.none()
        for home in homes:
            below |= Page.objects.descendant_of(home, inclusive=True)
        return below.live().public().filter(alias_of=None).select_related("locale").order_by("path")

    def entries(self) -> Iterator[dict]:
        pages = [(page, page.get_url(self.request)) for page in self.items()[: self.limit]]
        languages: dict[object, list[tuple[str, str]]] = {}
        for page, address in pages:
            languages.setdefault(page.translation_key, []).append((page.locale.language_code, whole(address)))
        for page, address in pages:
            yield _entry(whole(address), languages[page.translation_key], self.lastmod(page))
        for name in BESIDE_THE_TREE:
            both = [(language, whole(_in(language, name))) for language, _name in settings.LANGUAGES]
            for _language, address in both:
                yield _entry(address, both, None)


def _entry(address: str, languages: list[tuple[str, str]], changed_at: datetime | None) -> dict:
    return {"address": address, "languages": languages if len(languages) > 1 else [], "changed_at": changed_at}


def _in(language: str, name: str) -> str:
    with override(language):
        return reverse(name)


@require_safe
@public
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {"entries": PublicSitemap(request).entries()}
    return render(request, "content/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What the home screen shows, in the language of the address. The app of the field is another one, with its own."""
    language = get_language()
    first_page = f"/{language}/"
    words = {
        "id": first_page,
        "name": _("Children's Voice"),
        "short_name": _("Children's Voice"),
        "description": _("Children's clubs and councils of Cambodia: what they do, and who helps."),
        "lang": language,
        "dir": "ltr",
        "start_url": first_page,
        "scope": first_page,
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": BAR,
        "icons": [
            {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/mark-180.png"), "sizes": "180x180", "type": "image/png"},
            {"src": static("img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }
    return JsonResponse(words, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")
