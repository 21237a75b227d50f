"""What phones delivered, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class DeliveryQuerySet(ScopedQuerySet):
    def waiting(self) -> "DeliveryQuerySet":
        """What an officer must still look at: held records, and names that nobody has matched to members yet."""
        return self.filter(Q(outcome=Delivery.Outcome.HELD) | Q(has_names=True), sealed__isnull=False)

    def oldest_first(self) -> "DeliveryQuerySet":
        return self.order_by("received_at", "pk")


class Delivery(models.Model):
    """One record from a phone, under the id made there. Its words stay sealed, and only while somebody needs them."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        MISSED = "missed", _("No meeting held")
        PLAN = "plan", _("Planned meeting")
        SET_ASIDE = "set_aside", _("Record set aside")
        PHOTO = "photo", _("Photo")
        ELECTION = "election", _("Election")

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("Taken")
        KNOWN = "known", _("Known already")
        CONFLICT = "conflict", _("Another record of the same meeting")
        REFUSED = "refused", _("Refused")
        HELD = "held", _("Waits for an officer")

    SETTLED = (Outcome.TAKEN, Outcome.KNOWN)

    id = models.UUIDField(primary_key=True, editable=False)
    receipt = models.CharField(_("receipt"), max_length=9, editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("account")
    )
    device = models.ForeignKey(
        "fieldbook.Device", on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    received_at = models.DateTimeField(_("received"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    code = models.CharField(max_length=30, blank=True)
    why_held = models.CharField(max_length=20, blank=True)
    notes = models.JSONField(default=list, blank=True)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    meeting_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    photo_id = models.UUIDField(null=True, blank=True)
    photo_size = models.PositiveIntegerField(null=True, blank=True)
    has_names = models.BooleanField(_("has names to match"), default=False)
    sealed = models.JSONField(null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["received_at", "id"], condition=Q(sealed__isnull=False), name="deliveries_that_hold_a_record"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["receipt"], name="one_delivery_per_receipt"),
            models.UniqueConstraint(
                fields=["user", "photo_id"], condition=Q(photo_id__isnull=False), name="one_delivery_per_user_and_photo"
            ),
            models.CheckConstraint(
                condition=Q(outcome="refused") & ~Q(code="") | ~Q(outcome="refused") & Q(code=""),
                name="delivery_is_refused_with_a_code",
            ),
            models.CheckConstraint(
                condition=Q(has_names=False) | Q(sealed__isnull=False), name="names_to_match_lie_in_a_sealed_record"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(settled_at__isnull=False),
                name="delivery_that_somebody_settled_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.receipt}"
