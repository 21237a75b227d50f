"""Photos from phones: what opens one comes first, the encrypted file follows in pieces, and both meet at the end."""

import hashlib
import os
import uuid
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import IO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from joserfc.util import urlsafe_b64decode

from participation.actions.photos import keep_photo
from participation.aliases import kept_meeting_ids
from participation.models import Meeting
from people.aliases import kept_ids
from people.models import Person

from ..envelope import KeyGone, Malformed, opened, typed
from ..forgetting import parts_folder
from ..models import Delivery
from ..payloads import PhotoRecord, SealedRecord
from ..refusals import RecordLater, RecordRefused, code_of
from ..sender import Sender
from .outcomes import Taken
from .standing import group_for


class WrongOffset(Exception):  # noqa: N818 — not an error: the phone asks where to go on
    """The piece does not begin where the file ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class PieceDamaged(Exception):  # noqa: N818
    """The piece is not the one that was signed."""


def take_photo(record: PhotoRecord, sender: Sender, delivery: Delivery) -> Taken:
    """The file may come. A photo whose meeting is not there yet is sent again, after it."""
    meeting = _meeting(record)
    if meeting is None:
        raise RecordLater
    group = group_for(sender, meeting.group_id)
    delivery.photo_size = record.size
    return Taken(group.pk, meeting.pk, meeting.version, stays_sealed=True)


def photo_delivery(sender: Sender, photo_id: uuid.UUID) -> Delivery | None:
    """The taken record of one of the sender's own photos."""
    rows = Delivery.objects.filter(user=sender.user, photo_id=photo_id, kind=Delivery.Kind.PHOTO)
    return rows.filter(outcome=Delivery.Outcome.TAKEN).first()


def offset_of(delivery: Delivery) -> int:
    """How much of the file is here: all of it, once it was opened and kept."""
    if delivery.sealed is None:
        return delivery.photo_size or 0
    try:
        return part_of(delivery).stat().st_size
    except FileNotFoundError:
        return 0


def append_piece(*, delivery: Delivery, sender: Sender, offset: int, piece: bytes, sha256: str) -> int:
    """Add a piece and give the new offset. With the last one the photo is opened, drawn anew and kept.

    :raises WrongOffset: where the file is longer or shorter than the phone thinks.
    :raises PieceDamaged: where the bytes are others than those signed.
    :raises RecordRefused: where the whole is no photo that may be kept; the file is gone then.
    """
    if hashlib.sha256(piece).hexdigest() != sha256:
        raise PieceDamaged
    if delivery.sealed is None:
        raise WrongOffset(offset_of(delivery))
    with _held(part_of(delivery)) as file:
        end = file.seek(0, os.SEEK_END)
        if end != offset or end + len(piece) > (delivery.photo_size or 0):
            raise WrongOffset(end)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        end += len(piece)
        if end == delivery.photo_size:
            file.seek(0)
            _finish(delivery, sender, file.read())
    return end


def part_of(delivery: Delivery) -> Path:
    return parts_folder() / f"{delivery.pk}.part"


@contextmanager
def _held(path: Path) -> IO[bytes]:
    """The file of the pieces, for one process at a time."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        flock(file, LOCK_EX)
        yield file


def _finish(delivery: Delivery, sender: Sender, encrypted: bytes) -> None:
    """Open, draw anew, keep. Whatever becomes of it, the pieces go."""
    try:
        with transaction.atomic():
            fresh = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if fresh.sealed is None:  # another process was first
                return
            _keep(fresh, sender, encrypted)
            fresh.sealed = None
            fresh.save(update_fields=["sealed"])
    except (RecordRefused, ValidationError) as fault:
        code = fault.code if isinstance(fault, RecordRefused) else code_of(fault)
        Delivery.objects.filter(pk=delivery.pk).update(
            outcome=Delivery.Outcome.REFUSED, code=code, sealed=None, photo_id=None
        )
        raise RecordRefused(code) from None
    finally:
        part_of(delivery).unlink(missing_ok=True)


def _keep(delivery: Delivery, sender: Sender, encrypted: bytes) -> None:
    record = _record(delivery)
    if hashlib.sha256(encrypted).hexdigest() != record.sha256:
        raise RecordRefused("photo_bad")
    key, iv = (urlsafe_b64decode(text.encode()) for text in (record.key, record.iv))
    try:
        picture = AESGCM(key).decrypt(iv, encrypted, None)
    except InvalidTag:
        raise RecordRefused("photo_bad") from None
    meeting = _meeting(record)
    if meeting is None:
        raise RecordRefused("meeting_gone")
    keep_photo(
        id=record.id,
        meeting=meeting,
        content=picture,
        shown=None if record.shown is None else _people(record.shown),
        by=sender.user,
        recorded_at=min(delivery.made_at, timezone.now()),
    )


def _people(ids: list[uuid.UUID]) -> list[Person]:
    """Who is on it, under the ids of today."""
    kept = kept_ids(ids)
    wanted = {kept.get(id, id) for id in ids}
    people = list(Person.objects.filter(pk__in=wanted))
    if len(people) < len(wanted):
        raise RecordRefused("not_there")
    return people


def _record(delivery: Delivery) -> PhotoRecord:
    """What the phone said of the photo, out of the sealed record."""
    try:
        return typed(opened(msgspec.convert(delivery.sealed, SealedRecord)).words, PhotoRecord)
    except KeyGone:
        raise RecordRefused("key_gone") from None
    except Malformed:
        raise RecordRefused("photo_bad") from None


def _meeting(record: PhotoRecord) -> Meeting | None:
    kept = kept_meeting_ids([record.meeting]).get(record.meeting, record.meeting)
    return Meeting.objects.select_related("group").filter(pk=kept).first()
