"""Trainings of adults who protect children: what each was about, when and where, and who took part."""

import uuid
from collections import Counter
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from participation.models.list_row import ListRow
from places.codes import code_range


class Sector(models.TextChoices):
    """For whom an adult works or sits: what reports count those trained by, as they count children by age."""

    CCWC = "ccwc", _("Commune committee for women and children (CCWC)")
    WCCC = "wccc", _("District or provincial committee for women and children (WCCC)")
    POLICE = "police", _("Police")
    TEACHER = "teacher", _("Teacher or school staff")
    HEALTH = "health", _("Health staff or volunteer")
    NGO = "ngo", _("Staff of an organisation")
    OTHER = "other", _("Other")


class TrainingTopic(ListRow):
    """What trainings are about. Seeded from code, edited by an administrator; the code never changes."""

    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        verbose_name = _("topic of trainings")
        verbose_name_plural = _("topics of trainings")


class TrainingQuerySet(ScopedQuerySet):
    def within(self, area_id: str) -> Self:
        """Those held in an area or below it."""
        low, high = code_range(area_id)
        return self.filter(area_id__gte=low, area_id__lt=high)

    def held_between(self, since: date, until: date) -> Self:
        """Those whose last day lies between two days, both included: who took part is reached when it is over."""
        return self.filter(ended_on__gte=since, ended_on__lte=until)


class Training(models.Model):
    """One cohort: a topic, the days, the place, who held it. Nothing is written about what was told there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(
        TrainingTopic, on_delete=models.PROTECT, related_name="trainings", verbose_name=_("what it was about")
    )
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"))
    area = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    organiser = models.ForeignKey(
        "participation.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who held it"),
    )
    project = models.ForeignKey(
        "participation.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        indexes = [models.Index(fields=["ended_on", "id"], name="training_by_last_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gte=F("began_on")), name="training_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"training {self.ended_on}"


class TrainingPlaceQuerySet(ScopedQuerySet):
    def within(self, area_id: str) -> Self:
        """Places in trainings that were held in an area or below it."""
        low, high = code_range(area_id)
        return self.filter(training__area_id__gte=low, training__area_id__lt=high)

    def reached(self, since: date, until: date) -> Self:
        """Places in trainings whose last day lies between two days, both included.

        A person may hold several of them: count people with ``people()`` or ``people_by_sector()``, never the rows.
        """
        return self.filter(training__ended_on__gte=since, training__ended_on__lte=until)

    def people(self) -> int:
        """How many persons hold these places, each counted once however many trainings they took part in."""
        return self.order_by().aggregate(people=models.Count("person", distinct=True))["people"]

    def people_by_sector(self) -> Counter[str]:
        """The same persons by sector, adding up to ``people()``: who changed sector counts in that of the last one."""
        ordered = self.order_by("training__ended_on", "training_id").values_list("person_id", "sector")
        return Counter(dict(ordered.iterator(chunk_size=2000)).values())


class TrainingPlace(models.Model):
    """A person took part in a training, as somebody of a sector."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="places", verbose_name=_("training"))
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="trainings", verbose_name=_("person")
    )
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TrainingPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a training")
        verbose_name_plural = _("places in trainings")
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_place_per_training_and_person"),
        ]

    def __str__(self) -> str:
        return f"place {self.pk}"
