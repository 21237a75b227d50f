"""Counts that are kept beside the register, so that no board ever counts the register itself.

All of this follows from the register and can be made anew from it (``manage.py recount``). Groups, meetings, people and
projects stand here as plain ids: whoever forgets a person or takes a meeting out tells it by a step of the counts.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from places.codes import code_range

AREA_LENGTH = 18


class KeptQuerySet(ScopedQuerySet):
    def within(self, area_id: str) -> "KeptQuerySet":
        """What is of a place or lies in it; nothing stands for the country."""
        if not area_id:
            return self
        low, high = code_range(area_id)
        return self.filter(area__gte=low, area__lt=high)

    def of_level(self, level: int, within: str) -> "KeptQuerySet":
        """The places of a level that lie in a place; nothing stands for the country."""
        return self.within(within).filter(level=level)


class CellWords(models.Model):
    """What tells one cell from another (``reports.keys.Key``); see ``WHOLE_PROGRAMME`` and ``COUNTRY`` there."""

    project = models.CharField(max_length=36, blank=True, default="")
    area = models.CharField(max_length=AREA_LENGTH, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    age_group = models.CharField(max_length=10, blank=True)
    difficulty = models.CharField(max_length=10, blank=True)
    part = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class KeptCell(CellWords):
    """A number of one indicator in one cell (``reports.keys.Key``)."""

    indicator = models.ForeignKey("reports.Indicator", on_delete=models.CASCADE, related_name="+")
    quarter = models.CharField(max_length=6)
    level = models.PositiveSmallIntegerField()
    value = models.IntegerField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept count")
        verbose_name_plural = _("kept counts")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "project", "indicator", "quarter", "sex", "age_group", "difficulty", "part"],
                name="one_kept_count_per_cell",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "level"], name="kept_counts_of_a_level")]

    def __str__(self) -> str:
        return f"{self.area} {self.quarter} {self.value}"


class KeptTotal(models.Model):
    """The cells of one place and quarter added up: what a map of many places reads."""

    indicator = models.ForeignKey("reports.Indicator", on_delete=models.CASCADE, related_name="+")
    project = models.CharField(max_length=36, blank=True, default="")
    quarter = models.CharField(max_length=6)
    area = models.CharField(max_length=AREA_LENGTH, blank=True)
    level = models.PositiveSmallIntegerField()
    value = models.IntegerField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept total")
        verbose_name_plural = _("kept totals")
        constraints = [
            models.UniqueConstraint(
                fields=["level", "project", "area", "indicator", "quarter"], name="one_kept_total_per_place_and_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.quarter} {self.value}"


class CountedFact(CellWords):
    """What an indicator of sessions counts once: a person who reached it, or what one session adds to it.

    ``key`` is the person or the meeting; a person stands in the cell in which they were when they reached it, so that
    numbers add up over places and quarters.
    """

    indicator = models.ForeignKey("reports.Indicator", on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    group = models.UUIDField()
    happened_on = models.DateField()
    quarter = models.CharField(max_length=6)
    area = models.CharField(max_length=AREA_LENGTH)
    value = models.PositiveIntegerField()

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("counted fact")
        verbose_name_plural = _("counted facts")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "indicator", "project", "sex", "age_group", "difficulty", "part"],
                name="a_fact_counts_once_per_indicator_and_project",
            ),
        ]
        indexes = [
            models.Index(fields=["group"], name="facts_of_a_group"),
            # Holds all that the sums by group are made of, so that they are read from it alone.
            models.Index(fields=["indicator", "project", "area", "quarter", "group", "value"], name="facts_of_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.value}"


class CountedGroup(models.Model):
    """Where a group lay and which projects supported it when its steps were folded: all they added goes with it when
    that changes."""

    group = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=AREA_LENGTH)
    supports = models.JSONField(default=list)
    """Project, first and last day (nothing while it goes on) of each support."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("group as it is counted")
        verbose_name_plural = _("groups as they are counted")

    def __str__(self) -> str:
        return str(self.group)


class FoldState(models.Model):
    """How far the steps of the counts are folded. One row; who folds holds its lock."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_step = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=dict)
    """Numbers before the last that were not there yet, and since when: their transaction may still be open."""
    folded_at = models.DateTimeField(null=True, blank=True)
    look_from = models.DateField(null=True, blank=True)
    """The earliest day of a step since then."""
    looked_at = models.DateTimeField(null=True, blank=True)
    """When what no step tells of was last counted: groups, services, trainings, surveys, and the days that pass."""

    class Meta:
        verbose_name = _("state of the kept counts")
        verbose_name_plural = _("states of the kept counts")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_state_of_the_kept_counts")]

    def __str__(self) -> str:
        return f"up to {self.last_step}"
