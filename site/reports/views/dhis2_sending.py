"""A frozen quarter for DHIS2: what would be sent, what is withheld, what has no code; and the files.

Sending is for who keeps the whole programme and sees its exact numbers: both, and both in the whole country.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs, refuse_page, visible_or_404
from accounts.downloads.files import as_download
from accounts.roles import Capability
from places.paths import parts_for

from ..actions.dhis2 import take_out
from ..dhis2.gathering import gather
from ..dhis2.writing import WRITERS
from ..models import FrozenQuarter
from ..quarters import Quarter
from ..scopes import exact_reach, keeps_the_programme
from ..words import quarter_words
from .ways import way_to_frozen

C = Capability
PLACES_SHOWN = 20
"""Of the places without a unit, the first."""
PROBLEMS_SHOWN = 20


def _version(request: HttpRequest, pk: str) -> FrozenQuarter:
    if not keeps_the_programme(request.user) or exact_reach(request.user) is not None:
        raise refuse_page(request)
    return visible_or_404(FrozenQuarter, request.user, pk=pk)


@require_safe
@needs(C.SEE_TOTALS)
@needs(C.MANAGE_TARGETS)
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    frozen = _version(request, pk)
    found = gather(frozen)
    shown = found.unknown_places[:PLACES_SHOWN]
    paths = parts_for(shown)
    context = {
        "found": found,
        "problems": found.problems[:PROBLEMS_SHOWN],
        "problems_left_out": max(len(found.problems) - PROBLEMS_SHOWN, 0),
        "quarter": quarter_words(Quarter.read(frozen.quarter)),
        "is_newest": not FrozenQuarter.objects.filter(quarter=frozen.quarter, version__gt=frozen.version).exists(),
        "without_unit": [paths.get(place, [place]) for place in shown],
        "links": way_to_frozen(request.user),
    }
    return render(request, "reports/dhis2_preview.html", context)


@require_GET
@needs(C.SEE_TOTALS)
@needs(C.MANAGE_TARGETS)
def values_file(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    frozen = _version(request, pk)
    try:
        found = take_out(frozen=frozen, format=format, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("targets:dhis2_preview", frozen.pk)
    writer = WRITERS[format]
    return as_download(StreamingHttpResponse(writer.lines(found), content_type=writer.content_type), writer.name(found))
