"""A batch from a phone: who signed it, then each record on its own."""

import uuid

from django.utils import timezone

from ..answers import Answer, BatchAnswer, DeviceState
from ..envelope import BadSignature, Malformed, header_of, typed, verified
from ..limits import CALLS, RECORDS, is_too_often
from ..models import Delivery
from ..payloads import SCHEMA, Batch, BatchHeader, PhotoCall, PhotoCallHeader
from ..sender import Sender, sender_of
from .devices import note_contact
from .notes import answers_about
from .records import answer_of, take_record


class UnknownDevice(Exception):  # noqa: N818 — an answer
    """Nobody enrolled this phone with this key for this user."""


class TooOften(Exception):  # noqa: N818 — an answer
    """The phone has gone wild."""


class TooManyRecords(Exception):  # noqa: N818 — an answer
    """More than one batch may hold."""


def take_batch(body: bytes) -> BatchAnswer:
    """Take what a phone sends and tell what became of each record, in order, then of what it asks about.

    :raises Malformed: where the body is no signed batch.
    :raises UnknownDevice: where the signature proves no phone of the user named.
    :raises TooOften: above the limits of one phone.
    """
    batch, sender = read_batch(body)
    phone = sender.device.pk
    if is_too_often("calls", phone, number=1, most=CALLS) or is_too_often(
        "records", phone, number=len(batch.records), most=RECORDS
    ):
        raise TooOften
    note_contact(device=sender.device, batch=batch)
    answers = [take_record(raw, sender) for raw in batch.records]
    return BatchAnswer(
        now=timezone.now(),
        device=state_of(sender),
        key=sender.key,
        schema=SCHEMA,
        answers=answers + _asked(batch.ask, sender),
    )


def read_batch(body: bytes) -> tuple[Batch, Sender]:
    """The batch and who signed it: what arrives from a phone, or in a copy that a phone saved as a file."""
    try:
        return _proved(body, BatchHeader, Batch)
    except Malformed as fault:
        if "$.records" in str(fault) and fault.can_be_put_right:
            raise TooManyRecords from None
        raise


def read_photo_call(jws: bytes) -> tuple[PhotoCall, Sender]:
    """What a phone says of one piece of a photo, and who signed it."""
    return _proved(jws, PhotoCallHeader, PhotoCall)


def _proved[Payload: (Batch, PhotoCall)](
    jws: bytes, header_shape: type[BatchHeader | PhotoCallHeader], shape: type[Payload]
) -> tuple[Payload, Sender]:
    """The payload that a phone signed for its own user; the header only names whose key is to be tried."""
    header = header_of(jws, header_shape)
    sender = sender_of(header.kid)
    if sender is None:
        raise UnknownDevice
    try:
        payload = typed(verified(jws, sender.device.jwk), shape)
    except BadSignature:
        raise UnknownDevice from None
    if payload.device != header.kid or payload.user != sender.user.pk:
        raise UnknownDevice
    return payload, sender


def state_of(sender: Sender) -> DeviceState:
    device = sender.device
    return DeviceState(device.state_on(timezone.localdate()), device.expires_on)


def _asked(ids: list[uuid.UUID], sender: Sender) -> list[Answer]:
    """What became of records sent before; of one that never arrived, that it is to be sent."""
    if not ids:
        return []
    rows = Delivery.objects.filter(user=sender.user).in_bulk(ids)
    notes = answers_about([id for id in ids if id not in rows])
    return [answer_of(rows[id]) if id in rows else notes.get(id, Answer(id=id, outcome="later")) for id in ids]
