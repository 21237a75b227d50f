"""The types of services, kept by an administrator."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.roles import Capability
from participation.views.form_pages import answer_form
from participation.views.rules import way_to_rules

from ..actions.service_types import add_service_type, change_service_type
from ..forms.service_types import KnownServiceTypeForm, NewServiceTypeForm
from ..models import ServiceType

LAST_PLACE = 120
"""Where a new type stands: behind those of the start."""


@require_safe
@needs(Capability.EDIT_RULES)
def types(request: HttpRequest) -> HttpResponse:
    rows = ServiceType.objects.order_by("-is_active", "position", "pk")
    return render(request, "protection/service_types.html", {"types": rows, "links": [way_to_rules()]})


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_type(request: HttpRequest) -> HttpResponse:
    usual = {"position": LAST_PLACE, "check_months": 6, "grace_days": 60}
    form = NewServiceTypeForm(request.POST or None, initial=usual)
    return answer_form(
        request,
        form,
        add_service_type,
        done=_("The type is in the list."),
        title=_("Add a type of service"),
        way_back=_way_to_types(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_type(request: HttpRequest, pk: int) -> HttpResponse:
    type = get_object_or_404(ServiceType, pk=pk)
    initial = {name: getattr(type, name) for name in KnownServiceTypeForm.base_fields}
    form = KnownServiceTypeForm(request.POST or None, initial=initial)
    return answer_form(
        request,
        form,
        partial(change_service_type, type=type),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": type.name},
        lead=_("New terms count from the last check of each service: some may be due, or hidden, at once."),
        way_back=_way_to_types(),
    )


def _way_to_types() -> list[dict[str, str]]:
    return [way_to_rules(), {"label": _("Types of services"), "url": reverse("services:types")}]
