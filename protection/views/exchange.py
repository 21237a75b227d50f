"""Case systems at the desk: what they call our types and places, and the files in their forms."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import needs
from accounts.downloads.files import as_download
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.views.form_pages import answer_form, ask

from ..actions import exchange as actions
from ..exchange.codes import list_of
from ..exchange.oscar import provinces
from ..exchange.writing import FILES, Asked
from ..forms.exchange import LocationsFilter, PlaceCodeForm, SourceForm, TypeCodeForm
from ..models import ExchangePlace, ExchangeSystem, ServiceType, ServiceTypeCode
from ..reads.exchange import coded_places, system_rows
from .ways import way_to_services

C = Capability
PRESET_WORDS: dict[str, Callable[[], str]] = {
    "primero": lambda: _("Take over the list that Primero is delivered with"),
    "primero_oscar": lambda: _("Take over the list of a Primero that is joined to OSCaR"),
    "oscar": lambda: _("Take over the services of OSCaR"),
}


def way_to_exchange() -> list[dict[str, str]]:
    return [way_to_services(), {"label": _("For Primero and OSCaR"), "url": reverse("services:exchange")}]


@require_safe
@needs(C.SEE_SERVICES, C.EDIT_RULES)
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "systems": system_rows(),
        "provinces": provinces(),
        "places": ExchangePlace.objects.count(),
        "may_edit": request.user.can(C.EDIT_RULES),
        "may_take": request.user.can(C.SEE_SERVICES),
        "links": [way_to_services()],
    }
    return render(request, "protection/exchange.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def edit_code(request: HttpRequest, pk: int, system: str) -> HttpResponse:
    type = get_object_or_404(ServiceType, pk=pk)
    row = ServiceTypeCode.objects.filter(type=type, system=system).first()
    return answer_form(
        request,
        TypeCodeForm(request.POST or None, row=row),
        partial(actions.set_type_code, type=type, system=system),
        done=_("The code is kept."),
        title=_("What %(system)s calls a type of service") % {"system": ExchangeSystem(system).label},
        lead=type.name,
        way_back=way_to_exchange(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def remove_code(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ServiceTypeCode.objects.select_related("type"), pk=pk)
    return ask(
        request,
        partial(actions.remove_type_code, row=row),
        done=_("The type has no code there any more. Its services are left out of the files."),
        title=_("Remove a code"),
        lead=f"{row.get_system_display()} · {row.type.name} · {row.code}",
        submit=_("Remove"),
        way_back=way_to_exchange(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def take_list(request: HttpRequest, preset: str) -> HttpResponse:
    return ask(
        request,
        partial(actions.take_list, preset=preset),
        done=_("The list is taken over. Compare it with what your system shows."),
        title=PRESET_WORDS[preset](),
        lead=_("Codes of this system that were written by hand are replaced. No service changes."),
        submit=_("Take it over"),
        way_back=way_to_exchange(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def edit_source(request: HttpRequest, system: str) -> HttpResponse:
    return answer_form(
        request,
        SourceForm(request.POST or None, source=list_of(system)),
        partial(actions.set_source, system=system),
        done=_("The changes are saved."),
        title=_("Which list of places %(system)s follows") % {"system": ExchangeSystem(system).label},
        lead=_("Lists of several years differ. Choose the one whose codes that system holds."),
        way_back=way_to_exchange(),
    )


@require_safe
@needs(C.EDIT_RULES)
def place_list(request: HttpRequest) -> HttpResponse:
    page = page_of(ExchangePlace.objects.all(), keys=("system", "code", "pk"), asked=request.GET)
    context = {"rows": coded_places(page.rows), "links": way_to_exchange(), **neighbour_urls(request, page)}
    return render(request, "protection/exchange_places.html", context)


def way_to_places() -> list[dict[str, str]]:
    return [*way_to_exchange(), {"label": _("Places with another code"), "url": reverse("services:exchange_places")}]


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def set_place(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        PlaceCodeForm(request.POST or None),
        actions.set_place_code,
        done=_("The code is kept."),
        title=_("A place with another code"),
        lead=_("Only for a place whose code in that system is another one than in its list."),
        way_back=way_to_places(),
    )


@require_http_methods(["GET", "POST"])
@needs(C.EDIT_RULES)
def remove_place(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ExchangePlace.objects.select_related("area"), pk=pk)
    return ask(
        request,
        partial(actions.remove_place_code, row=row),
        done=_("The place goes by the code of the list again."),
        title=_("Remove a code"),
        lead=f"{row.get_system_display()} · {row.area} · {row.code}",
        submit=_("Remove"),
        way_back=way_to_places(),
    )


@require_GET
@needs(C.SEE_SERVICES)
def exchange_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Services within reach that readers see, and places; ``?level=`` of locations, ``?province=`` of the gazetteer."""
    asked = Asked(user=request.user, **_about(request, kind))
    content = actions.take_out(kind=kind, asked=asked, by=request.user)
    file = FILES[kind]
    name = "-".join([kind, *([asked.province.code] if asked.province else []), timezone.localdate().isoformat()])
    return as_download(StreamingHttpResponse(content, content_type=file.content_type), f"{name}.{file.ending}")


def _about(request: HttpRequest, kind: str) -> dict[str, object]:
    if kind == "primero-locations":
        form = LocationsFilter(request.GET)
        return {"level": form.cleaned_data["level"]} if form.is_valid() else {}
    if kind == "oscar-gazetteer":
        known = provinces()
        province = next((each for each in known if each.code == request.GET.get("province")), None)
        found = province or next(iter(known), None)
        if found is None:
            raise Http404("No list of places.")
        return {"province": found}
    return {}
