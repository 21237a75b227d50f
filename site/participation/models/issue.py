"""Issues: what children raise, and what becomes of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class IssueQuerySet(ScopedQuerySet):
    def with_ask(self) -> "IssueQuerySet":
        """Each with its ask beside it; one that became none has none (``getattr(issue, "ask", None)``)."""
        return self.select_related("ask")

    def sent_on(self) -> "IssueQuerySet":
        """Those whose ask has left the house: they stay word for word."""
        return self.filter(ask__sent_on__isnull=False)

    def not_sent_on(self) -> "IssueQuerySet":
        return self.exclude(ask__sent_on__isnull=False)

    def in_order(self) -> "IssueQuerySet":
        return self.order_by("created_at", "pk")


class Issue(models.Model):
    """Something the children raised at a meeting, in their words and without a name.

    What becomes of it is told by its ``Ask``, if it became one; the issue itself has no status.
    """

    class RaisedBy(models.TextChoices):
        GIRLS = "girls", _("Girls")
        BOYS = "boys", _("Boys")
        ALL = "all", _("All together")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="issues")
    text = models.CharField(_("what the children raised"), max_length=500)
    raised_by = models.CharField(_("who raised it"), max_length=10, choices=RaisedBy, default=RaisedBy.ALL)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return f"issue {self.pk}"
