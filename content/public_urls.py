"""Public pages of content that are no Wagtail pages."""

from django.urls import path

from . import finding

urlpatterns = [path("search/", finding.search_page, name="search")]
