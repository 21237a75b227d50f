"""Addresses of the register under ``/desk/``: one module per thing, each with its own namespace."""

from django.urls import include, path

from ..views import home

urlpatterns = [
    path("", home.desk, name="desk"),
    path("", include("participation.urls.members")),
    path("", include("participation.urls.consents")),
    path("", include("participation.urls.meetings")),
    path("", include("participation.urls.asks")),
    path("", include("participation.exports.urls")),
    path("", include("participation.urls.planning")),
    path("", include("participation.urls.calls")),
    path("groups/", include("participation.urls.groups")),
    path("people/", include("participation.urls.people")),
    path("people/likenesses/", include("participation.urls.likenesses")),
    path("schools/", include("participation.urls.schools")),
    path("projects/", include("participation.urls.projects")),
    path("facilitators/", include("participation.urls.facilitations")),
    path("checks/", include("participation.urls.staff_checks")),
    path("imports/", include("participation.urls.imports")),
    path("rules/", include("participation.urls.rules")),
]
