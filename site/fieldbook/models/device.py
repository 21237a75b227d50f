"""Phones that may deliver."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

LASTS = timedelta(days=90)
"""How long a phone may deliver after its last contact without a new sign-in."""


class Device(models.Model):
    """A browser enrolled for one user, by the public half of a key that cannot leave it. It sends, and never reads."""

    class State(models.TextChoices):
        ACTIVE = "active", _("In use")
        EXPIRED = "expired", _("Expired")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="devices", verbose_name=_("account")
    )
    jwk = models.JSONField(editable=False)
    label = models.CharField(_("phone"), max_length=60, blank=True)
    enrolled_at = models.DateTimeField(_("enrolled"))
    seen_at = models.DateTimeField(_("last contact"))
    expires_on = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    emptied_at = models.DateTimeField(_("emptied itself"), null=True, blank=True)
    unsent = models.PositiveIntegerField(_("records not yet sent"), default=0)
    is_persistent = models.BooleanField(_("the browser promised to keep its records"), null=True, blank=True)
    app_version = models.CharField(_("version of the app"), max_length=40, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="phone_that_somebody_ended_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(ended_at__isnull=False, emptied_at__gte=F("ended_at")),
                name="phone_empties_itself_after_it_was_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"phone {self.pk}"

    def state_on(self, day: date) -> str:
        if self.ended_at is not None:
            return self.State.ENDED
        return self.State.EXPIRED if self.expires_on < day else self.State.ACTIVE
