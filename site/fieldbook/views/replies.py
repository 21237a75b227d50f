"""Errors as a whole."""

from django.http import HttpResponse

from accounts.api.answers import Fault
from accounts.api.replies import reply

from ..refusals import sentence_of

STATUS = {
    "malformed": 400,
    "piece_damaged": 400,
    "no_photo": 404,
    "page_too_old": 403,
    "unknown_device": 401,
    "not_signed_in": 401,
    "device_of_another": 409,
    "device_ended": 409,
    "too_large": 413,
    "too_often": 429,
    "try_later": 503,
}


def fault(code: str) -> HttpResponse:
    """Nothing of the call was done; the sentence says what to do."""
    return reply(Fault(code, sentence_of(code)), status=STATUS[code])
