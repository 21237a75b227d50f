"""What the session of a signed-in person proves: who it is, and that this phone may deliver for them."""

import msgspec
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may_enter, refuse_page
from accounts.api.replies import reply
from accounts.roles import Capability

from ..answers import EnrolmentAnswer, SessionAnswer, SessionUser
from ..payloads import SCHEMA, Enrolment
from ..refusals import DeviceEnded
from .records import too_large
from .replies import fault

LARGEST_ENROLMENT = 4000


@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and a fresh token: the one in a cached page is stale."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return reply(SessionAnswer(user=None, csrf="", now=now), status=401)
    return reply(SessionAnswer(user=user_of(request), csrf=get_token(request), now=now))


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """This browser may deliver for who is signed in; once more, and it is renewed."""
    from ..actions.batches import state_of  # brings cryptography
    from ..actions.devices import enrol_device
    from ..envelope import Malformed, is_point, typed
    from ..sender import sender_of

    if not request.user.is_authenticated:
        return fault("not_signed_in")
    if not may_enter(request.user, (Capability.RECORD_MEETINGS,)):
        raise refuse_page(request)
    if too_large(request, LARGEST_ENROLMENT):
        return fault("too_large")
    if not ratelimit.consume(request, action="enrol_phone", user=request.user):
        return fault("too_often")
    try:
        wish = typed(request.body, Enrolment)
    except Malformed:
        return fault("malformed")
    jwk = {name: msgspec.to_builtins(wish.jwk)[name] for name in ("kty", "crv", "x", "y")}
    if not is_point(jwk):
        return fault("malformed")
    try:
        enrol_device(id=wish.device, jwk=jwk, label=wish.label, by=request.user)
    except DeviceEnded:
        return fault("device_ended")
    except ValidationError:
        return fault("device_of_another")
    sender = sender_of(wish.device)
    return reply(EnrolmentAnswer(device=state_of(sender), key=sender.key, schema=SCHEMA))


def user_of(request: HttpRequest) -> SessionUser:
    user = request.user
    return SessionUser(user.pk, user.get_full_name(), user.language)
