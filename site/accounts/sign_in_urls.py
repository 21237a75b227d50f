"""Addresses of sign-in, under ``/accounts/``: those of allauth that we use, under its names, and no others.

Those of the second step load the libraries of passkeys and ciphers. A worker loads them when the first of its readers
signs in, as allauth itself does with the step at sign-in, not when it starts.
"""

from collections.abc import Callable

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.module_loading import import_string

from .views import codes, entrance


def late(view: str) -> Callable[..., HttpResponse]:
    """A view of allauth's second step, loaded at its first request."""

    def loaded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        return import_string(f"allauth.mfa.{view}")(request, **kwargs)

    return loaded


passkeys = [
    path("", late("webauthn.views.list_webauthn"), name="mfa_list_webauthn"),
    path("add/", late("webauthn.views.add_webauthn"), name="mfa_add_webauthn"),
    path("reauthenticate/", late("webauthn.views.reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/remove/", late("webauthn.views.remove_webauthn"), name="mfa_remove_webauthn"),
    path("keys/<int:pk>/edit/", late("webauthn.views.edit_webauthn"), name="mfa_edit_webauthn"),
    path("login/", late("webauthn.views.login_webauthn"), name="mfa_login_webauthn"),
]
recovery_codes = [
    path("", late("recovery_codes.views.view_recovery_codes"), name="mfa_view_recovery_codes"),
    path("generate/", late("recovery_codes.views.generate_recovery_codes"), name="mfa_generate_recovery_codes"),
    path("download/", late("recovery_codes.views.download_recovery_codes"), name="mfa_download_recovery_codes"),
]
second_step = [
    path("", late("base.views.index"), name="mfa_index"),
    path("authenticate/", late("base.views.authenticate"), name="mfa_authenticate"),
    path("reauthenticate/", late("base.views.reauthenticate"), name="mfa_reauthenticate"),
    path("totp/activate/", late("totp.views.activate_totp"), name="mfa_activate_totp"),
    path("totp/deactivate/", late("totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path("recovery-codes/", include(recovery_codes)),
    path("webauthn/", include(passkeys)),
]

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", entrance.forgotten_password, name="account_reset_password"),
    path("password/reset/done/", entrance.forgotten_password_done, name="account_reset_password_done"),
    path("code/", codes.new_password_by_code, name="account_code"),
    path("2fa/", include(second_step)),
]
