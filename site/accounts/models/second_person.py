"""What one person asks and a second one must confirm: the two-person rule for children's safety."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..scoping import ScopedQuerySet


class ConfirmationRequestQuerySet(ScopedQuerySet):
    def waiting(self, at: datetime) -> Self:
        """Those that a second person can still answer."""
        return self.filter(decided_at__isnull=True, expires_at__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class ConfirmationRequest(models.Model):
    """A safeguarding role given or ended, or an emergency access made longer, as soon as somebody else says yes too."""

    class What(models.TextChoices):
        GRANT = "grant", _("Give the role of safeguarding officer")
        END = "end", _("End the role of a safeguarding officer")
        EXTEND = "extend", _("Make an emergency access longer")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        TURNED_DOWN = "turned_down", _("Turned down")

    what = models.CharField(max_length=10, choices=What)
    grant = models.ForeignKey("accounts.RoleGrant", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    access = models.ForeignKey(
        "accounts.EmergencyAccess", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=40)
    on = models.DateField(_("last day"), null=True, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a second person")
        verbose_name_plural = _("requests to a second person")
        constraints = [
            models.CheckConstraint(
                condition=Q(what="extend", access__isnull=False, grant__isnull=True)
                | Q(what__in=["grant", "end"], grant__isnull=False, access__isnull=True),
                name="request_is_about_one_role_or_one_access",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="waiting"),
                name="request_is_answered_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed", decided_by=F("asked_by")), name="nobody_confirms_what_they_asked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="request_expires_after_it_was_asked"
            ),
            models.UniqueConstraint(
                fields=["grant", "what"], condition=Q(outcome="waiting"), name="one_waiting_request_per_role_and_wish"
            ),
            models.UniqueConstraint(
                fields=["access"], condition=Q(outcome="waiting"), name="one_waiting_request_per_access"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} #{self.grant_id or self.access_id}"
