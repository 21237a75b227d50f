"""Public pages of content that are no Wagtail pages."""

from django.urls import path

from . import finding, pack_pages

urlpatterns = [
    path("search/", finding.search_page, name="search"),
    path("reading/<int:pk>.json", pack_pages.pack_files, name="pack_files"),
    path("reading/offline/", pack_pages.offline_page, name="offline"),
]
