"""``/desk/accounts/systems/``: which other systems read numbers, with which keys; a new key, and the end of one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import editable_or_404, needs
from ..actions.tokens import end_token, make_token
from ..forms.tokens import TokenForm
from ..models import ApiToken
from ..paging import page_of
from ..proofs import needs_fresh_second_factor
from ..reads.tokens import token_rows
from ..roles import Capability
from .neighbours import neighbour_urls

C = Capability
KEYS = ("made_on", "pk")
ADDRESS = "/api/reports/v1/"


@require_safe
@needs(C.MANAGE_TOKENS, C.MANAGE_ACCOUNTS)
def token_list(request: HttpRequest) -> HttpResponse:
    tokens = ApiToken.objects.visible_to(request.user).select_related("made_by", "ended_by")
    page = page_of(tokens, keys=KEYS, asked=request.GET, is_descending=True)
    context = {
        "rows": token_rows(page.rows),
        "may_make": request.user.can(C.MANAGE_TOKENS),
        **neighbour_urls(request, page),
    }
    return render(request, "accounts/token_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(C.MANAGE_TOKENS)
@needs_fresh_second_factor
@sensitive_variables("made")
def make(request: HttpRequest) -> HttpResponse:
    """The key is on the answer, and on no other page ever again."""
    form = TokenForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.carry_out(make_token, by=request.user, **form.cleaned_data)
        if made is not None:
            token, plain = made
            context = {"row": token_rows([token])[0], "plain": plain, "address": settings.PUBLIC_URL + ADDRESS}
            response = render(request, "accounts/token_shown.html", context)
            response.headers["Referrer-Policy"] = "no-referrer"
            return response
    return render(request, "accounts/token_make.html", {"form": form})


@require_POST
@needs(C.MANAGE_TOKENS, C.MANAGE_ACCOUNTS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    token = editable_or_404(ApiToken.objects.select_related("made_by"), request.user, pk=pk)
    end_token(token=token, by=request.user)
    messages.success(request, _("The key is ended. The other system reads nothing any more."))
    return redirect("accounts:systems")
