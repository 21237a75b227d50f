"""Addresses of the journal: ``/desk/journal/``."""

from django.urls import path

from ..views import downloads, journal

app_name = "journal"

urlpatterns = [
    path("", journal.journal_list, name="list"),
    path("list.csv", downloads.journal_file, {"format": "csv"}, name="list_csv"),
    path("list.xlsx", downloads.journal_file, {"format": "xlsx"}, name="list_xlsx"),
]
