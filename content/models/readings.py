"""How often pages are read: a total for each page and day. Nothing tells who read, from where, or with what."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyReadingQuerySet(models.QuerySet):
    def since(self, day: date, days: int) -> "DailyReadingQuerySet":
        """Of the last days, with today."""
        return self.filter(day__gt=day - timedelta(days=days), day__lte=day)


class DailyReading(models.Model):
    """How often the page at an address was read on a day: an estimate (``content.counting`` says why)."""

    path = models.CharField(_("address"), max_length=255)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("readings"), default=0)

    objects = DailyReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily reading count")
        verbose_name_plural = _("daily reading counts")
        constraints = [models.UniqueConstraint(fields=("path", "day"), name="one_reading_count_per_page_and_day")]
        indexes = [models.Index(fields=["day"], name="reading_counts_by_day")]

    def __str__(self) -> str:
        return f"{self.path} {self.day}"
