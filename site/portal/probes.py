"""What machines ask of the portal: does it live, can it work, what are its numbers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from . import readiness

LOOPBACK = ("127.0.0.1", "::1")
THROUGH_A_PROXY = ("X-Forwarded-For", "Forwarded", "Via")


def is_of_the_house(request: HttpRequest) -> bool:
    """Whoever sends the token, and this machine itself, unless a proxy on it asks for somebody else."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and kind == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    asks_for_others = any(name in request.headers for name in THROUGH_A_PROXY)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not asks_for_others


def answer(text: str, status: int = 200) -> HttpResponse:
    kind = "text/plain; charset=utf-8"
    return HttpResponse(text, status=status, content_type=kind, headers={"Cache-Control": "no-store"})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says that the process answers, and asks nobody: a database that is away is no reason to end it."""
    return answer("ok")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything is as it should be; what is not, only to those of the house."""
    of_the_house = is_of_the_house(request)
    findings = readiness.look() if of_the_house else readiness.looked()
    is_ready = not any(finding.fault for finding in findings)
    if of_the_house:
        text = "".join(f"{finding.name}: {finding.fault or 'ok'}\n" for finding in findings)
    else:
        text = "ready" if is_ready else "not ready"
    return answer(text, 200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for those of the house; for others there is nothing here."""
    if not is_of_the_house(request):
        raise Http404("No such page.")
    from .metrics import CONTENT_TYPE, as_text

    return HttpResponse(as_text(), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
