"""The door for who was read a code over the phone."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ..actions.codes import choose_password_by_code
from ..adapter import TOO_MANY
from ..forms.codes import ResetByCodeForm
from ..models import User


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password_by_code(request: HttpRequest) -> HttpResponse:
    """A second step that the person set up is still asked for: the code stands for the password alone."""
    wish = _wish(request)
    form = ResetByCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (user := _carry_out(request, form)) is not None:
        return perform_login(request, Login(user=user, redirect_url=wish or reverse("desk")))
    return render(request, "account/code.html", {"form": form, "next": wish})


def _carry_out(request: HttpRequest, form: ResetByCodeForm) -> User | None:
    """Every try counts, the right one too: by user name, by address, and at the code itself."""
    given = form.cleaned_data
    if not ratelimit.consume(request, action="reset_code", key=given["username"].lower()):
        form.add_error(None, TOO_MANY)
        return None
    arguments = {name: given[name] for name in ("username", "code", "password")}
    return form.carry_out(choose_password_by_code, **arguments)


def _wish(request: HttpRequest) -> str:
    """Where the person came from, such as the app; nothing beyond the portal."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if is_ours else ""
