"""What stands behind a one-time link. To look changes nothing; to send uses it up."""

import base64
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import purposes
from ..actions.links import choose_password, find_link, make_first_administrator
from ..forms.links import FirstAdministratorForm, PasswordTwiceForm
from ..loopback import is_from_this_machine
from ..models import OneTimeLink, User


def leaves_no_trace(view):
    """The address holds a secret: it goes neither to the next page nor into a cache.

    ``strict-origin`` hides it as well as ``no-referrer`` does, under which browsers send forms with ``Origin: null``,
    which the check against forged forms refuses.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


@leaves_no_trace
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Forged, used, revoked and expired links get one and the same answer."""
    link = find_link(token)
    is_local_only = link is not None and (
        link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR or link.user is not None and link.user.is_demo
    )
    if link is None or is_local_only and not is_from_this_machine(request):
        return render(request, "accounts/link_spent.html", status=410)
    if link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR:
        return first_administrator(request, token)
    if answer := purposes.view_of(link.purpose):
        return answer(request, token)
    return new_password(request, token, link)


def new_password(request: HttpRequest, token: str, link: OneTimeLink) -> HttpResponse:
    form = PasswordTwiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.carry_out(choose_password, token=token, password=form.cleaned_data["password"])
        if user is not None:
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("account_login")
    return render(request, "accounts/link_password.html", {"form": form, "link": link})


def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
    is_complete = request.method == "POST" and form.is_valid()
    secret = form.cleaned_data.get("secret") if form.is_bound else None
    if is_complete:
        made = form.carry_out(
            make_first_administrator,
            token=token,
            totp_secret=secret,
            language=get_language(),
            **{key: form.cleaned_data[key] for key in ("username", "full_name", "password", "code")},
        )
        if made is not None:
            user, codes = made
            return render(request, "accounts/first_administrator_done.html", {"user_made": user, "codes": codes})
    secret = secret or generate_totp_secret()
    if not form.is_bound:
        form.initial["secret"] = form.sealed(secret)
    context = {"form": form, "secret": secret, "qr": qr_of(secret, form.data.get("username", ""))}
    return render(request, "accounts/first_administrator.html", context)


def qr_of(secret: str, username: str) -> str:
    """The picture that an app scans, as the address of an image."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(User(username=username or _("administrator")), secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
