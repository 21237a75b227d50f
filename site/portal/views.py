"""The few answers that belong to no package: the door, what robots and probes read, and doors that stay shut."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views import csrf
from django.views.decorators.http import require_safe

KEPT_FROM_ROBOTS = ("/admin/", "/accounts/", "/desk/", "/documents/", "/field/")


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """``/`` leads to the home page in the language the browser asks for, in Khmer where it asks for none of ours."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone, and where the map of the rest lies."""
    closed = (f"Disallow: {path}" for path in KEPT_FROM_ROBOTS)
    lines = ["User-agent: *", *closed, "", f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask here without having read a page."""
    return redirect(static("img/mark-32.png"))


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole, where the operator named somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404("No contact is set.")
    expires = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires}", "Preferred-Languages: km, en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says that the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


def no_such_page(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For an address that a package offers and the portal does not."""
    raise Http404("No such page.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page whoever asks and for whatever, so it is made once in each language that the frame may speak."""
    return HttpResponse(_page_not_found(get_language()), status=404)


@cache
def _page_not_found(language: str) -> bytes:
    return render_to_string("404.html").encode()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long is told so on a page; the phone's app by a code that it knows."""
    if request.path.startswith(reverse("fieldbook:session").removesuffix("session/")):
        from fieldbook.views.replies import fault  # of which only phones have need

        return fault("page_too_old")
    return csrf.csrf_failure(request, reason)
