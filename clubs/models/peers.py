"""Peer clubs: two clubs that visit and learn from each other."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models import CommunityGroup
from participation.models.periods import OpenPeriodQuerySet


class PeerClubsQuerySet(OpenPeriodQuerySet):
    def of(self, group: CommunityGroup) -> "PeerClubsQuerySet":
        """The pairs of a club, on whichever side it stands."""
        return self.filter(Q(first=group) | Q(second=group))


class PeerClubs(models.Model):
    """Two clubs for a period. Neither is above the other: the lower id stands first, so a pair is one row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("participation.CommunityGroup", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("participation.CommunityGroup", on_delete=models.CASCADE, related_name="+")
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PeerClubsQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of peer clubs")
        verbose_name_plural = _("pairs of peer clubs")
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="peer_clubs_stand_in_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ended_on__isnull=True), name="one_open_pair_of_two_clubs"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="pair_of_clubs_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"peers {self.pk}"

    def peer_of(self, group: CommunityGroup) -> CommunityGroup:
        """The other one of the two."""
        return self.second if self.first_id == group.pk else self.first
