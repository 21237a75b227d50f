"""Counts of people that stand for good: what they were counted from has been erased, its term was over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from .kept import AREA_LENGTH, CellWords


class SettledFact(CellWords):
    """Somebody reached an indicator, as it was found from marks that are counts now; the columns of a counted fact.

    It keeps a person who comes again from being counted twice. Once the person is forgotten and no mark is left,
    ``person_id`` is a number that leads to nobody.
    """

    indicator = models.ForeignKey("reports.Indicator", on_delete=models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    group = models.UUIDField()
    happened_on = models.DateField()
    quarter = models.CharField(max_length=6)
    area = models.CharField(max_length=AREA_LENGTH)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("settled count of a person")
        verbose_name_plural = _("settled counts of people")
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "indicator", "project"], name="a_person_is_settled_once_per_indicator_and_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.part}"
