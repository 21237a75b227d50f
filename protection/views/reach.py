"""How many communes reach enough types of services, on any day: the number opens down to the communes and services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from accounts.access import needs
from accounts.counting import counted
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..exports import reach_table
from ..forms.reach import ReachFilter
from ..reaching import ENOUGH_TYPES, TARGET
from ..reads.reach import commune_rows, communes_with_types
from .ways import way_to_services


@require_safe
@needs(Capability.SEE_SERVICES)
def reach(request: HttpRequest) -> HttpResponse:
    form = ReachFilter(request.GET)
    communes = communes_with_types(request.user, form.day)
    shown = form.narrow(communes)
    page = page_of(shown, keys=("pk",), asked=request.GET)
    total = counted(shown)
    exact = ngettext("%(total)s commune", "%(total)s communes", total.number)
    context = {
        "form": form,
        "day": form.day,
        "reached": form.within_place(communes).filter(types__gte=ENOUGH_TYPES).count(),
        "target": TARGET,
        "enough": ENOUGH_TYPES,
        "rows": commune_rows(page.rows, form.day),
        "found": total.words(exact, _("More than %(total)s communes")),
        "links": [way_to_services()],
        **neighbour_urls(request, page),
    }
    return render(request, "protection/reach.html", context)


@require_GET
@needs(Capability.SEE_SERVICES)
def reach_file(request: HttpRequest, format: str) -> HttpResponse:
    form = ReachFilter(request.GET)
    communes = form.narrow(communes_with_types(request.user, form.day))
    chosen = {**form.chosen, "on": form.day}
    return send_list(request, reach_table(communes, form.day), format, chosen, way_back="services:reach")
