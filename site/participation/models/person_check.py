"""Conduct and screening of adults who hold a post in a group and have no account."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.checks import Check


class PersonCheck(Check):
    """Of a person of the register; that of an account is ``accounts.StaffCheck``, with the same words and days."""

    ABOUT = "person"

    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="checks", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("conduct or screening of a person")
        verbose_name_plural = _("conduct and screenings of persons")
        constraints = [
            models.UniqueConstraint(fields=["person", "what", "done_on"], name="one_person_check_of_a_kind_per_day"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("done_on")), name="person_check_stands_from_its_day"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of person {self.person_id}"
