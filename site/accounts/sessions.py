"""What a session remembers of its person: when they were last here, and that their second factor was seen."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from .models import User

SEEN_AT = "seen_at"
SECOND_FACTOR = "has_second_factor"
STAMP_EVERY = 5 * 60
IDLE_WITH_POWERS = 60 * 60
IDLE = 12 * 60 * 60


def is_idle_too_long(request: HttpRequest) -> bool:
    """True when nothing was done for an hour by who sees names beyond their groups, for twelve by others.

    The stamp is written at most every five minutes, so the end may come those five minutes early, never late.
    """
    now = int(time.time())
    seen_at = request.session.get(SEEN_AT, now)
    if now - seen_at > (IDLE_WITH_POWERS if request.user.needs_second_factor else IDLE):
        return True
    if SEEN_AT not in request.session or now - seen_at >= STAMP_EVERY:
        request.session[SEEN_AT] = now
    return False


def lacks_second_factor(request: HttpRequest) -> bool:
    """True where a role needs a second factor and none is set up. What was found stays with the session."""
    if not request.user.needs_second_factor or request.session.get(SECOND_FACTOR):
        return False
    if not has_second_factor(request.user):
        return True
    request.session[SECOND_FACTOR] = True
    return False


def has_second_factor(user: User) -> bool:
    return get_adapter().is_mfa_enabled(user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def remove_second_factors(user: User) -> None:
    """Takes away app, passkeys and recovery codes."""
    Authenticator.objects.filter(user=user).delete()


def forget_second_factor(request: HttpRequest) -> None:
    """Ask again at the next page: a second factor was taken away."""
    request.session.pop(SECOND_FACTOR, None)
