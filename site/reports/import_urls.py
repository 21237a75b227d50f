"""Imports of codes of DHIS2, below ``/desk/targets/dhis2/codes/imports/``."""

from participation.urls.imports import patterns_for

from .dhis2.imports import CODES

app_name = "dhis2_codes"
urlpatterns = patterns_for(CODES)
