"""What waits for a second person: looked at, confirmed, turned down."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import editable_or_404, needs
from ..actions.confirming import confirm_request, turn_down_request
from ..models import ConfirmationRequest
from ..proofs import needs_fresh_second_factor
from ..reads.requests import request_rows
from .accounts import KEEPERS

SHOWN = 50
WITH_PEOPLE = ("grant__user", "access__officer", "asked_by", "decided_by")


@require_safe
@needs(*KEEPERS)
def request_list(request: HttpRequest) -> HttpResponse:
    """The newest requests; those that wait say what the reader may do."""
    found = ConfirmationRequest.objects.visible_to(request.user).select_related(*WITH_PEOPLE).newest_first()
    return render(request, "accounts/request_list.html", {"rows": request_rows(found[:SHOWN], user=request.user)})


@require_http_methods(["GET", "POST"])
@needs(*KEEPERS)
@needs_fresh_second_factor
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked for the second factor comes back by GET, to the list, and presses once more."""
    if request.method == "GET":
        return redirect("accounts:requests")
    return _answer(request, pk, confirm_request, _("Confirmed. It is in force now."))


@require_POST
@needs(*KEEPERS)
def turn_down(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, turn_down_request, _("Turned down. Nothing has changed."))


def _answer(request: HttpRequest, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    asked = editable_or_404(ConfirmationRequest.objects.select_related(*WITH_PEOPLE), request.user, pk=pk)
    try:
        action(request=asked, by=request.user)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect("accounts:requests")
