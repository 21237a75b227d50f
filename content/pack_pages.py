"""What stands behind reading packs: the list of a pack's parts, the page without internet, and the service worker."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import rjsmin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.csp import CSP
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from places.models import AdminArea

from .errands import digest
from .models import PackPage
from .models.packs import checked_on
from .pack_lists import list_of, list_of_help, list_of_near

WORKER = Path(__file__).with_name("reading_worker.js")
SAVING = settings.BASE_DIR / "static" / "js" / "packs" / "saving.js"
WORKER_POLICY = {"default-src": [CSP.NONE], "script-src": [CSP.SELF], "connect-src": [CSP.SELF]}
ENCODINGS = ("br", "gzip")


@require_safe
def pack_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Each part of a pack with its hash and its bytes. A pack that is no more is a 404: telephones let go of it."""
    packs = PackPage.objects.live().public().filter(locale=Locale.get_active()).select_related("locale")
    pack = get_object_or_404(packs, pk=pk)
    return _list_answer(request, lambda encoding: list_of(pack, request, encoding))


@require_safe
def help_files(request: HttpRequest) -> HttpResponse:
    """Each part of the way to help, kept by a reader who wants it without internet."""
    return _list_answer(request, lambda encoding: list_of_help(request, encoding))


@require_safe
def help_near_files(request: HttpRequest, pk: str) -> HttpResponse:
    """The same with who helps in a commune."""
    commune = get_object_or_404(AdminArea.objects.current().of_level(AdminArea.COMMUNE), pk=pk)
    return _list_answer(request, lambda encoding: list_of_near(commune, request, encoding))


def _list_answer(request: HttpRequest, make: Callable[[str], bytes]) -> HttpResponse:
    accepted = {each.split(";")[0].strip() for each in request.headers.get("Accept-Encoding", "").split(",")}
    encoding = next((each for each in ENCODINGS if each in accepted), "")
    body = make(encoding)
    etag = f'"{digest(body)}"'
    headers = {"Cache-Control": "public, no-cache", "ETag": etag}
    whole = HttpResponse(body, content_type="application/json", headers=headers)
    patch_vary_headers(whole, ("Accept-Encoding",))
    return get_conditional_response(request, etag=etag, response=whole)


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What a reader with a saved pack sees in the place of a page that is not saved, while there is no internet."""
    return render(request, "content/offline_page.html", {"checked_on": checked_on()})


@cache
def worker_script() -> str:
    return rjsmin.jsmin(SAVING.read_text("utf-8") + WORKER.read_text("utf-8")).strip()


@require_safe
def reading_worker(request: HttpRequest) -> HttpResponse:
    """Answers for /km/ and /en/ from what was saved; registered only by a reader who saves a pack or help."""
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response._csp_config = WORKER_POLICY
    return response
