"""Gaps that were looked for ahead of their readers: in a large register looking takes longer than anybody waits."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

STANDS_FOR = timedelta(minutes=30)
"""How long what was found is shown; three rounds of the clock that looks for it may fail."""


class GapLookQuerySet(models.QuerySet):
    def fresh(self) -> Self:
        return self.filter(looked_at__gt=timezone.now() - STANDS_FOR)


class GapLook(models.Model):
    """When a kind of gap was looked for last, over the whole register."""

    key = models.CharField(primary_key=True, max_length=20)
    looked_at = models.DateTimeField()

    objects = GapLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("search for gaps")
        verbose_name_plural = _("searches for gaps")

    def __str__(self) -> str:
        return self.key


class FoundGap(models.Model):
    """A group had this kind of gap at the last look."""

    key = models.CharField(max_length=20)
    group = models.ForeignKey("participation.CommunityGroup", on_delete=models.CASCADE, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap that was found")
        verbose_name_plural = _("gaps that were found")
        constraints = [models.UniqueConstraint(fields=["key", "group"], name="a_gap_is_found_once_per_group")]

    def __str__(self) -> str:
        return f"{self.key} of {self.group_id}"
