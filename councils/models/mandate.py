"""Mandates: a person in a seat from one day to another. Past, current and elect follow from the days, never a flag."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from .periods import NoOverlap, SameCouncil

LONGEST_LINE = 140
TOLD_BEFORE = timedelta(days=60)
"""How long before the end of a term its council is told."""
TAKEN_BACK_WITHIN = timedelta(days=30)
"""How long after it was entered a mandate in office may still turn out to be a mistake."""


class MandateQuerySet(ScopedQuerySet):
    def with_last_day(self) -> Self:
        return self.alias(last_on=Coalesce("ended_on", "ends_on"))

    def past(self, on: date) -> Self:
        return self.with_last_day().filter(last_on__lt=on)

    def current(self, on: date) -> Self:
        """In force on a day, end inclusive."""
        return self.with_last_day().filter(began_on__lte=on, last_on__gte=on)

    def elect(self, on: date) -> Self:
        """Chosen, and not yet in office on a day."""
        return self.filter(began_on__gt=on)

    def overlapping(self, began_on: date, last_on: date) -> Self:
        """Mandates that share a day with a period."""
        return self.with_last_day().filter(began_on__lte=last_on, last_on__gte=began_on)

    def ending(self, on: date) -> Self:
        """Of those in force on a day, the ones whose term ends within sixty days of it."""
        return self.current(on).filter(ended_on__isnull=True, ends_on__lte=on + TOLD_BEFORE)

    def newest_first(self) -> Self:
        return self.order_by("-began_on", "-pk")


class Mandate(models.Model):
    """A person speaks for others in one seat. ``ends_on`` is the end of the term, ``ended_on`` an end before it."""

    class EndReason(models.TextChoices):
        AGED_OUT = "aged_out", _("Too old for the council")
        MOVED = "moved", _("Moved away")
        RESIGNED = "resigned", _("Stepped down")
        OTHER = "other", _("Other reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey("councils.Seat", on_delete=models.PROTECT, related_name="mandates", verbose_name=_("seat"))
    council = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.PROTECT, related_name="mandates", verbose_name=_("council")
    )
    """The council of the seat: kept here, so that the database sees who would sit in one council twice."""
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="mandates", verbose_name=_("person")
    )
    method = models.ForeignKey(
        "councils.FillingMethod",
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name=_("how the seat was filled"),
    )
    election_id = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    began_on = models.DateField(_("from"))
    ends_on = models.DateField(_("end of the term"))
    ended_on = models.DateField(_("last day, where it ended early"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended early"), max_length=10, choices=EndReason, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    handover_1 = models.CharField(_("what is going on"), max_length=LONGEST_LINE, blank=True)
    handover_2 = models.CharField(_("what was promised to the children"), max_length=LONGEST_LINE, blank=True)
    handover_3 = models.CharField(_("what to do first"), max_length=LONGEST_LINE, blank=True)
    end_told_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        indexes = [models.Index(fields=["ends_on"], name="mandate_by_end")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("began_on")), name="mandate_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on"), ended_on__lt=F("ends_on")),
                name="mandate_that_ends_early_ends_within_its_term",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="mandate_has_an_early_end_with_a_reason_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_on__isnull=False),
                name="mandate_ended_by_somebody_has_an_early_end",
            ),
            SameCouncil(name="mandate_is_in_the_council_of_its_seat"),
            NoOverlap(together=("seat",), name="one_holder_per_seat_and_day"),
            # The council first: PostgreSQL finds the mandates of a council by this index, and by its first column fast.
            NoOverlap(together=("council", "person"), name="one_seat_per_person_council_and_day"),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk}"

    @property
    def last_on(self) -> date:
        """The last day in office."""
        return self.ended_on or self.ends_on

    @property
    def handover(self) -> list[str]:
        """The lines for the successor that say something."""
        return [line for line in (self.handover_1, self.handover_2, self.handover_3) if line]

    def is_current(self, on: date) -> bool:
        return self.began_on <= on <= self.last_on

    def can_be_taken_back(self, on: date) -> bool:
        """Whether the mandate has not begun, or was entered so lately that it may have been a mistake."""
        return self.began_on > on or on - timezone.localdate(self.created_at) <= TAKEN_BACK_WITHIN
