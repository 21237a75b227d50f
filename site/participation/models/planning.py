"""What a group means to do and what it did not do: planned meetings, and days on which none was held."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from .meeting import Meeting

NEAR = timedelta(days=3)
"""A meeting held this close to the planned day is the planned one."""


class PlannedMeetingQuerySet(ScopedQuerySet):
    def standing(self) -> "PlannedMeetingQuerySet":
        """All that were not cancelled, whatever came of them."""
        return self.filter(cancelled_at__isnull=True)

    def cancelled(self) -> "PlannedMeetingQuerySet":
        return self.filter(cancelled_at__isnull=False)

    def waiting(self) -> "PlannedMeetingQuerySet":
        """Plans of which nothing has come yet: no meeting near the day, nor word that none was held."""
        first, last = OuterRef("planned_on") - NEAR, OuterRef("planned_on") + NEAR
        held = Meeting.objects.filter(group_id=OuterRef("group_id"), held_on__gte=first, held_on__lte=last)
        missed = MissedMeeting.objects.filter(group_id=OuterRef("group_id"), missed_on__gte=first, missed_on__lte=last)
        return self.standing().filter(~Exists(held), ~Exists(missed))

    def between(self, first: date, last: date) -> "PlannedMeetingQuerySet":
        return self.filter(planned_on__gte=first, planned_on__lte=last)

    def soonest_first(self) -> "PlannedMeetingQuerySet":
        return self.order_by("planned_on", "pk")


class PlannedMeeting(models.Model):
    """A group means to meet on a day. Whether it did is asked of its meetings, never kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="plans", verbose_name=_("group")
    )
    planned_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    place_text = models.CharField(_("place"), max_length=160, blank=True)
    kind = models.CharField(_("kind of meeting"), max_length=20, choices=Meeting.Kind, default=Meeting.Kind.ORDINARY)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned meeting")
        verbose_name_plural = _("planned meetings")
        indexes = [models.Index(fields=["planned_on", "group"], name="plan_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "planned_on"],
                condition=Q(cancelled_at__isnull=True),
                name="one_standing_plan_per_group_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.planned_on}"


class MissedMeetingQuerySet(ScopedQuerySet):
    def between(self, first: date, last: date) -> "MissedMeetingQuerySet":
        return self.filter(missed_on__gte=first, missed_on__lte=last)

    def newest_first(self) -> "MissedMeetingQuerySet":
        return self.order_by("-missed_on", "pk")


class MissedMeeting(models.Model):
    """No meeting was held, because of one of a few reasons. There is no room for words about a child."""

    class Reason(models.TextChoices):
        HARVEST = "harvest", _("Harvest")
        EXAMS = "exams", _("School exams")
        FLOOD = "flood", _("Flood or bad roads")
        HOLIDAY = "holiday", _("Holiday or festival")
        FACILITATOR_AWAY = "facilitator_away", _("The facilitator was away")
        ILLNESS = "illness", _("Illness in the village")
        OTHER = "other", _("Another reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.CASCADE, related_name="missed", verbose_name=_("group")
    )
    missed_on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MissedMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting not held")
        verbose_name_plural = _("meetings not held")
        indexes = [models.Index(fields=["missed_on", "group"], name="missed_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["group", "missed_on"], name="one_missed_meeting_per_group_and_day"),
        ]

    def __str__(self) -> str:
        return f"not held {self.missed_on}"


class CalendarFeed(models.Model):
    """The secret address at which a person's calendar program reads the plans in their reach; only a hash is kept."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"calendar feed #{self.pk}"
