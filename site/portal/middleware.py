"""Headers that every answer carries, the policy of Wagtail's admin, and public pages that know nobody."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP

PUBLIC = re.compile(r"^/(km|en)/(?!_util/)")
"""Pages for everybody; whatever lies elsewhere is kept out of search engines."""

# Wagtail's admin writes inline scripts and styles of its own and previews pages in a frame.
ADMIN_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
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
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
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
        if not PUBLIC.match(request.path):
            return get_response(request)
        request.COOKIES = {}
        response = get_response(request)
        response.cookies.clear()
        varies = [name for name in response.headers.get("Vary", "").split(", ") if name not in ("", "Cookie")]
        if varies:
            response.headers["Vary"] = ", ".join(varies)
        else:
            response.headers.pop("Vary", None)
        return response

    return middleware
