"""Representation: a council has a voice in a body of adults, from one day to another."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models.periods import OpenPeriodQuerySet


class Representation(models.Model):
    """A council is heard in a body. Who holds ``seat`` speaks there; without one, whoever the council sends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.CASCADE,
        related_name="representations",
        verbose_name=_("council"),
    )
    body = models.ForeignKey(
        "councils.RepresentedBody", on_delete=models.PROTECT, related_name="representations", verbose_name=_("body")
    )
    seat = models.ForeignKey(
        "councils.Seat",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="representations",
        verbose_name=_("seat that speaks there"),
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OpenPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.UniqueConstraint(
                fields=["council", "body"],
                condition=Q(ended_on__isnull=True),
                name="one_open_representation_per_council_and_body",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="representation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"representation {self.pk}"
