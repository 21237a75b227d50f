"""The lists of councils that an administrator keeps: ways to fill a seat, and bodies in which councils speak."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.forms.acting import ActingForm
from accounts.roles import Capability
from participation.views.form_pages import answer_form
from participation.views.rules import way_to_rules

from ..actions import lists as actions
from ..forms.lists import KnownBodyForm, KnownMethodForm, NewBodyForm, NewMethodForm
from ..models import FillingMethod, RepresentedBody
from ..models.lists import ListRow

LAST_PLACE = 60
"""Where a new row stands: behind those of the start."""


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
    done, title = _("The way to fill a seat is in the list."), _("Add a way to fill a seat")
    return _add(request, NewMethodForm, actions.add_method, done=done, title=title)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_method(request: HttpRequest, pk: int) -> HttpResponse:
    method = get_object_or_404(FillingMethod, pk=pk)
    return _edit(request, KnownMethodForm, partial(actions.change_method, method=method), row=method)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_body(request: HttpRequest) -> HttpResponse:
    done, title = _("The body is in the list."), _("Add a body in which councils speak")
    return _add(request, NewBodyForm, actions.add_body, done=done, title=title)


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_body(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(RepresentedBody, pk=pk)
    return _edit(request, KnownBodyForm, partial(actions.change_body, body=body), row=body)


def _add(
    request: HttpRequest, shape: type[ActingForm], action: Callable[..., ListRow], *, done: str, title: str
) -> HttpResponse:
    form = shape(request.POST or None, initial={"position": LAST_PLACE})
    return answer_form(request, form, action, done=done, title=title, way_back=_way_to_lists())


def _edit(
    request: HttpRequest, shape: type[ActingForm], action: Callable[..., ListRow], *, row: ListRow
) -> HttpResponse:
    form = shape(request.POST or None, initial={name: getattr(row, name) for name in shape.base_fields})
    title = _("Edit “%(name)s”") % {"name": row.name}
    return answer_form(request, form, action, done=_("The changes are saved."), title=title, way_back=_way_to_lists())


def _way_to_lists() -> list[dict[str, str]]:
    return [way_to_rules(), {"label": _("Lists of councils"), "url": reverse("councils:lists")}]
