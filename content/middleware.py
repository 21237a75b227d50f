"""What an editor reads when a page may not go live, and where readers of moved pages are led."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page

from accounts.middleware import GATED

from .publishing import PicturesNotFree

ADMIN = "/admin/"
NO_PAGES = (*GATED, "/accounts/")
"""Below these stand no pages, so none can have moved away from there."""


class SayWhichPictures:
    """A sentence for each picture, and the way back to the page, which is kept as a draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PicturesNotFree) or not request.path.startswith(ADMIN):
            return None
        if not request.accepts("text/html"):
            words = " ".join(exception.messages)
            return JsonResponse(
                {"success": False, "error_code": "pictures_not_free", "error_message": words}, status=400
            )
        for sentence in exception.messages:
            messages.error(request, sentence)
        if isinstance(exception.shown, Page) and exception.shown.pk:
            return redirect("wagtailadmin_pages:edit", exception.shown.pk)
        return redirect("wagtailadmin_home")


class RedirectsOfPages(RedirectMiddleware):
    """Wagtail's redirects, without two statements for each address that the desk does not show to somebody."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(NO_PAGES):
            return response
        return super().process_response(request, response)
