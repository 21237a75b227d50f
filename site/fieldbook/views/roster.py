"""The short roster, for who facilitates: read with the session, never with a phone's key."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from accounts import journal
from accounts.access import may_enter, refuse_page
from accounts.api.replies import reply
from accounts.roles import Capability

from ..reads.roster import people_in, roster_for
from .replies import fault

MOST_GROUPS_KNOWN = 200


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """The groups of who asks; those that the phone has as they are today are left out, and 304 where all are."""
    if not request.user.is_authenticated:
        return fault("not_signed_in")
    if not may_enter(request.user, (Capability.RECORD_MEETINGS,)):
        raise refuse_page(request)
    found = roster_for(request.user)
    if (unchanged := get_conditional_response(request, etag=found.etag)) is not None:
        unchanged.headers["Cache-Control"] = "no-store"
        return unchanged
    answer = found.without(_known(request))
    if people := people_in(answer):
        journal.seen("roster.taken", about=request.user, by=request.user, people=people)
    return reply(answer, ETag=found.etag)


def _known(request: HttpRequest) -> dict[str, str]:
    """What the phone has, as ``<group id>:<digest>,…``."""
    pairs = request.GET.get("have", "").split(",")[:MOST_GROUPS_KNOWN]
    return {name: digest for name, _colon, digest in (pair.partition(":") for pair in pairs)}
