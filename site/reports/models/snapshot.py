"""Figures that anybody may read, as they stood on one day. An exact count of people is never kept here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import CouncilProfile
from places.codes import code_range

from ..suppression import FEWEST


def at_least_or_hidden(name: str) -> Q:
    """A count that is hidden, or of five and more."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": FEWEST})


class PublicSnapshotQuerySet(models.QuerySet):
    def newest(self) -> "PublicSnapshot | None":
        """The figures that the public pages show."""
        return self.order_by("-counted_on", "-pk").first()


class PublicSnapshot(models.Model):
    """What the country shows: groups as they are, children only in suppressed and rounded totals."""

    counted_on = models.DateField(_("counted on"))
    made_at = models.DateTimeField(auto_now_add=True)
    clubs = models.PositiveIntegerField(_("clubs"))
    councils = models.PositiveIntegerField(_("councils"))
    networks = models.PositiveIntegerField(_("networks"))
    communes = models.PositiveIntegerField(_("communes with a group"))
    children = models.PositiveIntegerField(_("children"), null=True, blank=True)
    girls = models.PositiveIntegerField(_("girls"), null=True, blank=True)
    boys = models.PositiveIntegerField(_("boys"), null=True, blank=True)

    objects = PublicSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("public figures")
        verbose_name_plural = _("public figures")

    def __str__(self) -> str:
        return f"figures of {self.counted_on}"


class SnapshotAreaQuerySet(models.QuerySet):
    def of_level(self, level: int) -> "SnapshotAreaQuerySet":
        return self.filter(area__level=level)

    def within(self, area_id: str) -> "SnapshotAreaQuerySet":
        low, high = code_range(area_id)
        return self.filter(area_id__gte=low, area_id__lt=high)


class SnapshotArea(models.Model):
    """What a province or a commune shows; there is no row for a place without a group, and never one for a village."""

    snapshot = models.ForeignKey(PublicSnapshot, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+")
    clubs = models.PositiveIntegerField(_("clubs"))
    councils = models.PositiveIntegerField(_("councils"))
    networks = models.PositiveIntegerField(_("networks"))
    children = models.PositiveIntegerField(_("children"), null=True, blank=True)
    girls = models.PositiveIntegerField(_("girls"), null=True, blank=True)
    boys = models.PositiveIntegerField(_("boys"), null=True, blank=True)

    objects = SnapshotAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("public figures of a place")
        verbose_name_plural = _("public figures of places")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "area"], name="one_row_of_figures_per_snapshot_and_area"),
            models.CheckConstraint(
                condition=at_least_or_hidden("children") & at_least_or_hidden("girls") & at_least_or_hidden("boys"),
                name="no_public_count_of_children_is_below_five",
            ),
            models.CheckConstraint(
                condition=Q(girls__isnull=True, boys__isnull=True)
                | Q(girls__isnull=False, boys__isnull=False, children__isnull=False),
                name="girls_and_boys_are_shown_together_beside_their_total",
            ),
        ]

    def __str__(self) -> str:
        return f"figures of {self.area_id}"


class SnapshotCouncil(models.Model):
    """A children's council of a commune as anybody may know it: no name, no village, no child.

    Seats are shown where five of them have a holder, and never who it is nor for whom they are kept.
    """

    snapshot = models.ForeignKey(PublicSnapshot, on_delete=models.CASCADE, related_name="council_rows")
    area = models.ForeignKey("places.AdminArea", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    level = models.CharField(_("level"), max_length=10, choices=CouncilProfile.Level, blank=True)
    members = models.PositiveIntegerField(_("children"), null=True, blank=True)
    posts = models.JSONField(_("posts"), default=list)
    """Each post with its name in both languages, and whether somebody holds it."""
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    is_seat_free = models.BooleanField(_("a seat is free"), default=False)
    voices = models.JSONField(_("where it speaks"), default=list)
    """The bodies in which the council speaks, with their names in both languages."""

    class Meta:
        verbose_name = _("public figures of a council")
        verbose_name_plural = _("public figures of councils")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "area", "number"], name="one_row_of_a_council_per_snapshot_area_and_number"
            ),
            models.CheckConstraint(
                condition=at_least_or_hidden("members") & at_least_or_hidden("seats"),
                name="no_public_count_of_a_council_is_below_five",
            ),
        ]

    def __str__(self) -> str:
        return f"council {self.number} of {self.area_id}"
