"""Seats of a council: numbered places, some kept for those who are easily left out."""

import uuid
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from khmertext.languages import is_english

from .council import MOST_SEATS
from .mandate import Mandate


class SeatQuerySet(ScopedQuerySet):
    def standing(self, on: date) -> Self:
        """The seats that a council has on a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), began_on__lte=on)

    def held(self, on: date) -> Self:
        return self.filter(_has_holder(on))

    def vacant(self, on: date) -> Self:
        """Standing seats that nobody holds on a day."""
        return self.standing(on).exclude(_has_holder(on))

    def by_number(self) -> Self:
        return self.order_by("number", "pk")


def _has_holder(on: date) -> Exists:
    return Exists(Mandate.objects.current(on).filter(seat=OuterRef("pk")))


class Seat(models.Model):
    """One place in a council, for as long as the council has it. Who sits there is told by its mandates."""

    class KeptFor(models.TextChoices):
        NOBODY = "nobody", _("Open to every child")
        DISABILITY = "disability", _("A child with a disability")
        CLASS = "class", _("A class")
        VILLAGE = "village", _("A village")
        CLUB = "club", _("A children's club")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="seats", verbose_name=_("council")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    title_km = models.CharField(_("title in Khmer"), max_length=80, blank=True)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    kept_for = models.CharField(_("kept for"), max_length=10, choices=KeptFor, default=KeptFor.NOBODY)
    kept_label = models.CharField(_("which class or village"), max_length=60, blank=True)
    kept_club = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats_kept_for_it",
        verbose_name=_("which club"),
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_seat_per_council_and_number"),
            models.UniqueConstraint(fields=["id", "council"], name="a_seat_is_in_one_council"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="seat_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kept_for="club", kept_club__isnull=False) | ~Q(kept_for="club") & Q(kept_club__isnull=True),
                name="seat_kept_for_a_club_names_the_club",
            ),
            models.CheckConstraint(
                condition=~Q(kept_for__in=["class", "village"]) | ~Q(kept_label=""),
                name="seat_kept_for_a_class_or_village_says_which",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.number}"

    @property
    def title(self) -> str:
        """The title in the language of the page, in Khmer where there is no other; empty for a seat like the others."""
        return self.title_en or self.title_km if is_english() else self.title_km or self.title_en
