"""Who may sign in to the demonstration, with password and present code. For this machine only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..demo import demo_accounts
from ..loopback import is_from_this_machine


def demo(request: HttpRequest) -> HttpResponse:
    if not settings.IS_DEMO or not is_from_this_machine(request):
        raise Http404("No such page.")
    response = render(request, "accounts/demo_accounts.html", {"accounts": demo_accounts()})
    response.headers["Cache-Control"] = "no-store"
    return response
