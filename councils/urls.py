"""``/desk/councils/``."""

from django.urls import path

from .views import profiles

app_name = "councils"
urlpatterns = [
    path("<uuid:pk>/profile/", profiles.profile, name="profile"),
]
