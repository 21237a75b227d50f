"""A council: the level it works at, the council above it, and how long its terms last."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from participation.models import CommunityGroup, Kind
from participation.models.group import GroupsOfKind

LONGEST_TERM = 120
MOST_SEATS = 200
MOST_VOTERS = 5000


class Council(CommunityGroup):
    """A children's council on the spine."""

    objects = GroupsOfKind(Kind.COUNCIL)

    class Meta:
        proxy = True
        verbose_name = _("children's council")
        verbose_name_plural = _("children's councils")


class CouncilProfile(models.Model):
    """What is said about a council. There is no fixed ladder: it may stand at any level, below any other council."""

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
    parent = models.ForeignKey(
        "participation.CommunityGroup",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="councils_below",
        verbose_name=_("council above it"),
    )
    girls_minimum = models.PositiveSmallIntegerField(
        _("fewest girls among the seats"), default=0, validators=[MaxValueValidator(MOST_SEATS)]
    )
    quorum = models.PositiveSmallIntegerField(
        _("fewest voters in an election"), default=0, validators=[MaxValueValidator(MOST_VOTERS)]
    )
    term_months = models.PositiveSmallIntegerField(
        _("term of office in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TERM)],
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile of a council")
        verbose_name_plural = _("profiles of councils")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("group")), name="council_is_not_above_itself"
            ),
            models.CheckConstraint(
                condition=Q(term_months__isnull=True) | Q(term_months__gte=1), name="council_term_is_a_month_or_more"
            ),
        ]

    def __str__(self) -> str:
        return f"council {self.group_id}"
