"""Reading a code over the phone to a facilitator who forgot the password."""

from textwrap import wrap

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import needs, refuse_page
from accounts.actions.codes import open_reset_code
from accounts.forms.acting import ActingForm
from accounts.roles import Capability

from ..reach import works_only_within_reach
from .facilitations import facilitator_or_404, way_to_list, way_to_person


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Capability.MANAGE_FACILITATIONS)
def open_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A code opens the whole account, so all groups of the person lie within reach.

    First the question, with what to do where only the PIN is forgotten; then the digits, on this page alone.
    """
    facilitator = facilitator_or_404(request, pk)
    if not facilitator.is_active or not works_only_within_reach(request.user, facilitator):
        raise refuse_page(request)
    form, code = ActingForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        code = form.carry_out(open_reset_code, user=facilitator, by=request.user)
    context = {
        "facilitator": facilitator,
        "form": form,
        "code": code and wrap(code, 4),
        "address": request.build_absolute_uri(reverse("account_code")),
        "links": [way_to_list(), way_to_person(facilitator)],
    }
    return render(request, "participation/facilitator_code.html", context)
