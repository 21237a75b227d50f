"""Facilitations: which adult works with which group, from when to when."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class FacilitationQuerySet(ScopedQuerySet):
    def current(self, on: date) -> "FacilitationQuerySet":
        """Facilitations in force on a day, end inclusive; one that was taken back is out of force at once."""
        open_then = Q(ended_on__isnull=True) | Q(ended_on__gt=on) | Q(ended_on=on, revoked_at__isnull=True)
        return self.filter(open_then, began_on__lte=on)

    def overlapping(self, began_on: date, ended_on: date | None) -> "FacilitationQuerySet":
        """Facilitations that share a day with a period."""
        found = self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=began_on))
        return found.filter(began_on__lte=ended_on) if ended_on else found


class Facilitation(models.Model):
    """A user facilitates a group for a period; a substitute for a day begins and ends on that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="facilitations", verbose_name=_("facilitator")
    )
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="facilitations", verbose_name=_("group")
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    is_substitute = models.BooleanField(_("stands in for another"), default=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FacilitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitation")
        verbose_name_plural = _("facilitations")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(ended_on__isnull=True),
                name="one_open_facilitation_per_user_and_group",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="facilitation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(is_substitute=False) | Q(ended_on__isnull=False), name="substitute_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(ended_on__isnull=False),
                name="facilitation_taken_back_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"facilitation {self.pk}"
