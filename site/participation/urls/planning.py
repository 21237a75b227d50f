"""``/desk/calendar/``, and the pages on which a group's meetings are planned."""

from django.urls import path

from ..views import calendar, planning

app_name = "planning"
urlpatterns = [
    path("calendar/", calendar.month, name="month"),
    path("groups/<uuid:pk>/plans/new/", planning.plan, name="plan"),
    path("groups/<uuid:pk>/not-held/", planning.not_held, name="not_held"),
    path("plans/<uuid:pk>/change/", planning.change, name="change"),
    path("plans/<uuid:pk>/cancel/", planning.cancel, name="cancel"),
]
