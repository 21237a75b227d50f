"""Addresses of the phone's app."""

from django.urls import path

from .views import openapi, phones, photos, records, roster

app_name = "fieldbook"

urlpatterns = [
    path("api/v1/session/", phones.session, name="session"),
    path("api/v1/devices/", phones.enrol, name="devices"),
    path("api/v1/roster/", roster.roster, name="roster"),
    path("api/v1/records/", records.records, name="records"),
    path("api/v1/photos/<str:photo>/", photos.PhotoPieces.as_view(), name="photo"),
    path("api/v1/openapi.json", openapi.openapi, name="openapi"),
]
