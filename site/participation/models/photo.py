"""Photos of meetings: in private storage, for those who work with the group, while everyone shown allows it."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class PrivateStorage(FileSystemStorage):
    """Outside the media folder: no web server reaches it, only the view that asks who is looking."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        raise TypeError("What lies in private storage has no address but that of its view.")


def private_storage() -> Storage:
    """A folder of this machine, or what several machines share."""
    return storages["private"]


FOLDER = "photos"


def random_name(photo: "MeetingPhoto", _given: str) -> str:
    """A name that says nothing, not even which photo it is."""
    return f"{FOLDER}/{uuid.uuid4().hex}.jpg"


class MeetingPhoto(models.Model):
    """A picture of a meeting, drawn anew from its pixels. ``shown_marked_at``: somebody looked at who it shows.

    A photo whose people nobody marked yet is for the person who took it and for those who record in the group.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to=random_name, max_length=60)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    taken_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    shown_marked_at = models.DateTimeField(null=True, blank=True)
    shown_marked_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    delete_after = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a meeting")
        verbose_name_plural = _("photos of meetings")
        indexes = [models.Index(fields=["delete_after"], name="photo_by_last_day")]
        constraints = [
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1, size__gte=1), name="a_photo_has_pixels"),
            models.CheckConstraint(
                condition=Q(shown_marked_by__isnull=True) | Q(shown_marked_at__isnull=False),
                name="a_photo_marked_by_somebody_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"photo {self.pk}"


class MeetingPhotoPerson(models.Model):
    """Somebody whom a photo shows."""

    photo = models.ForeignKey(MeetingPhoto, on_delete=models.CASCADE, related_name="shown")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="photos")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on a photo")
        verbose_name_plural = _("people on photos")
        constraints = [
            models.UniqueConstraint(fields=["photo", "person"], name="a_photo_shows_a_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.photo_id}"
