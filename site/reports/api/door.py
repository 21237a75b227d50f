"""The door of the interface: a key, one part, a question that is understood; and a line for each reading.

No cookie counts here and none is set. Whatever is wrong is answered in JSON.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from functools import wraps

import msgspec
from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts import journal
from accounts.api.lending import carries, reader
from accounts.api.limits import is_too_often
from accounts.api.replies import in_both_languages, reply
from accounts.api.scopes import ApiScope
from accounts.loopback import is_from_this_machine
from accounts.models import ApiToken, User
from accounts.reads.tokens import token_shown

from .answers import Listed, ReportFault
from .asked import Asked
from .refusals import SENTENCES, STATUS, Refused

log = logging.getLogger(__name__)

WAIT = "60"
"""Seconds until the window of a limit is over."""
KEPT_BY_NOBODY = "private, no-store"
FIELD = re.compile(r"`\$\.(\w+)`")

type Page = Callable[..., Listed]


def fault(code: str, about: str = "", **headers: str) -> HttpResponse:
    """Nothing is told but what was wrong with the question."""
    told = ReportFault(code, in_both_languages(SENTENCES[code]), about)
    return reply(told, status=STATUS[code], **{"Cache-Control": KEPT_BY_NOBODY, **headers})


def opens_with(scope: ApiScope, asked: type[Asked]) -> Callable[[Page], Callable[..., HttpResponse]]:
    """Make a page of the interface from ``page(asked, reader, path, …)``."""

    def decorate(page: Page) -> Callable[..., HttpResponse]:
        @wraps(page)
        def answered(request: HttpRequest, **place: object) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return fault("only_reading", Allow="GET, HEAD")
            try:
                return _answer(request, scope, page, asked, place)
            except Refused as refused:
                return fault(refused.code, refused.about)
            except DatabaseError as error:
                log.error("A question of another system could not be answered now: %s", type(error).__name__)
                return fault("try_later", **{"Retry-After": WAIT})
            except Exception:
                log.exception("A question of another system could not be answered.")
                return fault("failed")

        answered.scope, answered.asked = scope, asked
        return answered

    return decorate


def _answer(
    request: HttpRequest, scope: ApiScope, page: Page, shape: type[Asked], place: dict[str, object]
) -> HttpResponse:
    header = request.headers.get("Authorization", "")
    token = token_shown(header) if header else None
    if token is None or token.made_by.is_demo and not is_from_this_machine(request):
        return _refused(request, has_tried=bool(header))
    if is_too_often("key", token.pk, number=1, most=settings.API_CALLS_A_MINUTE):
        return fault("too_often", **{"Retry-After": WAIT})
    if scope.value not in token.scopes:
        raise Refused("not_lent")
    user = reader(token.made_by, area=token.area_id, scope=scope)
    if not user.current_grants or not carries(user.current_grants, scope):
        raise Refused("maker_may_not")
    answer = page(understood(request, shape), user, request.path, **place)
    body = msgspec.json.encode(answer)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        unchanged.headers["Cache-Control"] = KEPT_BY_NOBODY
        return unchanged
    _note(token, scope, rows=len(answer.items))
    return reply(answer, **{"Cache-Control": KEPT_BY_NOBODY, "ETag": etag})


def _refused(request: HttpRequest, *, has_tried: bool) -> HttpResponse:
    """The same answer and the same work for a key that is wrong, that has ended, that has run out."""
    if has_tried:
        if not consume(request, app="allauth.account", action="api_key", limit_get=True):
            return fault("too_often", **{"Retry-After": WAIT})
        journal.security("api.refused", about=None)
    return fault("key_refused", **{"WWW-Authenticate": "Bearer"})


def understood(request: HttpRequest, shape: type[Asked]) -> Asked:
    """The question; a filter that is not known, stands twice or makes no sense is not understood."""
    told = dict(request.GET.items())
    known = shape.__struct_fields__
    for name, values in request.GET.lists():
        if len(values) != 1:
            raise Refused("not_understood", name if name in known else "")
    try:
        return msgspec.convert(told, shape, strict=False)
    except msgspec.ValidationError as error:
        named = FIELD.search(str(error))
        raise Refused("not_understood", named[1] if named and named[1] in known else "") from error


@transaction.atomic
def _note(token: ApiToken, scope: ApiScope, *, rows: int) -> None:
    """A line for each answer, as for each file: which key, which part, how many rows. The day of the last use."""
    maker: User = token.made_by
    journal.entry("api.read", about=token, by=maker, kind=journal.READ, part=scope.value, rows=rows).save()
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
