"""Addresses of accounts under ``/desk/``."""

from django.urls import include, path

from .views import accounts, downloads, entrance, journal, links, mine, notices, roles

account_urls = (
    [
        path("", accounts.account_list, name="list"),
        path("list.csv", downloads.account_file, {"format": "csv"}, name="list_csv"),
        path("list.xlsx", downloads.account_file, {"format": "xlsx"}, name="list_xlsx"),
        path("invite/", accounts.invite, name="invite"),
        path("roles/", mine.roles, name="roles"),
        path("mine/", mine.my_account, name="mine"),
        path("mine/details/", mine.my_details, name="my_details"),
        path("mine/sessions/", mine.sign_out_elsewhere, name="my_sessions"),
        path("conduct/", mine.code_of_conduct, name="conduct"),
        path("<int:pk>/", accounts.account_page, name="account"),
        path("<int:pk>/link/", accounts.give_link, name="give_link"),
        path("<int:pk>/close/", accounts.question, {"step": "close"}, name="close"),
        path("<int:pk>/open/", accounts.question, {"step": "open"}, name="open"),
        path("<int:pk>/sessions/", accounts.question, {"step": "sessions"}, name="end_sessions"),
        path("<int:pk>/second-factor/", accounts.question, {"step": "second-factor"}, name="remove_second_factor"),
        path("<int:pk>/roles/", roles.grant, name="grant"),
        path("<int:pk>/roles/<int:grant_pk>/end/", roles.end, name="end_role"),
        path("<int:pk>/roles/<int:grant_pk>/confirm/", roles.confirm, name="confirm_role"),
    ],
    "accounts",
)
notice_urls = (
    [
        path("", notices.notice_list, name="list"),
        path("read/", notices.all_read, name="all_read"),
        path("<int:pk>/", notices.notice_read, name="read"),
    ],
    "notices",
)
journal_urls = (
    [
        path("", journal.journal_list, name="list"),
        path("list.csv", downloads.journal_file, {"format": "csv"}, name="list_csv"),
        path("list.xlsx", downloads.journal_file, {"format": "xlsx"}, name="list_xlsx"),
    ],
    "journal",
)

urlpatterns = [
    path("accounts/", include(account_urls)),
    path("notices/", include(notice_urls)),
    path("journal/", include(journal_urls)),
    path("language/", entrance.set_language, name="set_language"),
    path("link/<str:token>/", links.open_link, name="link"),
]
