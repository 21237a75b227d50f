"""Notices."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scoping import ScopedQuerySet


class NoticeQuerySet(ScopedQuerySet):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Notice(models.Model):
    """A neutral word to one user, on screen and by mail: what waits, never whom it is about.

    ``text_key`` names a sentence in code, so that it is shown in the reader's language; ``params`` fill it with
    numbers, ids and names of provinces only.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    text_key = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="notice_unread")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_by__isnull=True) | models.Q(read_at__isnull=False),
                name="notice_read_by_somebody_was_read_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text_key} for #{self.user_id}"
