"""The addresses of the app itself. The same bytes for everybody, kept by the phone and asked for anew each time."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.csp import CSP
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..reads.standing import types_in_at_the_desk
from ..shell import PACKERS, election_part, packed, shell, worker_script, worried_part

KEPT = {"Cache-Control": "no-cache"}
WORKER_POLICY = {"default-src": [CSP.NONE], "script-src": [CSP.SELF], "connect-src": [CSP.SELF]}
BAR = "#0b4f53"
GROUND = "#fbf6ec"


def _pack(request: HttpRequest, response: HttpResponse) -> None:
    """In the smallest form that the browser takes."""
    patch_vary_headers(response, ("Accept-Encoding",))
    accepted = {each.strip().lower() for each in request.headers.get("Accept-Encoding", "").split(",")}
    encoding = next((each for each in PACKERS if each in accepted), None)
    if encoding:
        response.content = packed(response.content, encoding)
        response.headers["Content-Encoding"] = encoding


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """``/field/`` leads to the app in the language of the person, of the cookie, or in Khmer."""
    response = redirect(f"field:{get_language()}")
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


@require_safe
def page(request: HttpRequest, language: str) -> HttpResponse:
    """The app, without any word about anybody."""
    made = shell(language)
    whole = HttpResponse(made.body, headers={**KEPT, "Content-Language": language})
    _pack(request, whole)
    etag = made.etag_as(whole.headers.get("Content-Encoding", ""))
    whole.headers["ETag"] = etag
    response = get_conditional_response(request, etag=etag, response=whole)
    response._csp_config = made.policy  # also of a 304: its policy takes the place of the one that the browser kept
    return response


@require_safe
def election(request: HttpRequest, language: str) -> HttpResponse:
    """Templates and words for elections, the same for everybody; the app asks for them once it needs them."""
    return _part(request, election_part(language), language)


@require_safe
def worried(request: HttpRequest, language: str) -> HttpResponse:
    """The numbers to call, and what a hand-over note needs: the same for everybody, kept by the phone."""
    return _part(request, worried_part(language), language)


def _part(request: HttpRequest, body: bytes, language: str) -> HttpResponse:
    whole = HttpResponse(body, headers={**KEPT, "Content-Language": language})
    _pack(request, whole)
    return whole


@require_safe
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The square on a printed register leads here: to the app, the same for each sheet, or an officer to the desk."""
    if types_in_at_the_desk(request.user, pk):
        printed_on = {"on": request.GET["on"]} if "on" in request.GET else None
        response = redirect(reverse("meetings:sheet", args=[pk], query=printed_on))
        response.headers["Cache-Control"] = "no-store"
        return response
    return page(request, language=get_language())


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Keeps the app for times without network. With ``?sync`` a module that can send without an open page."""
    script = worker_script(sends="sync" in request.GET)
    headers = {**KEPT, "Service-Worker-Allowed": "/field/"}
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)
    _pack(request, response)
    response._csp_config = WORKER_POLICY
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the home screen shows, in Khmer, or with ``?en`` in English."""
    language = "en" if "en" in request.GET else settings.LANGUAGE_CODE
    with override(language):
        words = {
            "id": "/field/",
            "name": _("Field book"),
            "short_name": _("Field book"),
            "lang": language,
            "dir": "ltr",
            "start_url": reverse(f"field:{language}"),
            "scope": reverse("field:home"),
            "display": "standalone",
            "background_color": GROUND,
            "theme_color": BAR,
            "icons": [
                {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("img/mark-180.png"), "sizes": "180x180", "type": "image/png"},
                {"src": static("img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        }
    ascii_too = {"ensure_ascii": False}
    response = JsonResponse(words, json_dumps_params=ascii_too, content_type="application/manifest+json", headers=KEPT)
    response._csp_config = WORKER_POLICY
    return response
