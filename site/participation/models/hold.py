"""Holds: data of a person or a group that is not erased for a while, though its term is over."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class RetentionHoldQuerySet(ScopedQuerySet):
    def in_force(self, on: date) -> "RetentionHoldQuerySet":
        """Those that stop erasing on a day; the last day is one of them."""
        return self.filter(ended_at__isnull=True, until__gte=on)

    def newest_first(self) -> "RetentionHoldQuerySet":
        return self.order_by("-placed_at", "pk")


class RetentionHold(models.Model):
    """Nothing of one person, or of one group and its members, is erased until a day, a year at most; then it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="holds", verbose_name=_("person")
    )
    group = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name=_("group"),
    )
    reason = models.CharField(_("reason"), max_length=300)
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    until = models.DateField(_("until"))
    reviewed_at = models.DateTimeField(_("looked at again"), null=True, blank=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    end_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the officers heard that it ends soon."""

    objects = RetentionHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        indexes = [models.Index(F("until"), name="hold_by_last_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True) | Q(person__isnull=True, group__isnull=False),
                name="a_hold_is_about_a_person_or_a_group",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(person__isnull=False, ended_at__isnull=True),
                name="one_open_hold_per_person",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(group__isnull=False, ended_at__isnull=True),
                name="one_open_hold_per_group",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(reviewed_at__isnull=False),
                name="a_hold_reviewed_by_somebody_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="a_hold_ended_by_somebody_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"hold until {self.until}"
