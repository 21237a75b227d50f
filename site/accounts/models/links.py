"""What opens an account once: links on paper or by mail, and codes read over the phone."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_WRONG_TRIES = 5


class OneTimeLinkQuerySet(models.QuerySet):
    def usable(self, at: datetime) -> Self:
        """Links that a POST would still consume."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class OneTimeLink(models.Model):
    """A link that does one thing once: GET changes nothing, POST consumes it. Only a hash of its token is kept."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        FIRST_ADMINISTRATOR = "first_administrator", _("First administrator")
        NEW_PASSWORD = "new_password", _("New password")
        OFFICIAL_ANSWER = "official_answer", _("Answer of an official")

    purpose = models.CharField(max_length=30, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="link_is_used_or_revoked_not_both"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_expires_after_it_was_made"),
            models.CheckConstraint(
                condition=Q(purpose__in=["first_administrator", "official_answer"], user__isnull=True)
                | ~Q(purpose__in=["first_administrator", "official_answer"]) & Q(user__isnull=False),
                name="link_names_its_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"


class ResetCodeQuerySet(models.QuerySet):
    def usable(self, at: datetime) -> Self:
        """Codes that the right digits would still consume."""
        fresh = self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
        return fresh.filter(wrong_tries__lt=MOST_WRONG_TRIES)


class ResetCode(models.Model):
    """Digits that an officer reads over the phone to who forgot a password: a quarter of an hour, once.

    So few digits could be tried out from a stolen database: what is kept is a hash under the portal's own key.
    """

    code_hash = models.CharField(max_length=64, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ResetCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code for a new password")
        verbose_name_plural = _("codes for a new password")
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="code_is_used_or_revoked_not_both"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="code_expires_after_it_was_made"),
            models.CheckConstraint(
                condition=Q(wrong_tries__lte=MOST_WRONG_TRIES), name="code_dies_of_five_wrong_tries"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_open_code_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"code #{self.pk}"
