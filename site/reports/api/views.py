"""The pages of the interface; what each tells is in the module of its name."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.api.scopes import ApiScope

from . import asked
from .door import fault, opens_with
from .groups import groups as groups_page
from .meetings import meetings as meetings_page
from .openapi import description
from .places import places as places_page
from .quarters import quarter_rows as quarter_rows_page
from .quarters import quarters as quarters_page
from .services import coverage as coverage_page
from .services import services as services_page
from .targets import indicators as indicators_page
from .targets import targets as targets_page

S = ApiScope
places = opens_with(S.PLACES, asked.PlacesAsked)(places_page)
groups = opens_with(S.GROUPS, asked.GroupsAsked)(groups_page)
meetings = opens_with(S.MEETINGS, asked.MeetingsAsked)(meetings_page)
indicators = opens_with(S.TARGETS, asked.IndicatorsAsked)(indicators_page)
targets = opens_with(S.TARGETS, asked.TargetsAsked)(targets_page)
quarters = opens_with(S.QUARTERS, asked.QuartersAsked)(quarters_page)
quarter_rows = opens_with(S.QUARTERS, asked.RowsAsked)(quarter_rows_page)
services = opens_with(S.SERVICES, asked.ServicesAsked)(services_page)
coverage = opens_with(S.SERVICES, asked.CoverageAsked)(coverage_page)


def openapi(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells how to speak, and nothing of anybody."""
    if request.method not in ("GET", "HEAD"):
        return fault("only_reading", Allow="GET, HEAD")
    return JsonResponse(description(), headers={"Cache-Control": "public, max-age=3600"})


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For programs, no page made for people: any other address below the interface."""
    return fault("not_here")
