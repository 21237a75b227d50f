"""Which language a person reads, and the gate before everything that needs a sign-in."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .access import refuse_page
from .loopback import is_from_this_machine
from .publishing import OPENS_THE_ADMIN
from .sessions import is_idle_too_long, lacks_second_factor

type View = Callable[[HttpRequest], HttpResponse]

PUBLIC = re.compile(r"^/(km|en)(/|$)")
GATED = ("/desk/", "/field/", "/admin/")
OPEN_TO_STRANGERS = ("/desk/link/", "/desk/language/", "/desk/calendar/feed/", "/field/")
READ_BY_THE_APP = "/field/api/"
"""Answers in JSON, never with a page: who would be stopped is a stranger there, and the app asks to sign in."""
BEFORE_THE_CODE_OF_CONDUCT = ("/desk/link/", "/desk/language/", "/desk/accounts/conduct/")
LEADS_ELSEWHERE = {
    "/admin/login/": "account_login",
    "/admin/password_reset/": "account_reset_password",
    "/admin/account/": "accounts:mine",
}
CLOSED = re.compile(r"^/(django-admin/|admin/(users|groups|api-tokens|bulk/(accounts|auth)|password_reset)/)")
"""Wagtail's own screens for people: they would set flags and passwords behind our back."""


def person_language(get_response: View) -> View:
    """Public pages speak the language of their path; all else that of the person, of the cookie, or Khmer.

    Takes the place of Django's own, which would turn a 404 of the desk into a redirect to a public page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def language_of(request: HttpRequest) -> str:
    if public := PUBLIC.match(request.path):
        return public[1]
    wish = getattr(request.user, "language", None) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return wish if wish in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def gate(get_response: View) -> View:
    """Nobody passes without what their role asks for, and nothing behind the gate stays in a cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if PUBLIC.match(request.path):  # nothing here looks at the session, so that caches may keep the page
            return get_response(request)
        if request.path in LEADS_ELSEWHERE:
            return redirect(LEADS_ELSEWHERE[request.path])
        if CLOSED.match(request.path):
            raise refuse_page(request) if request.user.is_authenticated else Http404("No such page.")
        stop = stop_at_the_gate(request)
        if stop is not None and request.path.startswith(READ_BY_THE_APP):
            request.user, stop = AnonymousUser(), None
        response = stop or get_response(request)
        # The shell of the phone's app tells nothing of anybody and says itself how long it may be kept.
        says_itself = request.path.startswith("/field/") and "Cache-Control" in response.headers
        if not says_itself and (request.path.startswith(GATED) or request.user.is_authenticated):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def stop_at_the_gate(request: HttpRequest) -> HttpResponse | None:
    """The page that must come first, or nothing where the way is free."""
    is_gated = request.path.startswith(GATED)
    if not request.user.is_authenticated:
        if is_gated and not request.path.startswith(OPEN_TO_STRANGERS):
            return to_sign_in(request)
        return None
    if request.user.is_demo and not is_from_this_machine(request) or is_idle_too_long(request):
        return end_of_session(request)
    if not is_gated or request.path.startswith(BEFORE_THE_CODE_OF_CONDUCT):
        return None
    if request.user.code_of_conduct_accepted_at is None:
        return first(request, "accounts:conduct")
    if lacks_second_factor(request):
        messages.warning(request, _("Your role needs a second step at sign-in. Set it up now."))
        return first(request, "mfa_activate_totp")
    if request.path.startswith("/admin/") and not any(request.user.can(each) for each in OPENS_THE_ADMIN):
        raise refuse_page(request)
    return None


def first(request: HttpRequest, url_name: str) -> HttpResponse:
    """Leads to a page that must be done before; a page asked for inside another one (htmx) is left as a whole."""
    url = reverse(url_name)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def end_of_session(request: HttpRequest) -> HttpResponse:
    """Signs out who was away too long and says so."""
    logout(request)
    messages.info(request, _("You were away for a while, so we signed you out. Sign in again."))
    return to_sign_in(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Asks to sign in; who wanted to look at a page comes back to it."""
    if request.method == "GET" and request.path.startswith(GATED) and not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    return first(request, "account_login")
