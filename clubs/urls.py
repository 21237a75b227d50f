"""``/desk/clubs/``."""

from django.urls import path

from . import views

app_name = "clubs"
urlpatterns = [path("<uuid:pk>/council/", views.council, name="council")]
