"""Decisions."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class DecisionQuerySet(ScopedQuerySet):
    def pending(self) -> "DecisionQuerySet":
        """Decided and not yet done: what the next meeting takes up first."""
        return self.filter(done_on__isnull=True, is_dropped=False)


class Decision(models.Model):
    """What a meeting decided: what, which post sees to it, by when, done when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("decision"), max_length=500)
    post = models.ForeignKey(
        "participation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    is_dropped = models.BooleanField(_("given up"), default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(done_on__isnull=True), name="decision_is_done_or_given_up_not_both"
            )
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
