"""``/desk/imports/``."""

from django.urls import path

from ..views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.import_list, name="list"),
    path("new/", imports.add, name="add"),
    path("template.xlsx", imports.template_xlsx, name="template_xlsx"),
    path("template.csv", imports.template_csv, name="template_csv"),
    path("<uuid:pk>/", imports.page, name="page"),
    path("<uuid:pk>/decide/", imports.decide, name="decide"),
    path("<uuid:pk>/again/", imports.again, name="again"),
    path("<uuid:pk>/apply/", imports.apply, name="apply"),
    path("<uuid:pk>/drop/", imports.drop, name="drop"),
    path("<uuid:pk>/undo/", imports.undo, name="undo"),
]
