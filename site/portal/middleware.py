"""Headers that every answer carries, the policy of Wagtail's admin, and public pages that know nobody."""

import gzip
from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.csp import CSP

from .public_style import PUBLIC, put_styles

PACKERS = {"br": lambda body: brotli.compress(body, quality=5), "gzip": lambda body: gzip.compress(body, 6)}
"""How a public page is packed, the smaller first. It holds no secret, and nothing that somebody sent, to be guessed."""
TIGHT_PACKERS = {"br": brotli.compress, "gzip": lambda body: gzip.compress(body, 9)}
"""For what many will read: a twelfth smaller, for thirty times the work, which is done once."""
WILL_BE_KEPT = "portal.will_be_kept"
"""In the WSGI environment: the answer to this request is kept, and sent again."""
PACKED = ("text/html", "application/json")

FOR_MACHINES = ("/api/", "/sitemap.xml")
"""Public too, and asked by programs: the same for everybody."""

KEEP = "public, max-age=0, s-maxage=1, must-revalidate"
"""A browser asks each time whether a page is still the same; a proxy between us may answer for a second."""

PERMISSIONS = "camera=(), geolocation=(), microphone=({microphone}), payment=(), usb=(), browsing-topics=()"
"""No page may look or hear, but one whose answer is marked ``hears``: where staff record a text."""

# Wagtail's admin writes inline scripts and styles of its own and previews pages in a frame.
ADMIN_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF, "blob:"],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Isolation headers for all; Wagtail's admin and its previews get a policy under which they work."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        hears = getattr(response, "hears", False)
        response.headers["Permissions-Policy"] = PERMISSIONS.format(microphone="self" if hears else "")
        if not PUBLIC.match(request.path):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        in_admin = request.path.startswith("/admin/")
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if in_admin else "DENY"
        if in_admin:
            response.headers.pop("Content-Security-Policy", None)  # that of the page a preview shows
            response._csp_config = ADMIN_CSP
        return response

    return middleware


def strangers_on_public_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A public page never learns who reads it: cookies are taken away before anything looks at them, and none is set.

    So a shared telephone keeps no trace but the address, and every cache on the way may keep the page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not PUBLIC.match(request.path) and not request.path.startswith(FOR_MACHINES):
            return get_response(request)
        request.COOKIES = {}
        response = get_response(request)
        response.cookies.clear()
        varies = [name for name in response.headers.get("Vary", "").split(", ") if name not in ("", "Cookie")]
        if varies:
            response.headers["Vary"] = ", ".join(varies)
        else:
            response.headers.pop("Vary", None)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", KEEP)
        response._csp_config = {
            **settings.SECURE_CSP,
            "script-src": [CSP.SELF],
            "style-src": [CSP.SELF, *_with_styles(response)],
        }
        return _packed(request, response)

    return middleware


def _with_styles(response: HttpResponse) -> list[str]:
    """Gives a page its styles; the hash that the policy needs, where there are any."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page, fingerprint = put_styles(response.content)
    if fingerprint is None:
        return []
    response.content = page
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(page))
    return [fingerprint]


def accepted_packings(header: str) -> set[str]:
    return {each.split(";")[0].strip().lower() for each in header.split(",")}


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page in the smallest form that the browser takes."""
    if response.status_code == 304 or response.streaming:
        return response
    if not response.headers.get("Content-Type", "").startswith(PACKED):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    accepted = accepted_packings(request.headers.get("Accept-Encoding", ""))
    encoding = next((each for each in PACKERS if each in accepted), None)
    if encoding and not response.has_header("Content-Encoding"):
        packers = TIGHT_PACKERS if request.META.get(WILL_BE_KEPT) else PACKERS
        response.content = packers[encoding](response.content)
        response.headers["Content-Encoding"] = encoding
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
    return response
