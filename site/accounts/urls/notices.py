"""Addresses of notices: ``/desk/notices/``."""

from django.urls import path

from ..views import notices

app_name = "notices"

urlpatterns = [
    path("", notices.notice_list, name="list"),
    path("read/", notices.all_read, name="all_read"),
    path("<int:pk>/", notices.notice_read, name="read"),
]
