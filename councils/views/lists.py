"""The lists of councils that an administrator keeps: ways to fill a seat, and bodies in which councils speak."""

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

from ..actions import lists as actions
from ..forms.lists import KnownBodyForm, KnownMethodForm, NewBodyForm, NewMethodForm
from ..models import FillingMethod, RepresentedBody


@require_safe
@needs(Capability.EDIT_RULES)
def lists(request: HttpRequest) -> HttpResponse:
    order = ("-is_active", "position", "pk")
    context = {
        "methods": FillingMethod.objects.order_by(*order),
        "bodies": RepresentedBody.objects.order_by(*order),
        "links": [way_to_rules()],
    }
    return render(request, "councils/lists.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_method(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        NewMethodForm(request.POST or None, initial={"position": 60}),
        actions.add_method,
        done=_("The way to fill a seat is in the list."),
        title=_("Add a way to fill a seat"),
        way_back=_way_to_lists(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_method(request: HttpRequest, pk: int) -> HttpResponse:
    method = get_object_or_404(FillingMethod, pk=pk)
    initial = {name: getattr(method, name) for name in KnownMethodForm.base_fields}
    return answer_form(
        request,
        KnownMethodForm(request.POST or None, initial=initial),
        partial(actions.change_method, method=method),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": method.name},
        way_back=_way_to_lists(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_body(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        NewBodyForm(request.POST or None, initial={"position": 60}),
        actions.add_body,
        done=_("The body is in the list."),
        title=_("Add a body in which councils speak"),
        way_back=_way_to_lists(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_body(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(RepresentedBody, pk=pk)
    initial = {name: getattr(body, name) for name in KnownBodyForm.base_fields}
    return answer_form(
        request,
        KnownBodyForm(request.POST or None, initial=initial),
        partial(actions.change_body, body=body),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": body.name},
        way_back=_way_to_lists(),
    )


def _way_to_lists() -> list[dict[str, str]]:
    return [way_to_rules(), {"label": _("Lists of councils"), "url": reverse("councils:lists")}]
