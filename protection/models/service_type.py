"""Kinds of services as data: what each is called, what it does in a child's words, and how long a check stands."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmertext.languages import in_language
from participation.models.list_row import ListRow

LONGEST_CHECK, LONGEST_GRACE = 24, 365


class ServiceType(ListRow):
    """A kind of service. Seeded from code, edited by an administrator; the code never changes."""

    child_km = models.CharField(_("for children, in Khmer"), max_length=160)
    child_en = models.CharField(_("for children, in English"), max_length=160)
    check_months = models.PositiveSmallIntegerField(
        _("months between two checks"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_CHECK)],
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days that it stays public when a check is due"),
        default=60,
        validators=[MaxValueValidator(LONGEST_GRACE)],
    )
    reason_km = models.CharField(_("why these terms, in Khmer"), max_length=200)
    reason_en = models.CharField(_("why these terms, in English"), max_length=200)

    class Meta:
        verbose_name = _("type of service")
        verbose_name_plural = _("types of services")
        constraints = [
            models.CheckConstraint(
                condition=Q(check_months__gte=1, check_months__lte=LONGEST_CHECK),
                name="service_type_is_checked_within_two_years",
            ),
            models.CheckConstraint(condition=Q(grace_days__lte=LONGEST_GRACE), name="service_type_fades_within_a_year"),
        ]

    @property
    def child(self) -> str:
        """What it does, as a child is told."""
        return in_language(self, "child")

    @property
    def reason(self) -> str:
        return in_language(self, "reason")
