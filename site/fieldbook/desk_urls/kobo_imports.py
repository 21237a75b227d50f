"""``/desk/kobo/imports/``: the pages that every import has, and what became of each row as a file."""

from django.urls import path

from participation.urls.imports import patterns_for

from ..views import desk_kobo
from ..xlsforms import KOBO

app_name = "kobo_imports"

urlpatterns = [
    *(each for each in patterns_for(KOBO) if not each.name.startswith("template_")),
    path("<uuid:pk>/report.csv", desk_kobo.report, {"format": "csv"}, name="report_csv"),
    path("<uuid:pk>/report.xlsx", desk_kobo.report, {"format": "xlsx"}, name="report_xlsx"),
]
