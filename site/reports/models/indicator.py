"""What the programme wants to reach and how it is counted. The counting itself is code; see ``reports.formulas``."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from khmertext.languages import in_language

MOST = 99_999_999


class IndicatorQuerySet(ScopedQuerySet):
    def in_order(self) -> "IndicatorQuerySet":
        return self.order_by("position", "code")

    def active(self) -> "IndicatorQuerySet":
        return self.filter(is_active=True)


class Indicator(models.Model):
    """One number that the programme reports. Seeded from code, edited at the desk."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")

    class Unit(models.TextChoices):
        CHILD = "child", _("children")
        ADULT = "adult", _("adults")
        BODY = "body", _("groups")
        COMMUNE = "commune", _("communes")
        PARTICIPATION = "participation", _("participations")
        ACTIVITY = "activity", _("activities")
        GUEST = "guest", _("guests, not unique")

    class Measure(models.TextChoices):
        UNIQUE = "unique", _("People, each once")
        PARTICIPATIONS = "participations", _("Participations")
        ACTIVITIES = "activities", _("Activities")
        COUNT = "count", _("Count")
        ENTERED = "entered", _("Entered from a survey")

    class Split(models.TextChoices):
        SEX = "sex", _("Sex")
        AGE_GROUP = "age_group", _("Age group")
        DIFFICULTY = "difficulty", _("Disability")
        PART = "part", _("Kind, sector or basis")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_km = models.CharField(_("name in Khmer"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.OUTPUT)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    measure = models.CharField(_("what is counted"), max_length=20, choices=Measure)
    formula = models.CharField(_("rule in the code"), max_length=40)
    sessions = models.PositiveSmallIntegerField(
        _("sessions needed"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    topic = models.ForeignKey(
        "participation.Topic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic of the sessions"),
    )
    kind = models.CharField(_("kind of group"), max_length=20, blank=True)
    splits = models.JSONField(_("told apart by"), default=list, blank=True)
    sdg = models.JSONField(_("goals of the United Nations"), default=list, blank=True)
    donor_codes = models.JSONField(_("codes of donors"), default=dict, blank=True)
    counts_km = models.TextField(_("how it counts, in Khmer"), max_length=1000)
    counts_en = models.TextField(_("how it counts, in English"), max_length=1000)
    limits_km = models.TextField(_("limits, in Khmer"), max_length=1000, blank=True)
    limits_en = models.TextField(_("limits, in English"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position in lists"), default=100, validators=[MaxValueValidator(9999)]
    )
    is_active = models.BooleanField(_("in use"), default=True)
    kept_rule = models.CharField(max_length=200, blank=True, editable=False)
    """The rule by which its kept counts were made; see ``formulas.rule_of``."""

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=1), name="an_indicator_needs_a_session_or_more"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self, "name")

    @property
    def counts(self) -> str:
        return in_language(self, "counts")

    @property
    def limits(self) -> str:
        return in_language(self, "limits")


class Target(models.Model):
    """How far an indicator should come, from one day to another: in the programme or one project, everywhere or in one
    place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    project = models.ForeignKey(
        "participation.Project",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project"),
    )
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    value = models.PositiveIntegerField(_("to be reached"), validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"))
    baseline = models.PositiveIntegerField(
        _("where it began"), null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    baseline_on = models.DateField(_("day of the beginning"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=1), name="a_target_is_one_or_more"),
            models.CheckConstraint(condition=Q(ended_on__gte=F("began_on")), name="a_target_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="a_baseline_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"target {self.value}"


class SurveyResultQuerySet(ScopedQuerySet):
    def standing(self) -> "SurveyResultQuerySet":
        """All that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class SurveyResult(models.Model):
    """What a survey or an observation found: an outcome is never read off an attendance list."""

    class Method(models.TextChoices):
        SURVEY = "survey", _("Survey of households")
        INTERVIEWS = "interviews", _("Interviews")
        OBSERVATION = "observation", _("Observation")
        GROUPS = "groups", _("Talks in groups")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="results", verbose_name=_("indicator")
    )
    area = models.ForeignKey(
        "places.AdminArea", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    held_on = models.DateField(_("day"))
    value = models.PositiveIntegerField(_("people found"), validators=[MaxValueValidator(MOST)])
    method = models.CharField(_("method"), max_length=20, choices=Method)
    sample_size = models.PositiveIntegerField(
        _("people asked"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    evidence = models.CharField(_("how the value follows"), max_length=300)
    carried_out_by = models.CharField(_("carried out by"), max_length=160)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = SurveyResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a survey")
        verbose_name_plural = _("results of surveys")
        constraints = [
            models.CheckConstraint(condition=Q(sample_size__gte=1), name="a_survey_asks_somebody"),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True) | Q(taken_back_at__isnull=False),
                name="a_result_taken_back_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"survey {self.held_on}"
