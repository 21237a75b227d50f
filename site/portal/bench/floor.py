"""The floor: a bare Django view, and a Wagtail page as the starter project serves it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from wagtail.models import Page

BARE_MIDDLEWARE = ["portal.bench.floor.on_the_floor"]
STARTER_MIDDLEWARE = [
    "portal.bench.floor.on_the_floor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
PAGE = """{% load wagtailcore_tags %}<!doctype html><html><head><title>{{ page.title }}</title></head>
<body><h1>{{ page.title }}</h1>
{% for child in page.get_children.live %}<a href="{% pageurl child %}">{{ child }}</a>{% endfor %}</body></html>"""


def on_the_floor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers with this module's addresses instead of the portal's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "portal.bench.floor"
        return get_response(request)

    return middleware


def bare(request: HttpRequest) -> HttpResponse:
    """What Django costs for one line."""
    return HttpResponse("ok")


def wagtail_page(request: HttpRequest) -> HttpResponse:
    """What Wagtail costs for one page: routing as ``wagtail.views.serve`` does it, and a template of a few lines."""
    page = Page.objects.live().get(depth=2, locale__language_code="km").specific
    return HttpResponse(engines["django"].from_string(PAGE).render({"page": page}, request))


urlpatterns = [path("bare/", bare), path("page/", wagtail_page)]
