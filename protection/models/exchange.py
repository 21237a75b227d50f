"""What case systems, Primero and OSCaR, call our types of services and our places: codes of a directory alone."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExchangeSystem(models.TextChoices):
    PRIMERO = "primero", "Primero"
    OSCAR = "oscar", "OSCaR"


SHAPES = {
    ExchangeSystem.PRIMERO: re.compile(r"\A[a-z0-9][a-z0-9_-]{0,79}\Z"),
    ExchangeSystem.OSCAR: re.compile(r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"),
}
SHAPE_WORDS = {
    ExchangeSystem.PRIMERO: _("Write the identifier of the value, such as health_medical_service."),
    ExchangeSystem.OSCAR: _("Write the UUID of the service: 36 signs in small letters, as OSCaR shows it."),
}


class ServiceTypeCode(models.Model):
    """A type of service as a case system knows it: its identifier there, and its words there."""

    type = models.ForeignKey(
        "protection.ServiceType",
        on_delete=models.CASCADE,
        related_name="exchange_codes",
        verbose_name=_("type of service"),
    )
    system = models.CharField(max_length=10, choices=ExchangeSystem)
    code = models.CharField(_("identifier there"), max_length=80)
    name_en = models.CharField(_("name there, in English"), max_length=120)
    name_km = models.CharField(_("name there, in Khmer"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("type of service in a case system")
        verbose_name_plural = _("types of services in case systems")
        constraints = [
            models.UniqueConstraint(fields=["type", "system"], name="one_code_per_service_type_and_system"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_en=""), name="code_of_a_service_type_has_its_english_name"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if not SHAPES[ExchangeSystem(self.system)].match(self.code):
            raise ValidationError({"code": SHAPE_WORDS[ExchangeSystem(self.system)]})


class ExchangePlace(models.Model):
    """A place whose code in a case system is another one than in the list that the system follows."""

    system = models.CharField(max_length=10, choices=ExchangeSystem)
    area = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("Place"))
    code = models.CharField(
        _("code there"),
        max_length=8,
        validators=[RegexValidator(r"\A([0-9]{2}){1,4}\Z", _("Write two, four, six or eight digits."))],
    )

    class Meta:
        verbose_name = _("place in a case system")
        verbose_name_plural = _("places in case systems")
        constraints = [
            models.UniqueConstraint(fields=["system", "area"], name="one_code_per_place_and_system"),
            models.UniqueConstraint(fields=["system", "code"], name="one_place_per_code_of_a_system"),
        ]

    def __str__(self) -> str:
        return self.code


class ExchangeList(models.Model):
    """Which published list of places a case system follows; without a row, the list in use."""

    system = models.CharField(max_length=10, primary_key=True, choices=ExchangeSystem)
    source = models.ForeignKey(
        "places.Source", on_delete=models.PROTECT, related_name="+", verbose_name=_("list of places")
    )

    class Meta:
        verbose_name = _("list of places of a case system")
        verbose_name_plural = _("lists of places of case systems")

    def __str__(self) -> str:
        return f"{self.system} {self.source_id}"
