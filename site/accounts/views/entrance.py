"""Doors that are open to strangers: a forgotten password, and the language to read them in."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..actions.accounts import change_language
from ..forms.accounts import LanguageForm
from ..forms.sign_in import ForgottenPasswordForm
from ..models import User
from ..tasks import send_new_password_mail


@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. One query and one job for every address, so that known and unknown answer alike."""
    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if refusal := ratelimit.consume_or_429(request, action="reset_password", key=address):
            return refusal
        user_id = User.objects.filter(email__iexact=address).values_list("pk", flat=True).first()
        send_new_password_mail.enqueue(user_id or 0)
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form})


@never_cache
def forgotten_password_done(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language: of the account for who is signed in, of this browser for all."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("desk")
    language = form.cleaned_data["language"]
    if request.user.is_authenticated:
        change_language(user=request.user, language=language, by=request.user)
    wish = form.cleaned_data["next"]
    is_ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wish if wish and is_ours else "desk")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
