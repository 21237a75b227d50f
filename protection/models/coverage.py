"""Which communes a service reaches, from one day to another."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models.periods import NoOverlap, OpenPeriodQuerySet


class ServiceCoverageQuerySet(OpenPeriodQuerySet):
    def of_known_services(self) -> Self:
        """Of services that somebody has checked at least once: a line that nobody looked at reaches nobody."""
        return self.filter(service__checked_on__isnull=False)


class ServiceCoverage(models.Model):
    """A service covers a commune from ``began_on`` to ``ended_on``, end inclusive, null while it goes on."""

    class Source(models.TextChoices):
        AGREEMENT = "agreement", _("Written agreement")
        PROVIDER = "provider", _("Told by the provider")
        VISIT = "visit", _("Seen on a visit")
        AUTHORITY = "authority", _("Told by the commune or the district")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        "protection.Service", on_delete=models.CASCADE, related_name="coverages", verbose_name=_("service")
    )
    commune = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune")
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(_("how this is known"), max_length=10, choices=Source)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ServiceCoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune covered by a service")
        verbose_name_plural = _("communes covered by services")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="coverage_ends_after_it_begins",
            ),
            NoOverlap(
                together=("service", "commune"),
                name="service_covers_a_commune_once_a_day",
                until=("ended_on",),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.commune_id} {self.began_on}"
