"""Season plans: what a club means to do in a stretch of months, and what came of it."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import ScopedQuerySet
from participation.models.periods import NoOverlap


class SeasonPlanQuerySet(ScopedQuerySet):
    def overlapping(self, began_on: date, ended_on: date) -> "SeasonPlanQuerySet":
        """Plans that share a day with a period."""
        return self.filter(began_on__lte=ended_on, ended_on__gte=began_on)

    def newest_first(self) -> "SeasonPlanQuerySet":
        return self.order_by("-began_on", "pk")

    def with_progress(self) -> "SeasonPlanQuerySet":
        """Adds ``planned`` (activities that were not dropped) and ``held``."""
        counted = Q(activities__dropped_because="")
        return self.annotate(
            planned=Count("activities", filter=counted),
            held=Count("activities", filter=Q(activities__held_at__isnull=False)),
        )


class SeasonPlan(models.Model):
    """What one club means to do from one day to another. The plans of a club share no day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="seasons", verbose_name=_("club")
    )
    title = models.CharField(_("title"), max_length=120)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SeasonPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("season plan")
        verbose_name_plural = _("season plans")
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gte=F("began_on")), name="season_ends_after_it_begins"),
            NoOverlap(together=("group",), name="seasons_of_a_club_do_not_overlap", until=("ended_on",)),
        ]

    def __str__(self) -> str:
        return f"season {self.began_on}"


class PlannedActivityQuerySet(ScopedQuerySet):
    def soonest_first(self) -> "PlannedActivityQuerySet":
        return self.order_by("planned_on", "created_at", "pk")


class PlannedActivity(models.Model):
    """One thing a club means to do. Whether it was done is told by the meeting at which it was."""

    class Precision(models.TextChoices):
        DAY = "day", _("On this day")
        WEEK = "week", _("In the week of this day")
        MONTH = "month", _("In the month of this day")

    class DroppedBecause(models.TextChoices):
        OTHER_CHOICE = "other_choice", _("The children chose something else")
        NO_TIME = "no_time", _("There was no time")
        NO_MEANS = "no_means", _("Money or materials were missing")
        WEATHER = "weather", _("Flood, heat or bad roads")
        NOT_ALLOWED = "not_allowed", _("It was not allowed")
        OTHER = "other", _("Another reason")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", pgettext_lazy("activity", "Held")
        DROPPED = "dropped", _("Dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(SeasonPlan, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(_("activity"), max_length=160)
    topics = models.ManyToManyField("participation.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    planned_on = models.DateField(_("when"))
    precision = models.CharField(_("how exactly"), max_length=10, choices=Precision, default=Precision.MONTH)
    post = models.ForeignKey(
        "participation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    held_at = models.ForeignKey(
        "participation.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="planned_activities"
    )
    dropped_because = models.CharField(_("why it was dropped"), max_length=20, choices=DroppedBecause, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PlannedActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(dropped_because=""), name="activity_is_held_or_dropped_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"activity {self.pk}"

    @property
    def status(self) -> Status:
        """A meeting that is withdrawn leaves the activity planned again."""
        if self.held_at_id is not None:
            return self.Status.HELD
        return self.Status.DROPPED if self.dropped_because else self.Status.PLANNED
