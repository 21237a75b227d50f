"""The desk of services: the list, one service, what is confirmed with one tap, and what is put right."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import editable_or_404, needs, visible_or_404
from accounts.counting import Counted, counted
from accounts.downloads.sending import send_list
from accounts.paging import page_of
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls
from participation.models import CommunityGroup
from participation.views.form_pages import answer_form, ask
from people.likeness import commune_of

from ..actions import services as actions
from ..exports import service_table
from ..forms.services import CloseForm, CorrectionForm, ServiceFilter, ServiceForm
from ..models import Service
from ..reads.services import communes_elsewhere, coverage_rows, service_rows
from ..scopes import managed
from .ways import way_to_service, way_to_services

C = Capability


@require_safe
@needs(C.SEE_SERVICES)
def service_list(request: HttpRequest) -> HttpResponse:
    form, today = ServiceFilter(request.GET), timezone.localdate()
    services = form.narrow(Service.objects.visible_to(request.user))
    page = page_of(services.select_related("type"), keys=("area_id", "name_key", "pk"), asked=request.GET)
    context = {
        "form": form,
        "rows": service_rows(page.rows, user=request.user, on=today),
        "found": _found(counted(services)),
        "may_add": request.user.can(C.MANAGE_SERVICES),
        **neighbour_urls(request, page),
    }
    return render(request, "protection/service_list.html", context)


@require_GET
@needs(C.SEE_SERVICES)
def service_file(request: HttpRequest, format: str) -> HttpResponse:
    form = ServiceFilter(request.GET)
    table = service_table(form.narrow(Service.objects.visible_to(request.user)), user=request.user)
    return send_list(request, table, format, form.chosen, way_back="services:list")


@require_safe
@needs(C.SEE_SERVICES)
def page(request: HttpRequest, pk: str) -> HttpResponse:
    services, today = Service.objects.select_related("type"), timezone.localdate()
    service = visible_or_404(services, request.user, pk=pk)
    (row,) = service_rows([service], user=request.user, on=today)
    context = {
        "row": row,
        "service": service,
        "coverages": coverage_rows(service, user=request.user, on=today),
        "elsewhere": communes_elsewhere(service, user=request.user, on=today),
        "may_manage": managed(request.user).filter(pk=service.pk).exists(),
        "links": [way_to_services()],
    }
    return render(request, "protection/service_page.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_SERVICES)
def add(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, user=request.user)
    if form.is_valid() and (service := form.carry_out(actions.add_service, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The service is in the directory. Now say which communes it covers."))
        return redirect("services:cover", service.pk)
    return answer_form(
        request,
        form,
        actions.add_service,
        done="",
        title=_("Add a service"),
        lead=_("Write what readers may see. Write nothing about anybody who was helped there."),
        way_back=[way_to_services()],
    )


@require_http_methods(["GET", "POST"])
@needs(C.CONFIRM_SERVICES)
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    service = editable_or_404(Service.objects.select_related("type", "area"), request.user, pk=pk)
    form = CorrectionForm(request.POST or None, user=request.user, service=service)
    return answer_form(
        request,
        form,
        partial(actions.correct_service, service=service),
        done=_("Thank you. The service is corrected and counts as checked today."),
        title=_("Correct a service"),
        lead=_("Write what readers may see. Write nothing about anybody who was helped there."),
        way_back=way_to_service(service),
    )


@require_POST
@needs(C.CONFIRM_SERVICES)
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """One tap, from the list of what waits or from the page of the service."""
    service = editable_or_404(Service.objects.select_related("type"), request.user, pk=pk)
    try:
        actions.confirm_service(service=service, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Thank you. “%(name)s” is checked today.") % {"name": service.name})
    if "list" in request.POST:
        return redirect(f"{reverse('services:list')}?show=due")
    return redirect("services:page", service.pk)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_SERVICES)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    service = editable_or_404(managed(request.user), request.user, pk=pk)
    form = CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    return answer_form(
        request,
        form,
        partial(actions.close_service, service=service),
        done=_("The service is closed. Readers no longer see it."),
        title=_("Close a service"),
        lead=_("Every commune that it covers ends with this day."),
        submit=_("Close"),
        way_back=way_to_service(service),
    )


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_SERVICES)
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    service = editable_or_404(managed(request.user), request.user, pk=pk)
    return ask(
        request,
        partial(actions.reopen_service, service=service),
        done=_("The service is open again. Check it, and say which communes it covers."),
        title=_("Open a service again"),
        submit=_("Open it again"),
        way_back=way_to_service(service),
    )


@require_safe
@needs(C.SEE_SERVICES)
def near_group(request: HttpRequest, pk: str) -> HttpResponse:
    """From a group to the services of its commune that wait for a check."""
    group = visible_or_404(CommunityGroup, request.user, pk=pk)
    commune = commune_of(group.area_id) or group.area_id
    return redirect(f"{reverse('services:list')}?show=due&area={commune}")


def _found(total: Counted) -> str:
    exact = ngettext("%(total)s service", "%(total)s services", total.number)
    return total.words(exact, _("More than %(total)s services"))
