"""Issues: what children raise, and what becomes of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class Issue(models.Model):
    """Something the children raised at a meeting, in their words and without a name: "you said, we did"."""

    class RaisedBy(models.TextChoices):
        GIRLS = "girls", _("Girls")
        BOYS = "boys", _("Boys")
        ALL = "all", _("All together")

    class Status(models.TextChoices):
        RAISED = "raised", _("Raised")
        SENT = "sent", _("Sent on")
        ANSWERED = "answered", _("Answered")
        TOLD = "told", _("The children were told")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="issues")
    text = models.CharField(_("what the children raised"), max_length=500)
    raised_by = models.CharField(_("who raised it"), max_length=10, choices=RaisedBy, default=RaisedBy.ALL)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RAISED)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return f"issue {self.pk}"
