"""Addresses of the register under ``/desk/``: one module per thing, each with its own namespace."""

from django.urls import path

from accounts.later import later

from ..views import home

urlpatterns = [
    path("", home.desk, name="desk"),
    later("", "participation.urls.members", "members"),
    later("", "participation.urls.consents", "consents"),
    later("", "participation.urls.meetings", "meetings"),
    later("", "participation.urls.asks", "asks"),
    later("", "participation.exports.urls", "exports"),
    later("", "participation.urls.planning", "planning"),
    later("", "participation.urls.calls", "calls"),
    later("emergency/", "participation.urls.emergency", "emergency"),
    later("groups/", "participation.urls.groups", "groups"),
    later("people/", "participation.urls.people", "people"),
    later("people/likenesses/", "participation.urls.likenesses", "likenesses"),
    later("schools/", "participation.urls.schools", "schools"),
    later("projects/", "participation.urls.projects", "projects"),
    later("facilitators/", "participation.urls.facilitations", "facilitations"),
    later("checks/", "participation.urls.staff_checks", "checks"),
    later("imports/", "participation.urls.imports", "imports"),
    later("retention/", "participation.urls.retention", "retention"),
    later("rules/", "participation.urls.rules", "rules"),
]
