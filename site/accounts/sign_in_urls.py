"""Addresses of sign-in, under ``/accounts/``: those of allauth that we use, under its names, and no others."""

from allauth.account import views as account
from django.urls import include, path

from .views import entrance

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", entrance.forgotten_password, name="account_reset_password"),
    path("password/reset/done/", entrance.forgotten_password_done, name="account_reset_password_done"),
    path("2fa/", include("allauth.mfa.urls")),
]
