"""The club on the spine, and the council that hears it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from participation.models import CommunityGroup, Kind
from participation.models.group import GroupsOfKind


class Club(CommunityGroup):
    """A children's club on the spine."""

    objects = GroupsOfKind(Kind.CLUB)

    class Meta:
        proxy = True
        verbose_name = _("children's club")
        verbose_name_plural = _("children's clubs")


class ClubProfile(models.Model):
    """The council that hears a club: a club without one is a gap in representation."""

    group = models.OneToOneField(
        "participation.CommunityGroup", on_delete=models.CASCADE, primary_key=True, related_name="club_profile"
    )
    feeds = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fed_by",
        verbose_name=_("children's council that hears this club"),
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of a club")
        verbose_name_plural = _("profiles of clubs")

    def __str__(self) -> str:
        return f"club {self.group_id}"
