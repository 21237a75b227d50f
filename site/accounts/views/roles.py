"""Roles of one account: given, confirmed, ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import needs, visible_or_404
from ..actions.roles import confirm_role, end_role, grant_role, is_end_asked
from ..forms.accounts import EndRoleForm, GrantForm
from ..models import RoleGrant, User
from ..rows import role_rows
from .accounts import KEEPERS, told


@needs(*KEEPERS)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    account = visible_or_404(User, request.user, pk=pk)
    form = GrantForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.carry_out(grant_role, user=account, by=request.user, **form.cleaned_data)
        if given is not None:
            waits = _("The role is written down. A second person must confirm it within a week.")
            messages.success(request, _("The role is given.") if given.is_confirmed else waits)
            return redirect("accounts:account", pk=pk)
    return render(request, "accounts/role_grant.html", {"form": form, "account": account})


@needs(*KEEPERS)
def end(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    held = visible_or_404(RoleGrant.objects.select_related("user"), request.user, pk=grant_pk, user_id=pk)
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ended = form.carry_out(end_role, grant=held, by=request.user, on=form.cleaned_data["on"])
        if ended:
            waits = _("It is written down that this role should end. A second person must confirm it within a week.")
            messages.success(request, waits if is_end_asked(ended) else _("The role is ended."))
            return redirect("accounts:account", pk=pk)
    context = {"form": form, "account": held.user, "row": role_rows([held])[0]}
    return render(request, "accounts/role_end.html", context)


@needs(*KEEPERS)
@require_POST
def confirm(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    held = visible_or_404(RoleGrant.objects.select_related("user"), request.user, pk=grant_pk, user_id=pk)
    try:
        confirm_role(grant=held, by=request.user)
    except ValidationError as refusal:
        return told(request, refusal, pk)
    messages.success(request, _("The role is in force now."))
    return redirect("accounts:account", pk=pk)
