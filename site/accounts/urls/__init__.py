"""Addresses of accounts under ``/desk/``: one module per thing, each with its own namespace."""

from django.urls import path

from ..later import later
from ..views import entrance, links

urlpatterns = [
    later("accounts/", "accounts.urls.accounts", "accounts"),
    later("notices/", "accounts.urls.notices", "notices"),
    later("journal/", "accounts.urls.journal", "journal"),
    path("language/", entrance.set_language, name="set_language"),
    path("link/<str:token>/", links.open_link, name="link"),
]
