"""What another system, DHIS2, calls our numbers and places. Codes only: no address, no password, no value.

A number is sent under a data element and an option combination of its own; what has no code here is not sent.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from places.models import AdminArea

from ..dhis2.codes import LONGEST, Scheme, default_combo, is_code, is_written


def judge_code(code: str) -> None:
    """What may be written as a code or as an identifier; which of the two it must be, the system says."""
    if not is_written(code):
        raise ValidationError(
            _("Write the code as it stands in DHIS2: Latin letters, digits and simple signs, fifty at most."),
            code="code",
        )


class DhisSystem(models.Model):
    """How the other system is spoken to. One row; without a data set nothing is sent."""

    LEVELS = (
        (AdminArea.PROVINCE, _("Province")),
        (AdminArea.DISTRICT, _("District")),
        (AdminArea.COMMUNE, _("Commune")),
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    data_set = models.CharField(_("data set"), max_length=LONGEST, blank=True, validators=[judge_code])
    id_scheme = models.CharField(_("data elements are named by"), max_length=4, choices=Scheme, default=Scheme.CODE)
    place_scheme = models.CharField(_("places are named by"), max_length=4, choices=Scheme, default=Scheme.CODE)
    attribute_option_combo = models.CharField(
        _("attribute option combination"), max_length=LONGEST, blank=True, validators=[judge_code]
    )
    level = models.PositiveSmallIntegerField(_("places that are sent"), choices=LEVELS, default=AdminArea.PROVINCE)
    marks_complete = models.BooleanField(_("mark the data set as complete"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("DHIS2 as it is spoken to")
        verbose_name_plural = _("DHIS2 as it is spoken to")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_dhis2"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="dhis2_has_provinces_to_communes"),
        ]

    def __str__(self) -> str:
        return self.data_set or "-"

    @property
    def combo(self) -> str:
        """The attribute option combination of all values."""
        return self.attribute_option_combo or default_combo(self.id_scheme)


class DhisCodeQuerySet(ScopedQuerySet):
    def in_order(self) -> "DhisCodeQuerySet":
        return self.order_by("indicator__position", "indicator__code", "split", "group")


class DhisCode(models.Model):
    """A number of ours, the total of an indicator or one group of a split, and what it is called there."""

    class Counts(models.TextChoices):
        TO_DATE = "to_date", _("What was reached up to the end of the quarter")
        IN_QUARTER = "in_quarter", _("What was new in the quarter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(
        "reports.Indicator", on_delete=models.CASCADE, related_name="dhis_codes", verbose_name=_("Indicator")
    )
    split = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=40, blank=True)
    data_element = models.CharField(_("data element"), max_length=LONGEST, validators=[judge_code])
    option_combo = models.CharField(
        _("category option combination"), max_length=LONGEST, blank=True, validators=[judge_code]
    )
    counts = models.CharField(_("what is sent"), max_length=10, choices=Counts, default=Counts.TO_DATE)

    objects = DhisCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("number as DHIS2 calls it")
        verbose_name_plural = _("numbers as DHIS2 calls them")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "split", "group"], name="one_dhis2_code_per_number"),
            models.CheckConstraint(
                condition=Q(split="", group="") | ~Q(split="") & ~Q(group=""),
                name="a_dhis2_code_is_of_a_total_or_of_a_group",
            ),
            models.CheckConstraint(condition=~Q(data_element=""), name="a_dhis2_code_names_a_data_element"),
        ]

    def __str__(self) -> str:
        return self.data_element

    @property
    def cell(self) -> tuple[str, str]:
        return self.split, self.group

    def fits(self, scheme: str) -> bool:
        """Whether both identifiers are of the kind that the system takes."""
        return all(is_code(code, scheme) for code in (self.data_element, self.option_combo) if code)


class DhisPlace(models.Model):
    """A place of ours whose organisation unit has another name there than the official code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.OneToOneField("places.AdminArea", on_delete=models.PROTECT, related_name="+", verbose_name=_("Place"))
    org_unit = models.CharField(_("organisation unit"), max_length=LONGEST, validators=[judge_code])

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place as DHIS2 calls it")
        verbose_name_plural = _("places as DHIS2 calls them")
        constraints = [
            models.CheckConstraint(condition=~Q(org_unit=""), name="a_dhis2_place_names_its_unit"),
        ]

    def __str__(self) -> str:
        return self.org_unit
