"""``/desk/projects/``: projects, the partners behind them, and the groups they support."""

from django.urls import path

from ..views import projects

app_name = "projects"
urlpatterns = [
    path("", projects.project_list, name="list"),
    path("new/", projects.add, name="add"),
    path("<uuid:pk>/edit/", projects.edit, name="edit"),
    path("partners/new/", projects.add_partner, name="add_partner"),
    path("partners/<uuid:pk>/edit/", projects.edit_partner, name="edit_partner"),
    path("groups/<uuid:pk>/support/", projects.support, name="support"),
    path("supports/<uuid:pk>/end/", projects.end_support, name="end_support"),
]
