"""``/desk/imports/``, and the same pages for subjects of other packages at addresses of their own."""

from django.urls import URLPattern, path

from ..imports.registry import REGISTER
from ..views import imports


def patterns_for(subject: str) -> list[URLPattern]:
    """The addresses of one subject."""
    told = {"subject": subject}
    return [
        path("", imports.import_list, told, name="list"),
        path("new/", imports.add, told, name="add"),
        path("template.xlsx", imports.template_xlsx, told, name="template_xlsx"),
        path("template.csv", imports.template_csv, told, name="template_csv"),
        path("<uuid:pk>/", imports.page, told, name="page"),
        path("<uuid:pk>/decide/", imports.decide, told, name="decide"),
        path("<uuid:pk>/again/", imports.again, told, name="again"),
        path("<uuid:pk>/apply/", imports.apply, told, name="apply"),
        path("<uuid:pk>/drop/", imports.drop, told, name="drop"),
        path("<uuid:pk>/undo/", imports.undo, told, name="undo"),
    ]


app_name = "imports"
urlpatterns = patterns_for(REGISTER)
