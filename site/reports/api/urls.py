"""``/api/reports/``."""

from django.urls import path, re_path

from . import views

app_name = "reports_api"

urlpatterns = [
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/places/", views.places, name="places"),
    path("v1/groups/", views.groups, name="groups"),
    path("v1/meetings/", views.meetings, name="meetings"),
    path("v1/indicators/", views.indicators, name="indicators"),
    path("v1/targets/", views.targets, name="targets"),
    path("v1/quarters/", views.quarters, name="quarters"),
    path("v1/quarters/<str:quarter>/<int:version>/", views.quarter_rows, name="quarter_rows"),
    path("v1/services/", views.services, name="services"),
    path("v1/coverage/", views.coverage, name="coverage"),
    re_path(r"^(?P<rest>.*)$", views.nothing_here, name="nothing_here"),
]
