"""The app itself: two pages, its service worker and its manifest. Nothing here is about anybody."""

from django.urls import path

from .views import shell

app_name = "field"

urlpatterns = [
    path("", shell.to_language, name="home"),
    path("km/", shell.page, {"language": "km"}, name="km"),
    path("en/", shell.page, {"language": "en"}, name="en"),
    path("km/election/", shell.election, {"language": "km"}, name="election_km"),
    path("en/election/", shell.election, {"language": "en"}, name="election_en"),
    path("km/worried/", shell.worried, {"language": "km"}, name="worried_km"),
    path("en/worried/", shell.worried, {"language": "en"}, name="worried_en"),
    path("sheet/<uuid:pk>/", shell.sheet, name="sheet"),
    path("sw.js", shell.service_worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
]
