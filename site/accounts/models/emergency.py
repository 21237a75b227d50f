"""Emergency access: the people of one group, for a few hours, by a safeguarding officer who says why."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..scoping import ScopedQuerySet


class EmergencyAccessQuerySet(ScopedQuerySet):
    def open(self, at: datetime) -> Self:
        """Those that let somebody read at a moment."""
        return self.filter(closed_at__isnull=True, opened_at__lte=at, ends_at__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class EmergencyAccess(models.Model):
    """Who opened which group, why, and until when.

    The group is kept by its key alone, as in the journal: what was opened is counted after the group has gone, and
    accounts know nothing of groups. ``role`` is the role in which it was opened, as it was then.
    """

    officer = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="emergency_accesses", verbose_name=_("officer")
    )
    role = models.CharField(_("role"), max_length=40)
    group_id = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=500)
    opened_at = models.DateTimeField(_("opened"))
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        indexes = [models.Index(fields=["-opened_at", "-id"], name="emergency_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(closed_at__isnull=True),
                name="one_emergency_access_not_closed_per_officer",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")), name="emergency_access_ends_after_it_opened"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
                name="emergency_access_closed_by_somebody_was_closed_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_access_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"emergency access #{self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and self.opened_at <= at < self.ends_at

    @property
    def over_at(self) -> datetime:
        """When it ended, or will."""
        return min(self.closed_at or self.ends_at, self.ends_at)
