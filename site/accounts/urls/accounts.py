"""Addresses of accounts: ``/desk/accounts/``."""

from django.urls import path

from ..views import accounts, downloads, mine, roles, second_person, tokens

app_name = "accounts"

urlpatterns = [
    path("", accounts.account_list, name="list"),
    path("list.csv", downloads.account_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", downloads.account_file, {"format": "xlsx"}, name="list_xlsx"),
    path("invite/", accounts.invite, name="invite"),
    path("roles/", mine.roles, name="roles"),
    path("mine/", mine.my_account, name="mine"),
    path("mine/details/", mine.my_details, name="my_details"),
    path("mine/sessions/", mine.sign_out_elsewhere, name="my_sessions"),
    path("conduct/", mine.code_of_conduct, name="conduct"),
    path("requests/", second_person.request_list, name="requests"),
    path("requests/<int:pk>/confirm/", second_person.confirm, name="confirm_request"),
    path("requests/<int:pk>/turn-down/", second_person.turn_down, name="turn_down_request"),
    path("systems/", tokens.token_list, name="systems"),
    path("systems/make/", tokens.make, name="make_token"),
    path("systems/<int:pk>/end/", tokens.end, name="end_token"),
    path("<int:pk>/", accounts.account_page, name="account"),
    path("<int:pk>/link/", accounts.give_link, name="give_link"),
    path("<int:pk>/close/", accounts.question, {"step": "close"}, name="close"),
    path("<int:pk>/open/", accounts.question, {"step": "open"}, name="open"),
    path("<int:pk>/sessions/", accounts.question, {"step": "sessions"}, name="end_sessions"),
    path("<int:pk>/second-factor/", accounts.question, {"step": "second-factor"}, name="remove_second_factor"),
    path("<int:pk>/roles/", roles.grant, name="grant"),
    path("<int:pk>/roles/<int:grant_pk>/end/", roles.end, name="end_role"),
    path("<int:pk>/roles/<int:grant_pk>/confirm/", roles.confirm, name="confirm_role"),
]
