"""The desk's part of public pictures: ``/desk/photos/<uuid>/release/`` and ``/desk/consent-requests/``."""

from django.urls import path

from . import releasing

app_name = "pictures"
urlpatterns = [
    path("photos/<uuid:pk>/release/", releasing.release, name="release"),
    path("photos/<uuid:pk>/ask/", releasing.ask, name="ask"),
    path("consent-requests/", releasing.requests, name="requests"),
    path("consent-requests/<int:pk>/answer/", releasing.answer, name="answer"),
]
