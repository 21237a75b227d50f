"""Kinds as data: what is usual for a kind of group, and the posts it has."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from khmertext.languages import in_language

OLDEST = 120
LONGEST_RHYTHM = 1000


class Kind(models.TextChoices):
    CLUB = "club", _("Children's club")
    COUNCIL = "council", _("Children's council")
    NETWORK = "network", _("Family protection network")
    PARENTS = "parents", _("Parents' group")


class KindRule(models.Model):
    """What is usual for a kind; a group may differ. Seeded from code, edited by an administrator."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, primary_key=True)
    age_from = models.PositiveSmallIntegerField(_("youngest age"), default=6, validators=[MaxValueValidator(OLDEST)])
    age_to = models.PositiveSmallIntegerField(_("oldest age"), default=17, validators=[MaxValueValidator(OLDEST)])
    term_months = models.PositiveSmallIntegerField(
        _("term of office in months"), default=12, validators=[MaxValueValidator(240)]
    )
    rhythm_days = models.PositiveSmallIntegerField(
        _("days between two meetings"), default=30, validators=[MaxValueValidator(LONGEST_RHYTHM)]
    )
    size_from = models.PositiveSmallIntegerField(_("usual size from"), default=8, validators=[MaxValueValidator(1000)])
    size_to = models.PositiveSmallIntegerField(_("usual size to"), default=40, validators=[MaxValueValidator(1000)])

    class Meta:
        verbose_name = _("rule of a kind")
        verbose_name_plural = _("rules of kinds")
        constraints = [
            models.CheckConstraint(condition=Q(age_to__gte=F("age_from")), name="rule_oldest_age_is_above_youngest"),
            models.CheckConstraint(
                condition=Q(size_to__gte=F("size_from")), name="rule_largest_size_is_above_smallest"
            ),
            models.CheckConstraint(condition=Q(rhythm_days__gte=1), name="rule_rhythm_is_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return self.kind


class Post(models.Model):
    """A post in a kind of group, such as leader or secretary."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.SlugField(_("code"), max_length=40)
    name_km = models.CharField(_("name in Khmer"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(
        _("position in lists"), default=50, validators=[MaxValueValidator(9999)]
    )
    is_single = models.BooleanField(_("one holder at a time"), default=False)
    is_for_adults = models.BooleanField(_("may be held above the group's ages"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_post_per_kind_and_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")
