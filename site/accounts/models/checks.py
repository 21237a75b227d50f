"""What must stand before an adult works with children: the code of conduct signed, and a screening done."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from ..roles import ROLES
from ..scoping import ScopedQuerySet

SOON = timedelta(days=60)
"""A check that ends within these days is to be made again."""


class CheckStanding(models.TextChoices):
    """How one of the two stands on a day."""

    IN_FORCE = "in_force", _("In force")
    ENDS_SOON = "ends_soon", _("Ends soon")
    ENDED = "ended", _("Ended")
    MISSING = "missing", _("Missing")


def standing_on(valid_until: date | None, on: date) -> CheckStanding:
    """What a last day says on a day; none at all is missing."""
    if valid_until is None:
        return CheckStanding.MISSING
    if valid_until < on:
        return CheckStanding.ENDED
    return CheckStanding.ENDS_SOON if valid_until <= on + SOON else CheckStanding.IN_FORCE


class CheckQuerySet(ScopedQuerySet):
    def valid_until(self, what: str) -> Subquery:
        """For a query of the adults themselves: the last day of one of the two, over all its rows."""
        about = self.model.ABOUT
        rows = self.filter(**{about: OuterRef("pk")}, what=what).order_by().values(about)
        return Subquery(rows.annotate(last=Max("valid_until")).values("last"))

    def last_days(self, adult: object) -> dict[str, date]:
        """The last day of each of the two for one adult, as far as there is one."""
        rows = self.filter(**{self.model.ABOUT: adult}).order_by().values_list("what")
        return dict(rows.annotate(Max("valid_until")))

    def newest_first(self) -> Self:
        return self.order_by("-done_on", "-pk")


class Check(models.Model):
    """The code of conduct was signed, or a screening done, on a day, and how long that stands.

    Only that it was done: no paper, no result and nothing about what was looked at is kept. ``ABOUT`` names the column
    of the adult: an account here, a person of the register in the package above.
    """

    ABOUT: str

    class What(models.TextChoices):
        CONDUCT = "conduct", _("Code of conduct signed")
        SCREENING = "screening", _("Screening done")

    what = models.CharField(_("what was done"), max_length=10, choices=What)
    done_on = models.DateField(_("done on"))
    valid_until = models.DateField(_("valid until"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_as = models.CharField(_("in which role"), max_length=40)

    objects = CheckQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def role_name(self) -> str:
        """The role in which it was noted; of one that is no more, its key."""
        return str(ROLES[self.recorded_as].name) if self.recorded_as in ROLES else self.recorded_as


class StaffCheck(Check):
    """Of an account."""

    ABOUT = "user"

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="staff_checks", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("conduct or screening")
        verbose_name_plural = _("conduct and screenings")
        constraints = [
            models.UniqueConstraint(fields=["user", "what", "done_on"], name="one_staff_check_of_a_kind_per_day"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("done_on")), name="staff_check_stands_from_its_day"),
            models.CheckConstraint(condition=~Q(recorded_by=F("user")), name="nobody_records_their_own_staff_check"),
        ]

    def __str__(self) -> str:
        return f"{self.what} #{self.user_id}"
