"""Who must answer children: a list that an administrator keeps, beside the rules."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import needs
from accounts.roles import Capability

from ..actions import duty_bearers as actions
from ..forms.duty_bearers import KnownDutyBearerForm, NewDutyBearerForm
from ..models import DutyBearer
from .form_pages import answer_form
from .rules import way_to_rules


@require_safe
@needs(Capability.EDIT_RULES)
def bearers(request: HttpRequest) -> HttpResponse:
    """Those out of use stand last."""
    rows = DutyBearer.objects.order_by("-is_active", "position", "pk")
    return render(request, "participation/duty_bearers.html", {"rows": rows, "links": [way_to_rules()]})


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def add_bearer(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        NewDutyBearerForm(request.POST or None, initial={"position": 50}),
        actions.add_duty_bearer,
        done=_("Whoever writes an ask can choose it now."),
        title=_("Add who must answer"),
        way_back=_way_to_bearers(),
    )


@require_http_methods(["GET", "POST"])
@needs(Capability.EDIT_RULES)
def edit_bearer(request: HttpRequest, pk: int) -> HttpResponse:
    bearer = get_object_or_404(DutyBearer, pk=pk)
    initial = {name: getattr(bearer, name) for name in KnownDutyBearerForm.base_fields}
    return answer_form(
        request,
        KnownDutyBearerForm(request.POST or None, initial=initial),
        partial(actions.change_duty_bearer, bearer=bearer),
        done=_("The changes are saved."),
        title=_("Edit “%(name)s”") % {"name": bearer.name},
        way_back=_way_to_bearers(),
    )


def _way_to_bearers() -> list[dict[str, str]]:
    return [way_to_rules(), {"label": _("Who must answer children"), "url": reverse("rules:bearers")}]
