"""Topics of meetings: the 54 articles of the Convention and the types of activity. Reference data, seeded at set-up."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khmertext.languages import in_language


class Topic(models.Model):
    """Something a meeting is about."""

    class Type(models.TextChoices):
        ARTICLE = "article", _("Right of the child")
        ACTIVITY = "activity", _("Activity")

    class Theme(models.TextChoices):
        PRINCIPLE = "principle", _("Four principles")
        BASICS = "basics", _("Basics")
        FAMILY = "family", _("Family and care")
        IDENTITY = "identity", _("Identity and voice")
        HEALTH = "health", _("Health and care")
        LEARNING = "learning", _("Learning and play")
        PROTECTION = "protection", _("Protection")
        WORKING = "working", _("How it works")

    type = models.CharField(_("type"), max_length=10, choices=Type)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    number = models.PositiveSmallIntegerField(_("article"), null=True, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, blank=True)
    name_km = models.CharField(_("name in Khmer"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    position = models.PositiveSmallIntegerField(
        _("position in lists"), default=100, validators=[MaxValueValidator(9999)]
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(type="article", number__gte=1, number__lte=54) | Q(type="activity", number__isnull=True),
                name="articles_are_numbered_1_to_54_and_activities_not",
            ),
            models.UniqueConstraint(fields=["number"], condition=Q(number__isnull=False), name="one_topic_per_article"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")
