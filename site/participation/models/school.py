"""Schools, as operators supply them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class School(models.Model):
    """A school that a group belongs to."""

    class Level(models.TextChoices):
        PRESCHOOL = "preschool", _("Preschool")
        PRIMARY = "primary", _("Primary school")
        LOWER_SECONDARY = "lower_secondary", _("Lower secondary school")
        UPPER_SECONDARY = "upper_secondary", _("Upper secondary school")
        OTHER = "other", _("Other school")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_km = models.CharField(_("name in Khmer"), max_length=120)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    name_key = models.CharField(max_length=260, editable=False)
    official_code = models.CharField(_("official code"), max_length=20, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("commune or village")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        indexes = [models.Index(fields=["area", "name_key", "id"], name="school_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["official_code"], condition=~Q(official_code=""), name="one_school_per_official_code"
            )
        ]

    def __str__(self) -> str:
        return self.name_km
