"""Photos in pieces, as in the tus protocol: how far it is, and the next piece."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.api.replies import reply

from ..limits import PIECES, is_too_often
from .records import too_large
from .replies import fault

log = logging.getLogger(__name__)

SCHEME = "Field "
LARGEST_PIECE = 64 * 1024
LARGEST_PROOF = 4000
PIECE_TYPE = "application/offset+octet-stream"


@method_decorator(csrf_exempt, name="dispatch")  # proved by the phone's own key; cookies are taken away before
class PhotoPieces(View):
    """The encrypted file of one photo, whose record was taken before."""

    http_method_names = ("head", "patch")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Brings cryptography, which a worker holds only once a phone has called.
        from ..actions.batches import UnknownDevice
        from ..actions.photos import PieceDamaged
        from ..envelope import Malformed

        try:
            return super().dispatch(request, *args, **kwargs)
        except Malformed:
            return fault("malformed")
        except UnknownDevice:
            return fault("unknown_device")
        except PieceDamaged:
            return fault("piece_damaged")
        except DatabaseError as error:
            log.error("A piece could not be taken now: %s", type(error).__name__)
            return fault("try_later")

    def head(self, request: HttpRequest, photo: str) -> HttpResponse:
        """How much of it is here."""
        from ..actions.photos import offset_of, photo_delivery

        call, sender = _proved(request, photo)
        if is_too_often("pieces", sender.device.pk, number=1, most=PIECES):
            return fault("too_often")
        delivery = photo_delivery(sender, call.photo)
        return fault("no_photo") if delivery is None else _here(offset_of(delivery))

    def patch(self, request: HttpRequest, photo: str) -> HttpResponse:
        """One more piece; with the last one the photo is opened and kept before this is answered."""
        from ..actions.photos import WrongOffset, append_piece, photo_delivery
        from ..actions.records import refusal
        from ..refusals import RecordRefused

        if too_large(request, LARGEST_PIECE):
            return fault("too_large")
        call, sender = _proved(request, photo)
        if request.content_type != PIECE_TYPE or request.headers.get("Upload-Offset", "") != str(call.offset):
            return fault("malformed")
        if is_too_often("pieces", sender.device.pk, number=1, most=PIECES):
            return fault("too_often")
        delivery = photo_delivery(sender, call.photo)
        if delivery is None:
            return fault("no_photo")
        try:
            end = append_piece(
                delivery=delivery, sender=sender, offset=call.offset, piece=request.body, sha256=call.sha256
            )
        except WrongOffset as wrong:
            return _here(wrong.offset, status=409)
        except RecordRefused as refused:
            return reply(refusal(delivery.pk, refused.code), status=422)
        return _here(end)


def _proved(request: HttpRequest, photo: str) -> tuple:
    """What the phone signed for this very photo."""
    from ..actions.batches import UnknownDevice, read_photo_call

    proof = request.headers.get("Authorization", "")
    if not proof.startswith(SCHEME) or len(proof) > LARGEST_PROOF:
        raise UnknownDevice
    call, sender = read_photo_call(proof.removeprefix(SCHEME).encode())
    if str(call.photo) != photo:
        raise UnknownDevice
    return call, sender


def _here(offset: int, *, status: int = 204) -> HttpResponse:
    return HttpResponse(status=status, headers={"Upload-Offset": str(offset), "Cache-Control": "no-store"})
