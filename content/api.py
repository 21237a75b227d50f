"""What other programs may read: the public pages, their words and nothing else, under ``/api/v2/pages/``.

Wagtail's own interface, narrowed. It knows no reader, takes no password, offers no pictures and no documents, and lists
its fields here and nowhere else. What an address may ask for is checked before anything is looked up.
"""

import re
from collections.abc import Iterator

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.utils.html import strip_tags
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.filters import LocaleFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from .models import (
    AboutPage,
    AgeStep,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PoliciesPage,
    PolicyPage,
    RightPage,
    RightsPage,
    SessionGuidePage,
    SessionGuidesPage,
    StoriesPage,
    StoryPage,
)
from .neighbourhood import closed_to_strangers
from .pace import Pace

TOLD = tuple(f"{part}_{step.value}" for step in AgeStep for part in ("short", "more"))
FIELDS: dict[type[Page], tuple[str, ...]] = {
    HomePage: ("welcome",),
    AboutPage: (),
    RightsPage: ("lead",),
    RightPage: ("article", *TOLD, "questions", "articles"),
    StoriesPage: ("lead",),
    StoryPage: ("lead", "told_on", "text", "articles"),
    NewsIndexPage: ("lead",),
    NewsPage: ("lead", "told_on", "text", "articles"),
    SessionGuidesPage: ("lead",),
    SessionGuidePage: ("lead", "age", "minutes", "preparation", "steps", "safety", "articles"),
    PoliciesPage: ("lead",),
    PolicyPage: ("kind", "status", "number", "adopted_on", "for_children", "for_adults", "articles"),
}
"""What each type of page tells beside its title, address, language and days; types that are not named are not told."""

NAMES = {model._meta.label_lower: model for model in FIELDS}
RELATED = {
    RightPage: "related",
    StoryPage: "topics",
    NewsPage: "topics",
    SessionGuidePage: "topics",
    PolicyPage: "articles",
}
"""Where a page keeps the articles of the Convention that it is about."""

ASKED = {
    "limit": re.compile(r"[0-9]{1,3}", re.ASCII),
    "offset": re.compile(r"[0-9]{1,6}", re.ASCII),
    "fields": re.compile(r"[a-z0-9_,*-]{1,200}", re.ASCII),
    "locale": re.compile("|".join(code for code, _name in settings.LANGUAGES)),
    "type": re.compile(r"[A-Za-z.]{1,60}", re.ASCII),
}
"""All that an address may ask for, and how."""

LARGEST_PK = 2**31 - 1
SECONDS = 60
pace = Pace(most=120)


class Articles(Field):
    """The numbers of the articles of the Convention that a page is about."""

    def get_attribute(self, instance: Page) -> Page:
        return instance

    def to_representation(self, value: Page) -> list[int]:
        named = getattr(value, RELATED[type(value)]).filter(number__isnull=False)
        return list(named.order_by("number").values_list("number", flat=True))


class Article(Articles):
    """The number of the article that a right is."""

    def to_representation(self, value: RightPage) -> int:
        return value.topic.number


class Words(Field):
    """The words of a text in passages, without their pictures."""

    def to_representation(self, value: object) -> list[str]:
        return [words for passage in value for words in _words(passage.block.get_prep_value(passage.value)) if words]


def _words(value: object) -> Iterator[str]:
    """Texts inside a passage, in their order; what is a number, such as a picture, is none."""
    if isinstance(value, str):
        yield strip_tags(value).strip()
    elif isinstance(value, dict):
        for part in value.values():
            yield from _words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part)


OWN_FORMS = {
    "article": Article(),
    "articles": Articles(),
    "text": Words(source="body"),
    "questions": Words(),
    "steps": Words(),
}


class PublicPages(PagesAPIViewSet):
    """Live pages that everybody may read, each in its own language."""

    authentication_classes: list[type] = []
    http_method_names = ["get", "head"]
    filter_backends = [LocaleFilter]
    known_query_parameters = frozenset(ASKED)
    meta_fields = ["type", "detail_url", "html_url", "slug", "first_published_at", "last_published_at", "locale"]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "last_published_at"]
    detail_only_fields = sorted({name for names in FIELDS.values() for name in names})

    @classmethod
    def get_body_fields(cls, model: type[Page]) -> list[APIField]:
        told = [APIField(name, serializer=OWN_FORMS.get(name)) for name in FIELDS.get(model, ())]
        return [APIField("id"), APIField("title"), *told]

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view", "head": "listing_view"}), name="listing"),
            path("<int:pk>/", cls.as_view({"get": "detail_view", "head": "detail_view"}), name="detail"),
        ]

    def initial(self, request: HttpRequest, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        for name, values in request.GET.lists():
            if name not in ASKED or len(values) > 1 or not ASKED[name].fullmatch(values[0]):
                raise BadRequestError(f"not understood: {', '.join(sorted(ASKED))} may be asked for")
        if "type" in request.GET and request.GET["type"].lower() not in NAMES:
            raise BadRequestError("type doesn't exist")
        if kwargs.get("pk", 0) > LARGEST_PK:
            raise BadRequestError("no such number")

    def get_base_queryset(self) -> QuerySet[Page]:
        pages = super().get_base_queryset().filter(alias_of=None).exclude(closed_to_strangers())
        return pages.type(*FIELDS).select_related("locale").order_by("pk")

    def get_queryset(self) -> QuerySet[Page]:
        pages = self.get_base_queryset()
        asked = self.request.GET.get("type")
        return pages.exact_type(NAMES[asked.lower()]) if asked else pages

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """So many a minute for an address; and what is told may be kept by whoever stands between."""
        if not pace.allows(get_ip(request) or ""):
            return JsonResponse({"message": "too many requests"}, status=429, headers={"Cache-Control": "no-store"})
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublicPages)
