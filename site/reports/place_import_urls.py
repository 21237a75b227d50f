"""Imports of places of DHIS2, below ``/desk/targets/dhis2/places/imports/``."""

from participation.urls.imports import patterns_for

from .dhis2.imports import PLACES

app_name = "dhis2_places"
urlpatterns = patterns_for(PLACES)
