"""Photos on the page of a meeting, as typed rows, and who may be on one."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from people.models import Consent, Purpose

from ..extras import ways_onwards
from ..models import Attendance, Meeting, MeetingPhoto, MeetingPhotoPerson

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One photo. ``is_hidden``: somebody on it allows it no more, so that it can only be deleted."""

    photo: MeetingPhoto
    people: int
    is_hidden: bool
    may_edit: bool

    @property
    def is_marked(self) -> bool:
        return self.photo.shown_marked_at is not None

    @property
    def ways(self) -> list[tuple[Promise, str]]:
        """Where it may go from here."""
        return ways_onwards(self.photo.pk)


def photos_of(meeting: Meeting, *, user: User) -> list[PhotoRow]:
    """The photos this user may see, and those that they may only delete: three queries."""
    photos = MeetingPhoto.objects.filter(meeting=meeting).annotate(people=Count("shown"))
    seen = set(photos.visible_to(user).values_list("pk", flat=True))
    editable = set(photos.editable_by(user).values_list("pk", flat=True))
    return [
        PhotoRow(photo, photo.people, photo.pk not in seen, photo.pk in editable)
        for photo in photos.order_by("recorded_at", "pk")
        if photo.pk in seen or photo.pk in editable
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who was there: whether a photo of them may be kept, and whether they are said to be on this one."""

    person_id: object
    name: str
    allows: bool
    is_shown: bool


def who_may_be_shown(photo: MeetingPhoto, *, user: User) -> list[Shown]:
    """Those who came, by name, for who may see the names: three queries."""
    marks = Attendance.objects.visible_to(user).filter(meeting=photo.meeting_id, state__in=HERE)
    people = [mark.person for mark in marks.select_related("person").order_by("person__name_sort", "pk")]
    allowed = Consent.objects.in_force(timezone.localdate()).filter(purpose=Purpose.PHOTO_INSIDE, person__in=people)
    allow = set(allowed.values_list("person_id", flat=True))
    shown = set(MeetingPhotoPerson.objects.filter(photo=photo).values_list("person_id", flat=True))
    return [Shown(person.pk, person.name, person.pk in allow, person.pk in shown) for person in people]
