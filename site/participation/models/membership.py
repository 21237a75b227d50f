"""Memberships: a person in a group, in a post, from one date to another."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

MEMBERSHIP_NAMESPACE = uuid.UUID("6f1de2c4-9d0e-5b0a-8c55-3a3a52d1a002")


def first_membership_id(group_id: uuid.UUID, person_id: uuid.UUID) -> uuid.UUID:
    """The id of the membership with which a newcomer from a phone begins: one newcomer sent twice is one row."""
    return uuid.uuid5(MEMBERSHIP_NAMESPACE, f"{group_id}:{person_id}")


class MembershipQuerySet(ScopedQuerySet):
    def real(self) -> "MembershipQuerySet":
        """Without those entered by mistake, which never were."""
        return self.exclude(end_reason=Membership.EndReason.MISTAKE)

    def current(self, on: date) -> "MembershipQuerySet":
        """Memberships in force on a day, end inclusive."""
        return self.real().filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), began_on__lte=on)

    def open(self) -> "MembershipQuerySet":
        return self.filter(ended_on__isnull=True)

    def overlapping(self, began_on: date, ended_on: date | None) -> "MembershipQuerySet":
        """Memberships that share a day with a period."""
        found = self.real().filter(Q(ended_on__isnull=True) | Q(ended_on__gte=began_on))
        return found.filter(began_on__lte=ended_on) if ended_on else found

    def in_roster_order(self) -> "MembershipQuerySet":
        """By post, then by name."""
        return self.order_by("post__position", "person__name_sort", "pk")


class Membership(models.Model):
    """A person holds one post in a group for a period; a change of post closes one row and opens the next."""

    class HowFilled(models.TextChoices):
        ELECTED = "elected", _("Elected")
        CONSENSUS = "consensus", _("Chosen together")
        APPOINTED = "appointed", _("Appointed")
        ACTING = "acting", _("Acting")

    class EndReason(models.TextChoices):
        POST_CHANGED = "post_changed", _("Changed post")
        TRANSFERRED = "transferred", _("Moved to another group")
        AGED_OUT = "aged_out", _("Too old for the group")
        MOVED_AWAY = "moved_away", _("Moved away")
        CHOSE_TO_LEAVE = "chose_to_leave", _("Chose to leave")
        TERM_ENDED = "term_ended", _("Term of office ended")
        GROUP_CLOSED = "group_closed", _("The group closed")
        MISTAKE = "mistake", _("Entered by mistake")
        OTHER = "other", _("Other reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("group")
    )
    post = models.ForeignKey(
        "participation.Post", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("post")
    )
    how_filled = models.CharField(_("how the post was filled"), max_length=10, choices=HowFilled, blank=True)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=EndReason, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["group", "began_on"], name="membership_by_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"],
                condition=Q(ended_on__isnull=True),
                name="one_open_membership_per_person_and_group",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="membership_has_an_end_with_a_reason_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"
