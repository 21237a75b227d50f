"""Notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """A neutral word to one user, on screen and by mail: what waits, never whom it is about.

    ``text_key`` names a sentence in code, so that it is shown in the reader's language; ``params`` fill it with numbers
    and ids only.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    text_key = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.text_key} for #{self.user_id}"
