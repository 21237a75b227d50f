"""Deliveries: a signed batch of sealed records, each answered on its own."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.api.replies import reply

from ..payloads import MOST_BYTES
from .replies import fault

log = logging.getLogger(__name__)

LARGEST_BODY = MOST_BYTES * 4 // 3 + 2000
"""A payload of 1 MB in base64, with header and signature."""


@csrf_exempt  # proved by the phone's own key; cookies are taken away before
@require_POST
def records(request: HttpRequest) -> HttpResponse:
    """Take what a phone sends, and tell what became of it."""
    # Brings cryptography, which a worker holds only once a phone has called.
    from ..actions.batches import TooManyRecords, TooOften, UnknownDevice, take_batch
    from ..envelope import Malformed

    if too_large(request, LARGEST_BODY):
        return fault("too_large")
    try:
        return reply(take_batch(request.body))
    except Malformed:
        return fault("malformed")
    except UnknownDevice:
        return fault("unknown_device")
    except TooManyRecords:
        return fault("too_large")
    except TooOften:
        return fault("too_often")
    except DatabaseError as error:
        log.error("A batch could not be taken now: %s", type(error).__name__)
        return fault("try_later")


def too_large(request: HttpRequest, most: int) -> bool:
    """Whether the body is larger than it may be, told before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > most
