"""All elections within reach: on screen page by page, and as files in numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from places.paths import parts_for

from ..forms.election_list import ElectionFilter
from ..models import Election, Tally
from ..models.election import ElectionQuerySet
from ..reads import election_tables as tables
from ..reads.elections import lines_of


@require_safe
@needs(Capability.SEE_GROUPS)
def all_elections(request: HttpRequest) -> HttpResponse:
    form = ElectionFilter(request.GET)
    found = page_of(_narrowed(request, form), keys=tables.NEWEST, asked=request.GET, is_descending=True)
    lines = lines_of(found.rows)
    paths = parts_for({line.election.council.area_id for line in lines})
    context = {
        "form": form,
        "rows": [(line, paths[line.election.council.area_id]) for line in lines],
        "is_active": bool(form.chosen),
        **neighbour_urls(request, found),
    }
    return render(request, "councils/all_elections.html", context)


@require_GET
@needs(Capability.SEE_GROUPS)
def elections_file(request: HttpRequest, format: str) -> HttpResponse:
    form = ElectionFilter(request.GET)
    table = tables.elections(_narrowed(request, form))
    return send_list(request, table, format, form.chosen, way_back="councils:all_elections")


@require_GET
@needs(Capability.SEE_GROUPS)
def results_file(request: HttpRequest, format: str) -> HttpResponse:
    form = ElectionFilter(request.GET)
    table = tables.results(_narrowed(request, form), Tally.objects.visible_to(request.user))
    return send_list(request, table, format, form.chosen, way_back="councils:all_elections")


def _narrowed(request: HttpRequest, form: ElectionFilter) -> ElectionQuerySet:
    return form.narrow(Election.objects.visible_to(request.user)).select_related("council", "method")
