"""What everyone signed in may see and change: their own account, the code of conduct, the roles in plain words."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..access import needs
from ..actions.accounts import change_details, sign_out_everywhere
from ..actions.conduct import accept_code_of_conduct
from ..forms.accounts import MyDetailsForm
from ..roles import Capability
from ..rows import check_rows, role_cards, role_rows
from ..sessions import has_second_factor


@needs()
def my_account(request: HttpRequest) -> HttpResponse:
    context = {
        "checks": check_rows(request.user),
        "roles": role_rows(request.user.current_grants),
        "has_second_factor": has_second_factor(request.user),
        "sees_groups": request.user.can(Capability.SEE_GROUPS),
    }
    return render(request, "accounts/mine.html", context)


@needs()
@reauthentication_required(app="accounts")
def my_details(request: HttpRequest) -> HttpResponse:
    """An e-mail address opens the account by way of a new password: whoever changes it proves who they are."""
    form = MyDetailsForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = form.carry_out(change_details, user=request.user, by=request.user, **form.cleaned_data)
        if changed:
            messages.success(request, _("Your details are saved."))
            return redirect("accounts:mine")
    return render(request, "accounts/my_details.html", {"form": form})


@needs()
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of one's own but this one."""
    if request.method == "POST":
        sign_out_everywhere(user=request.user, by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("accounts:mine")
    return render(request, "accounts/my_sessions.html")


@needs()
def code_of_conduct(request: HttpRequest) -> HttpResponse:
    """Read it; accept it once. Who has accepted may read it again."""
    if request.method == "POST":
        accept_code_of_conduct(by=request.user)
        return redirect("desk")
    return render(request, "accounts/conduct.html")


@needs()
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/roles.html", {"cards": role_cards(request.user)})
