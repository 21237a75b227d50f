"""What only a council has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from participation.models import CommunityGroup, Kind
from participation.models.group import GroupsOfKind


class Council(CommunityGroup):
    """A children's council on the spine."""

    objects = GroupsOfKind(Kind.COUNCIL)

    class Meta:
        proxy = True
        verbose_name = _("children's council")
        verbose_name_plural = _("children's councils")


class CouncilProfile(models.Model):
    """The level a council works at. There is no fixed ladder: a council may stand at any of them."""

    class Level(models.TextChoices):
        SCHOOL = "school", _("School")
        VILLAGE = "village", _("Village")
        COMMUNE = "commune", _("Commune")
        DISTRICT = "district", _("District")
        PROVINCE = "province", _("Province")
        NATIONAL = "national", _("National")

    group = models.OneToOneField(
        "participation.CommunityGroup", on_delete=models.CASCADE, primary_key=True, related_name="council_profile"
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of a council")
        verbose_name_plural = _("profiles of councils")

    def __str__(self) -> str:
        return f"council {self.group_id}"
