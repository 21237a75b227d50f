"""The description of the API for machines."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from ..openapi import description


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells how to speak, and nothing of anybody."""
    return JsonResponse(description(), headers={"Cache-Control": "public, max-age=3600"})
