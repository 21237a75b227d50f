"""What is done to photos of meetings: keeping one, saying who is on it, deleting it.

A photo is kept while everyone on it allows it, three years at most; one of which nobody said who is on it, 60 days.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import JournalEntry, User
from people.models import Consent, Person, Purpose
from people.pixels import NotAPicture, TooManyPixels, photograph_from_pixels

from ..models import Attendance, Meeting, MeetingPhoto, MeetingPhotoPerson
from ..models.photo import FOLDER, private_storage
from ..refusals import NotAPhoto, NotThere, PhotoDeleted, PhotoIdTaken, PhotoWithoutConsent
from .members_of_day import CAME

LONGEST_SIDE = 1600
MOST_DAYS = 3 * 365
UNMARKED_DAYS = 60
LOST_AFTER = timedelta(days=1)
"""A file of which the register knows nothing after this time belongs to a transaction that failed."""


@transaction.atomic
def keep_photo(
    *,
    id: uuid.UUID,
    meeting: Meeting,
    content: bytes,
    shown: Collection[Person] | None,
    by: User,
    recorded_at: datetime,
) -> MeetingPhoto:
    """A photo of a meeting, drawn anew upright, smaller, without place, device or author; the same ``id`` only once.

    ``shown``: who is on it and nobody else; ``None``: nobody said yet.
    """
    known = MeetingPhoto.objects.filter(pk=id).first()
    if known is not None:
        if known.meeting_id != meeting.pk:
            raise PhotoIdTaken
        return known
    if JournalEntry.objects.filter(
        verb="photo.deleted", about_type=journal.label_of(MeetingPhoto), about_id=str(id)
    ).exists():
        raise PhotoDeleted
    last_day = _last_day(meeting, shown)
    try:
        drawn = photograph_from_pixels(BytesIO(content), longest=LONGEST_SIDE)
    except (NotAPicture, TooManyPixels) as error:
        raise NotAPhoto from error
    is_marked = shown is not None
    photo = MeetingPhoto(
        id=id,
        meeting=meeting,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.content),
        taken_by=by,
        recorded_at=recorded_at,
        shown_marked_at=timezone.now() if is_marked else None,
        shown_marked_by=by if is_marked else None,
        delete_after=last_day,
    )
    photo.file.save("", ContentFile(drawn.content), save=False)
    try:
        photo.save(force_insert=True)
        _write_shown(photo, shown or ())
        journal.note("photo.kept", about=photo, by=by, meeting=meeting.pk, **_told(shown))
    except BaseException:
        photo.file.storage.delete(photo.file.name)
        raise
    return photo


@transaction.atomic
def mark_shown(*, photo: MeetingPhoto, people: Collection[Person], by: User) -> MeetingPhoto:
    """Say who is on a photo: these and nobody else who can be recognised. Said again, it replaces what was said."""
    photo.refresh_from_db(from_queryset=MeetingPhoto.objects.select_for_update(no_key=True, of=("self",)))
    photo.delete_after = _last_day(photo.meeting, people)
    photo.shown_marked_at, photo.shown_marked_by = timezone.now(), by
    photo.save(update_fields=["delete_after", "shown_marked_at", "shown_marked_by"])
    photo.shown.all().delete()
    _write_shown(photo, people)
    journal.note("photo.marked", about=photo, by=by, meeting=photo.meeting_id, **_told(people))
    return photo


@transaction.atomic
def delete_photo(*, photo: MeetingPhoto, by: User | None) -> None:
    """For good; ``by`` is nobody when its days are over. Sent again, it stays away."""
    journal.note("photo.deleted", about=photo, by=by, meeting=photo.meeting_id)
    forget_files([photo])
    photo.delete()


def forget_files(photos: Iterable[MeetingPhoto]) -> None:
    """The files go once the rows are gone for certain."""
    for photo in photos:
        transaction.on_commit(partial(photo.file.storage.delete, photo.file.name))


def delete_lost_files() -> int:
    """Delete the files that no photo owns; says how many."""
    storage = private_storage()
    names = storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else []
    found = {f"{FOLDER}/{name}" for name in names}
    known = set(MeetingPhoto.objects.filter(file__in=found).values_list("file", flat=True))
    lost = [name for name in found - known if storage.get_modified_time(name) < timezone.now() - LOST_AFTER]
    for name in lost:
        storage.delete(name)
    return len(lost)


def _last_day(meeting: Meeting, shown: Collection[Person] | None) -> date:
    """How long a photo may be kept; refused when somebody on it was not there or does not allow it."""
    today = timezone.localdate()
    if shown is None:
        return today + timedelta(days=UNMARKED_DAYS)
    people = {person.pk for person in shown}
    came = Attendance.objects.filter(meeting=meeting, person__in=people, state__in=CAME)
    if came.count() != len(people):
        raise NotThere
    consents = Consent.objects.in_force(today).filter(purpose=Purpose.PHOTO_INSIDE, person__in=people)
    last_days = dict(consents.values_list("person_id", "valid_until"))
    if last_days.keys() != people:
        raise PhotoWithoutConsent
    return min([*last_days.values(), today + timedelta(days=MOST_DAYS)])


def _write_shown(photo: MeetingPhoto, people: Collection[Person]) -> None:
    MeetingPhotoPerson.objects.bulk_create(
        MeetingPhotoPerson(photo=photo, person_id=key) for key in sorted({person.pk for person in people})
    )


def _told(shown: Collection[Person] | None) -> dict[str, int]:
    return {} if shown is None else {"shown": len({person.pk for person in shown})}
