"""``/desk/councils/``."""

from django.urls import path

from . import views

app_name = "councils"
urlpatterns = [path("<uuid:pk>/level/", views.level, name="level")]
