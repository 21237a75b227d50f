"""The calendar on one's own phone: the page that gives the address, and the address itself."""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import needs
from accounts.loopback import is_from_this_machine
from accounts.roles import Capability

from ..actions.feeds import open_feed, revoke_feed
from ..models import CalendarFeed
from ..reads.feeds import feed_text, reader_of


@require_http_methods(["GET", "POST"])
@needs(Capability.SEE_GROUPS)
def mine(request: HttpRequest) -> HttpResponse:
    """Says whether there is an address; POST makes a new one and shows it this once."""
    address = ""
    if request.method == "POST":
        address = request.build_absolute_uri(reverse("planning:feed_file", args=[open_feed(by=request.user)]))
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "participation/calendar_feed.html", {"feed": feed, "address": address})


@require_POST
@needs(Capability.SEE_GROUPS)
def revoke(request: HttpRequest) -> HttpResponse:
    if revoke_feed(by=request.user):
        messages.success(request, _("The address does not work any more."))
    return redirect("planning:feed")


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address. Whoever has no right to it learns nothing, not even why."""
    user = reader_of(token)
    if user is None or user.is_demo and not is_from_this_machine(request):
        raise Http404("No such page.")
    content = feed_text(user).encode()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
