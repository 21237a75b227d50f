"""A number for each request, which its log lines carry and its answer tells, so that a reader can name it to us."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .public_style import PUBLIC

HEADER = "X-Request-ID"
OF_A_PROXY = re.compile(r"[0-9a-f]{32}")
"""As nginx makes them; anything else that somebody sends could be a name."""

current: ContextVar[str] = ContextVar("request_id", default="")
route: ContextVar[Callable[[], str] | None] = ContextVar("route", default=None)


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, never what somebody typed into it; empty where it leads nowhere."""
    match = request.resolver_match
    return match.route if match else ""


def with_request_id(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first of all middleware: what those below it log carries the number too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
        request.id = sent if OF_A_PROXY.fullmatch(sent) else uuid.uuid4().hex
        tokens = current.set(request.id), route.set(lambda: route_of(request))
        try:
            response = get_response(request)
            if not PUBLIC.match(request.path):  # those are the same for everybody, and kept
                response.headers[HEADER] = request.id
            return response
        finally:
            current.reset(tokens[0])
            route.reset(tokens[1])

    return middleware
