"""Reading through an emergency access: which pages may, and whose it is.

No page reads through one unless it says so. Exports, lists, files, phones and everything that writes never do.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import EmergencyAccess, User
from .roles import Capability

LASTS = timedelta(hours=3)
"""As long as it takes to find out whom to call; an emergency that lasts longer is confirmed by a second person."""
READING = ("GET", "HEAD")


def open_access_of(user: User) -> EmergencyAccess | None:
    """The access that is open now; nobody without the capability has one, whatever was opened before."""
    if not user.can(Capability.OPEN_EMERGENCY):
        return None
    return EmergencyAccess.objects.open(timezone.now()).filter(officer=user).first()


def readable_in_emergency(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be read through an emergency access. Stands above ``needs``: the door asks for it."""

    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or request.method not in READING:
            return view(request, *args, **kwargs)
        user.emergency = open_access_of(user)
        try:
            return view(request, *args, **kwargs)
        finally:
            user.emergency = None

    opened.is_readable_in_emergency = True
    return opened
