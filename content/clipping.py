"""What may be done with recorded clips: bring in, approve or refuse, withdraw, and let go of what has ended."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from participation.models.photo import private_storage

from .models import Clip
from .models.clips import FOLDER, LONGEST, MOST_BYTES, digest_of
from .sounds.kinds import Sound

HOUR = 60 * 60
"""Seconds that a file without a row is left alone: somebody may be saving it this moment."""


class TooHeavy(Refusal):
    message = _("This recording has %(size)s kB. At most 200 kB: make it shorter, or record it here.")
    field = "file"


class TooLong(Refusal):
    message = _("This recording is %(seconds)s seconds long. At most 120 seconds.")
    field = "file"


class SpokeForItself(Refusal):
    message = _("A second person has to review: you brought this recording in yourself.")


class NothingToReview(Refusal):
    message = _("This recording is not there any more.")


class ReasonNeeded(Refusal):
    message = _("Say in one sentence why. Who recorded it will read it.")
    field = "reason"


@transaction.atomic
def bring_in(*, page: Page, part: str, text: str, sound: Sound, given: dict, by: User) -> Clip:
    """Keep a recording of a text. ``given``: who speaks, and for a child the paper on which it rests."""
    if len(sound.data) > MOST_BYTES:
        raise TooHeavy(size=-(-len(sound.data) // 1000))
    if sound.seconds > LONGEST:
        raise TooLong(seconds=round(sound.seconds))
    clip = Clip(
        page=page,
        part=part,
        told=digest_of(text),
        kind=sound.kind,
        size=len(sound.data),
        seconds=round(sound.seconds, 1),
        content_hash=hashlib.sha256(sound.data).hexdigest(),
        declared_by=by,
        declared_on=timezone.localdate(),
        **given,
    )
    clip.full_clean(exclude=["file"])
    clip.file.save("", ContentFile(sound.data), save=False)
    clip.save()
    journal.note("clip.brought_in", about=clip, by=by, speaker=clip.speaker)
    return clip


@transaction.atomic
def approve(*, clip: Clip, text: str, by: User) -> Clip:
    """A second person has listened while reading the text as it stands today: this clip speaks it."""
    clip = _may_review(clip, by)
    clip.reviewed_by, clip.reviewed_on, clip.told = by, timezone.localdate(), digest_of(text)
    clip.full_clean()
    clip.save(update_fields=["reviewed_by", "reviewed_on", "told"])
    journal.note("clip.approved", about=clip, by=by)
    return clip


@transaction.atomic
def refuse(*, clip: Clip, reason: str, by: User) -> Clip:
    """It is not to be heard; its file goes, and who recorded it reads why."""
    clip = _may_review(clip, by)
    if not reason.strip():
        raise ReasonNeeded
    clip.reviewed_by, clip.reviewed_on, clip.refusal = by, timezone.localdate(), reason.strip()
    _let_go_of_file(clip)
    clip.full_clean()
    clip.save()
    journal.note("clip.refused", about=clip, by=by)
    return clip


@transaction.atomic
def withdraw(*, clip: Clip, by: User) -> Clip:
    """Nobody hears it from now on, and its file is gone. Whoever may change the page may do so, at once and alone."""
    clip = _alone(clip)
    if clip.withdrawn_on is None:
        clip.withdrawn_by, clip.withdrawn_on = by, timezone.localdate()
        _let_go_of_file(clip)
        clip.full_clean()
        clip.save()
        journal.note("clip.withdrawn", about=clip, by=by)
    return clip


def let_go_of_ended(today: date) -> int:
    """Delete the files of clips whose consent has ended, and files to which no clip belongs; their number."""
    gone = 0
    for clip in Clip.objects.ended(today):
        with transaction.atomic():
            _let_go_of_file(clip)
            clip.save(update_fields=["file"])
            journal.note("clip.ended", about=clip, by=None)
        gone += 1
    return gone + sum(1 for _file in _delete_orphans())


def delete_file(name: str) -> None:
    """Once the transaction is through, whoever asked: a row that comes back has its file still."""
    if name:
        transaction.on_commit(lambda: private_storage().delete(name))


def connect() -> None:
    """Pages are deleted by Wagtail, which asks nobody, and their clips go with them: the files must not stay behind."""
    post_delete.connect(_row_deleted, sender=Clip, dispatch_uid="clip_deleted")


def _row_deleted(instance: Clip, **_kwargs: object) -> None:
    delete_file(instance.file.name)


def _alone(clip: Clip) -> Clip:
    """As it stands now, and as it stays until this is done."""
    return Clip.objects.select_for_update().get(pk=clip.pk)


def _may_review(clip: Clip, by: User) -> Clip:
    clip = _alone(clip)
    if not clip.file or clip.withdrawn_on or clip.refusal:
        raise NothingToReview
    if clip.declared_by_id == by.pk:
        raise SpokeForItself
    return clip


def _let_go_of_file(clip: Clip) -> None:
    delete_file(clip.file.name)
    clip.file = ""


def _delete_orphans() -> Iterable[str]:
    """Files that were written for a row that never came."""
    storage = private_storage()
    if not storage.exists(FOLDER):
        return
    known = set(Clip.objects.with_file().values_list("file", flat=True))
    _folders, names = storage.listdir(FOLDER)
    for name in (f"{FOLDER}/{each}" for each in names):
        age = timezone.now() - storage.get_modified_time(name)
        if name not in known and age.total_seconds() > HOUR:
            storage.delete(name)
            yield name
