"""``/desk/facilitators/``: who works with which group."""

from django.urls import path

from ..views import facilitations, reset_codes

app_name = "facilitations"
urlpatterns = [
    path("", facilitations.facilitator_list, name="list"),
    path("<int:pk>/", facilitations.person, name="person"),
    path("<int:pk>/code/", reset_codes.open_code, name="code"),
    path("<int:pk>/appoint/", facilitations.appoint_person, name="appoint_person"),
    path("groups/<uuid:pk>/appoint/", facilitations.appoint, name="appoint"),
    path("groups/<uuid:pk>/substitute/", facilitations.substitute, name="substitute"),
    path("periods/<uuid:pk>/end/", facilitations.end, name="end"),
]
