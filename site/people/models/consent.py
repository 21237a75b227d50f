"""Consent: what a person, and for a child the guardian, said yes to on a signed paper."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class Purpose(models.TextChoices):
    """What is asked for; each is answered by itself."""

    MEMBERSHIP = "membership", _("Name on the list")
    PHOTO_INSIDE = "photo_inside", _("Photo inside the programme")
    PHOTO_PUBLIC = "photo_public", _("Photo in public")


class ConsentQuerySet(ScopedQuerySet):
    def open(self) -> "ConsentQuerySet":
        """The last word of each person on each purpose."""
        return self.filter(replaced_at__isnull=True)

    def of(self, people: Iterable[object]) -> "ConsentQuerySet":
        return self.filter(person_id__in=list(people))

    def in_force(self, on: date) -> "ConsentQuerySet":
        """The last words that are a yes today or later; for a day in the past ask ``people.consents``."""
        return self.open().filter(given_on__lte=on, valid_until__gte=on, withdrawn_on__isnull=True)

    def oldest_first(self) -> "ConsentQuerySet":
        return self.order_by("began_on", "recorded_at", "pk")


class Consent(models.Model):
    """One signed answer of one person for one purpose; a newer one replaces it and both are kept.

    A child's answer needs the child's own yes and the guardian's; it is ``given_on`` the day the last of them came.
    While one is missing it is awaited. No name of a guardian is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    person_on = models.DateField(_("own yes on"), null=True, blank=True)
    guardian_on = models.DateField(_("guardian's yes on"), null=True, blank=True)
    began_on = models.DateField(_("first signed on"))
    given_on = models.DateField(_("complete since"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"))
    explained_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("explained by"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(
                fields=["valid_until", "id"], condition=Q(replaced_at__isnull=True), name="consent_by_last_day"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(replaced_at__isnull=True),
                name="one_open_consent_per_person_and_purpose",
            ),
            models.CheckConstraint(
                condition=Q(person_on__isnull=False) | Q(guardian_on__isnull=False),
                name="consent_has_at_least_one_signature",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(person_on__isnull=False, given_on__gte=F("began_on")),
                name="consent_is_given_with_the_own_yes",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("began_on")),
                name="consent_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("began_on")),
                name="consent_is_withdrawn_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_on__isnull=False),
                name="consent_withdrawn_by_somebody_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
