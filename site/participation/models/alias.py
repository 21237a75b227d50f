"""Other ids of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class MeetingAlias(models.Model):
    """The id that a second record of one meeting had on its phone, and the meeting to which it leads."""

    old_id = models.UUIDField(primary_key=True, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="aliases")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("other id of a meeting")
        verbose_name_plural = _("other ids of meetings")

    def __str__(self) -> str:
        return f"{self.old_id}"
