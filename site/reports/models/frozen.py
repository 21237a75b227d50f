"""Quarters as they were reported: nothing here changes once it is written."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from ..suppression import FEWEST
from .kept import AREA_LENGTH, CellWords, KeptQuerySet


class FrozenQuarterQuerySet(ScopedQuerySet):
    def newest_first(self) -> "FrozenQuarterQuerySet":
        return self.order_by("-quarter", "-version")


class FrozenQuarter(models.Model):
    """One version of a quarter: all cells as they stood on a day, and the rules by which they were counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.CharField(_("quarter"), max_length=6)
    version = models.PositiveSmallIntegerField(_("version"))
    frozen_at = models.DateTimeField(_("frozen"), auto_now_add=True)
    frozen_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rules = models.JSONField(default=dict)
    """The rule of each indicator by its code: key and version of the formula, and what it was given."""
    reasons = models.JSONField(default=dict)
    """What came since the version before: how many later records, corrections, merges; which rules changed."""
    note = models.CharField(_("why"), max_length=300, blank=True)

    objects = FrozenQuarterQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen quarter")
        verbose_name_plural = _("frozen quarters")
        constraints = [
            models.UniqueConstraint(fields=["quarter", "version"], name="versions_of_a_quarter_are_numbered"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_of_a_quarter_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} v{self.version}"


class FrozenCell(CellWords):
    """A cell of a frozen quarter: its number in that quarter, and up to its end. ``area`` as in ``KeptCell``."""

    frozen = models.ForeignKey(FrozenQuarter, on_delete=models.CASCADE, related_name="cells")
    indicator = models.ForeignKey("reports.Indicator", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    value = models.IntegerField()
    to_date = models.IntegerField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("cell of a frozen quarter")
        verbose_name_plural = _("cells of frozen quarters")
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "area", "project", "indicator", "sex", "age_group", "difficulty", "part"],
                name="one_frozen_count_per_cell",
            ),
        ]
        indexes = [models.Index(fields=["frozen", "level", "project", "id"], name="frozen_cells_of_a_level")]

    def __str__(self) -> str:
        return f"{self.area} {self.value}"


class ShownFigure(models.Model):
    """What donors see of a frozen quarter: suppressed and rounded when it was frozen; an exact count is not here.

    ``split`` names what is told apart (nothing: the total), ``group`` which of them. An empty ``value`` is hidden.
    """

    frozen = models.ForeignKey(FrozenQuarter, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey("reports.Indicator", on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=AREA_LENGTH, blank=True)
    split = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=40, blank=True)
    is_of_people = models.BooleanField()
    value = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("shown figure")
        verbose_name_plural = _("shown figures")
        constraints = [
            models.UniqueConstraint(
                fields=["frozen", "indicator", "area", "split", "group"], name="one_shown_figure_per_place_and_group"
            ),
            models.CheckConstraint(
                condition=Q(is_of_people=False) | Q(value__isnull=True) | Q(value__gte=FEWEST),
                name="no_shown_figure_of_people_is_below_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.value}"
