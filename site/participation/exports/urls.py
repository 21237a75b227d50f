"""``/desk/exports/`` and the printed register of a group."""

from django.urls import path

from . import views
from .plan_tables import PARTS

app_name = "exports"
LISTS = {
    "groups": views.groups,
    "meetings": views.meetings,
    "schools": views.schools,
    "projects": views.projects,
    "partners": views.partners,
    "facilitators": views.facilitations,
    "asks": views.asks,
    "quiet": views.quiet,
}
urlpatterns = [
    *(
        path(f"exports/{name}.{format}", view, {"format": format}, name=f"{name}_{format}")
        for name, view in LISTS.items()
        for format in ("csv", "xlsx")
    ),
    *(
        path(f"exports/{part}.{format}", views.calendar, {"format": format, "part": part}, name=f"{part}_{format}")
        for part in PARTS
        for format in ("csv", "xlsx")
    ),
    path("exports/consents/", views.consents, name="consents"),
    path("exports/members/", views.members, name="members"),
    path("groups/<uuid:pk>/register/", views.register, name="register"),
]
