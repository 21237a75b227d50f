"""``/desk/exports/`` and the printed register of a group."""

from django.urls import path

from . import views

app_name = "exports"
LISTS = {
    "groups": views.groups,
    "meetings": views.meetings,
    "schools": views.schools,
    "projects": views.projects,
    "partners": views.partners,
    "facilitators": views.facilitations,
}
urlpatterns = [
    *(
        path(f"exports/{name}.{format}", view, {"format": format}, name=f"{name}_{format}")
        for name, view in LISTS.items()
        for format in ("csv", "xlsx")
    ),
    path("exports/members/", views.members, name="members"),
    path("groups/<uuid:pk>/register/", views.register, name="register"),
]
