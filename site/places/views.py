"""Parts of the place picker. Reference data: whoever is signed in may ask."""

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .choices import is_area_id, matches, next_step
from .models import AdminArea

_HTML_NAME = re.compile("[A-Za-z][A-Za-z0-9_-]{0,99}")


def _levels(request: HttpRequest) -> list[int]:
    asked = {int(level) for level in request.GET.get("level", "").split(",") if level in {"1", "2", "3", "4"}}
    return sorted(asked) or list(AdminArea.LEVELS)


def _within(request: HttpRequest) -> list[str]:
    return [area_id for area_id in request.GET.get("within", "").split(",")[:50] if is_area_id(area_id)]


def _html_name(request: HttpRequest, key: str, default: str) -> str:
    given = request.GET.get(key, "")
    return given if _HTML_NAME.fullmatch(given) else default


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """``?q=&level=3,4&within=mef05``: at most twenty places as the options of a listbox."""
    found, has_more = matches(request.GET.get("q", ""), levels=_levels(request), within=_within(request))
    context = {"matches": found, "has_more": has_more, "list_id": _html_name(request, "list", "places")}
    return render(request, "places/_options.html", context)


@require_GET
@login_required
def children(request: HttpRequest) -> HttpResponse:
    """``?parent=mef05&level=3,4&name=area``: the select below an area, or nothing."""
    step = next_step(request.GET.get("parent", ""), deepest=max(_levels(request)), within=_within(request))
    if step is None:
        return HttpResponse()
    context = {"step": step, "name": _html_name(request, "name", "area"), "id": _html_name(request, "id", "id_area")}
    return render(request, "places/_step.html", context)
