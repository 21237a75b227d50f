"""Public pages about help. Their paths stand in the history of shared telephones, so they say nothing of help."""

from django.urls import path

from . import views

urlpatterns = [
    path("more/", views.help_page, name="help"),
    path("calendar/", views.calendar_page, name="calendar"),
]
