"""Emergency access: opened with a reason, seen by all officers, closed by hand, made longer by two."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import editable_or_404, needs
from accounts.actions.emergency import ask_to_extend, close_access
from accounts.models import EmergencyAccess
from accounts.paging import page_of
from accounts.proofs import needs_fresh_second_factor
from accounts.reads.emergencies import counts_by_month
from accounts.roles import Capability
from accounts.views.neighbours import neighbour_urls

from ..actions.emergency import open_emergency_access
from ..forms.emergency import EmergencyForm
from ..models import CommunityGroup
from ..reads.emergencies import access_rows
from .doors import group_or_404
from .form_pages import form_page, way_to

KEYS = ("opened_at", "pk")


@require_safe
@needs(Capability.OPEN_EMERGENCY)
def board(request: HttpRequest) -> HttpResponse:
    """Every access with its reason, and how often there was one in each month."""
    accesses = EmergencyAccess.objects.visible_to(request.user)
    page = page_of(accesses.select_related("officer", "closed_by"), keys=KEYS, asked=request.GET, is_descending=True)
    context = {
        "rows": access_rows(page.rows, user=request.user),
        "counts": counts_by_month(accesses),
        **neighbour_urls(request, page),
    }
    return render(request, "participation/emergency_board.html", context)


@require_http_methods(["GET", "POST"])
@needs(Capability.OPEN_EMERGENCY)
def open_group(request: HttpRequest, pk: object) -> HttpResponse:
    """Whether the group lies within reach is asked first: the second factor tells nothing of a group beyond it."""
    return _open(request, group_or_404(request.user, Capability.OPEN_EMERGENCY, pk=pk))


@needs_fresh_second_factor
def _open(request: HttpRequest, group: CommunityGroup) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    action = partial(open_emergency_access, group=group)
    if form.is_valid() and form.carry_out(action, by=request.user, **form.cleaned_data):
        messages.success(request, _("The people of this group are open to you for three hours."))
        return redirect("groups:page", pk=group.pk)
    return form_page(
        request,
        form,
        title=_("Emergency access"),
        lead=group.name,
        submit=_("Open for three hours"),
        warning=_("Only where a child's safety asks for it now. You read, and change nothing."),
        notes=[
            _("The facilitators of this group and the other safeguarding officers are told at once."),
            _("Each page that you open is written in the journal with this access."),
            _("It closes by itself after three hours. A second person must confirm if it is to last longer."),
        ],
        way_back=way_to(group),
    )


@require_POST
@needs(Capability.OPEN_EMERGENCY)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    access = editable_or_404(EmergencyAccess, request.user, pk=pk)
    return _done(request, partial(close_access, access=access), _("The emergency access is closed."))


@require_POST
@needs(Capability.OPEN_EMERGENCY)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    access = editable_or_404(EmergencyAccess, request.user, pk=pk)
    asked = _("Asked. A second person must confirm before this access ends.")
    return _done(request, partial(ask_to_extend, access=access), asked)


def _done(request: HttpRequest, action: partial, sentence: str) -> HttpResponse:
    try:
        action(by=request.user)
    except ValidationError as refusal:
        for text in refusal.messages:
            messages.error(request, text)
    else:
        messages.success(request, sentence)
    return redirect(reverse("emergency:board"))
