"""Family protection networks on the spine, and the clubs and councils that they stand beside."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models import CommunityGroup, Kind
from participation.models.group import GroupsOfKind
from participation.models.periods import OpenPeriodQuerySet


class FamilyProtectionNetwork(CommunityGroup):
    """A family protection network on the spine."""

    objects = GroupsOfKind(Kind.NETWORK)

    class Meta:
        proxy = True
        verbose_name = _("family protection network")
        verbose_name_plural = _("family protection networks")


class StandsBesideQuerySet(OpenPeriodQuerySet):
    def of(self, network: CommunityGroup) -> Self:
        return self.filter(network=network)

    def with_group(self, group: CommunityGroup) -> Self:
        """The networks that stand beside a club or council."""
        return self.filter(group=group)


class StandsBeside(models.Model):
    """A network stands beside a children's club or council for a period: each knows whom to turn to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="beside", verbose_name=_("network")
    )
    group = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.CASCADE,
        related_name="networks_beside",
        verbose_name=_("club or council"),
    )
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = StandsBesideQuerySet.as_manager()

    class Meta:
        verbose_name = _("group beside a network")
        verbose_name_plural = _("groups beside networks")
        constraints = [
            models.CheckConstraint(condition=~Q(network=F("group")), name="network_stands_beside_another_group"),
            models.UniqueConstraint(
                fields=["network", "group"],
                condition=Q(ended_on__isnull=True),
                name="network_stands_beside_a_group_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="standing_beside_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"beside {self.pk}"
