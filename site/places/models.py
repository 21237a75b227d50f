"""The administrative areas of Cambodia, as one published list in one year gives them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat, Left, Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from .querysets import AdminAreaQuerySet


class Source(models.Model):
    """A published list of areas: whom to credit, and which year's borders it draws."""

    key = models.CharField(max_length=10, primary_key=True, validators=[RegexValidator(r"\A[a-z]+\Z")])
    title = models.CharField(max_length=200, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    dataset_year = models.PositiveSmallIntegerField()
    loaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=False, help_text=_("New records choose their place from this list."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_list_of_places_is_current"
            )
        ]

    def __str__(self):
        return f"{self.key} {self.dataset_year}"


class AdminArea(models.Model):
    """A province, district, commune or village. Its id is the list's key and the official code: ``mef050601``.

    A child's id begins with its parent's, so an area with all that lies in it is one range of ids.
    Areas are never deleted: what points at one keeps its meaning after a reform.
    """

    PROVINCE, DISTRICT, COMMUNE, VILLAGE = LEVELS = (1, 2, 3, 4)

    class UnitType(models.TextChoices):
        KHAET = "khaet", _("province")
        REACH_THEANI = "reach_theani", _("capital")
        SROK = "srok", _("district")
        KRONG = "krong", _("town")
        KHAN = "khan", _("khan")
        KHUM = "khum", _("commune")
        SANGKAT = "sangkat", _("sangkat")
        PHUM = "phum", _("village")

    UNIT_TYPES_OF_LEVEL = {
        PROVINCE: (UnitType.KHAET, UnitType.REACH_THEANI),
        DISTRICT: (UnitType.SROK, UnitType.KRONG, UnitType.KHAN),
        COMMUNE: (UnitType.KHUM, UnitType.SANGKAT),
        VILLAGE: (UnitType.PHUM,),
    }

    id = models.CharField(max_length=18, primary_key=True)
    source = models.CharField(max_length=10, validators=[RegexValidator(r"\A[a-z]+\Z")])
    dataset_year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8, validators=[RegexValidator(r"\A([0-9]{2}){1,4}\Z")])
    level = models.PositiveSmallIntegerField()
    unit_type = models.CharField(max_length=12, choices=UnitType)
    name_km = models.CharField(max_length=100)
    name_latin = models.CharField(max_length=100, blank=True)
    name_key = models.CharField(max_length=200, help_text=_("Both names folded, for search and comparison."))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = AdminAreaQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["level", "id"], name="areas_of_a_level")]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="one_area_per_source_and_code"),
            models.CheckConstraint(
                condition=Q(id=Concat(F("source"), F("code"))), name="area_id_is_its_source_and_code"
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="area_level_is_one_to_four"),
            models.CheckConstraint(
                condition=Exact(Length("code"), F("level") * 2), name="area_code_has_two_digits_per_level"
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="every_area_but_a_province_has_a_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(parent=Left(F("id"), Length("id") - 2)),
                name="area_id_begins_with_its_parents_id",
            ),
            models.CheckConstraint(
                condition=Q(level=1, unit_type__in=["khaet", "reach_theani"])
                | Q(level=2, unit_type__in=["srok", "krong", "khan"])
                | Q(level=3, unit_type__in=["khum", "sangkat"])
                | Q(level=4, unit_type="phum"),
                name="area_unit_type_belongs_to_its_level",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(is_active=False), name="a_replaced_area_is_not_active"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name_km}"

    @staticmethod
    def current_sources() -> models.QuerySet:
        """The key of the list in use, as a part of another query."""
        return Source.objects.filter(is_current=True).values("key")
