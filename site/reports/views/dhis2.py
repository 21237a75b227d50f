"""The codes of DHIS2 at the desk: all of them, how the system is spoken to, one number, one place, and as files."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import editable_or_404, needs, refuse_page
from accounts.downloads.sending import send_list
from accounts.models import User
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.views.form_pages import answer_form, ask
from places.models import AdminArea

from ..actions import dhis2 as actions
from ..dhis2.cells import cell_of
from ..dhis2.gathering import name_of, system_now
from ..dhis2.tables import code_table, place_table
from ..forms.dhis2 import DhisCodeForm, DhisPlaceForm, DhisSystemForm
from ..models import DhisCode, DhisPlace, FrozenQuarter, Indicator
from ..quarters import Quarter
from ..reads.dhis2 import coded_places, mapping
from ..reads.frozen import newest_of_each
from ..scopes import keeps_the_programme, sees_exact
from ..words import quarter_words
from .ways import way_to_dhis2, way_to_dhis2_places, way_to_indicators

C = Capability


def _keep_out(request: HttpRequest) -> None:
    """For who keeps the whole programme: a code is one for all."""
    if not keeps_the_programme(request.user):
        raise refuse_page(request)


@require_safe
@needs(C.MANAGE_TARGETS)
def overview(request: HttpRequest) -> HttpResponse:
    _keep_out(request)
    context = {
        "mapping": mapping(request.user),
        "quarters": _quarters(request.user),
        "may_send": sees_exact(request.user),
        "links": way_to_indicators(),
    }
    return render(request, "reports/dhis2.html", context)


def _quarters(user: User) -> list[tuple[FrozenQuarter, str]]:
    """The newest versions of the last quarters, for who sees totals too."""
    if not sees_exact(user):
        return []
    return [(frozen, quarter_words(Quarter.read(frozen.quarter))) for frozen in newest_of_each(user)[:8]]


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def edit_system(request: HttpRequest) -> HttpResponse:
    _keep_out(request)
    return answer_form(
        request,
        DhisSystemForm(request.POST or None, system=system_now()),
        actions.change_system,
        done=_("The changes are saved."),
        title=_("How DHIS2 is spoken to"),
        lead=_("Who keeps your DHIS2 knows all of this. Nothing is sent from here by itself: you take a file along."),
        way_back=way_to_dhis2(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def edit_code(request: HttpRequest, pk: int) -> HttpResponse:
    """``?cell=sex:female``: one number of an indicator; without a word its total."""
    indicator = editable_or_404(Indicator.objects.select_related("topic"), request.user, pk=pk)
    cell = cell_of(indicator, request.GET.get("cell", "total"))
    if cell is None:
        raise Http404("No such number.")
    code = DhisCode.objects.filter(indicator=indicator, split=cell.split, group=cell.group).first()
    return answer_form(
        request,
        DhisCodeForm(request.POST or None, indicator=indicator, code=code),
        partial(actions.set_code, indicator=indicator, cell=(cell.split, cell.group)),
        done=_("The code is kept."),
        title=_("What DHIS2 calls a number"),
        lead=f"{indicator.name} · {cell.label}",
        way_back=way_to_dhis2(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def remove_code(request: HttpRequest, pk: str) -> HttpResponse:
    code = editable_or_404(DhisCode.objects.select_related("indicator"), request.user, pk=pk)
    return ask(
        request,
        partial(actions.remove_code, code=code),
        done=_("The number has no code any more and is not sent."),
        title=_("Remove a code of DHIS2"),
        lead=name_of(code),
        submit=_("Remove"),
        way_back=way_to_dhis2(),
    )


@require_safe
@needs(C.MANAGE_TARGETS)
def place_list(request: HttpRequest) -> HttpResponse:
    """The places of the level that is sent, each as it is sent."""
    _keep_out(request)
    system = system_now()
    areas = AdminArea.objects.current().of_level(system.level)
    page = page_of(areas, keys=("pk",), asked=request.GET)
    context = {
        "system": system,
        "rows": coded_places(page.rows, system),
        "links": way_to_dhis2(),
        **neighbour_urls(request, page),
    }
    return render(request, "reports/dhis2_places.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def set_place(request: HttpRequest) -> HttpResponse:
    _keep_out(request)
    form = DhisPlaceForm(request.POST or None, initial={"area": request.GET.get("area", "")})
    return answer_form(
        request,
        form,
        actions.set_place,
        done=_("The code is kept."),
        title=_("What DHIS2 calls a place"),
        lead=_("A place without a code of its own goes by its official code, where codes name places."),
        way_back=way_to_dhis2_places(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TARGETS)
def remove_place(request: HttpRequest, pk: str) -> HttpResponse:
    place = editable_or_404(DhisPlace.objects.select_related("area"), request.user, pk=pk)
    return ask(
        request,
        partial(actions.remove_place, place=place),
        done=_("The place has no code of its own any more."),
        title=_("Remove a code of DHIS2"),
        lead=f"{place.area} · {place.org_unit}",
        submit=_("Remove"),
        way_back=way_to_dhis2_places(),
    )


@require_GET
@needs(C.MANAGE_TARGETS)
def code_file(request: HttpRequest, format: str) -> HttpResponse:
    _keep_out(request)
    return send_list(request, code_table(request.user), format, {}, way_back="targets:dhis2")


@require_GET
@needs(C.MANAGE_TARGETS)
def place_file(request: HttpRequest, format: str) -> HttpResponse:
    _keep_out(request)
    return send_list(request, place_table(), format, {}, way_back="targets:dhis2_places")
