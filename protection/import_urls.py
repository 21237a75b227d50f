"""Imports of services, below ``/desk/services/imports/``."""

from participation.urls.imports import patterns_for

from .imports import SERVICES

app_name = "service_imports"
urlpatterns = patterns_for(SERVICES)
