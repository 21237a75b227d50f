"""Meetings."""

import uuid

from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet

from .joint import JointPart

MOST = 9999
MOST_OF_A_DAY = 20


class MeetingQuerySet(ScopedQuerySet):
    def counted_once(self) -> "MeetingQuerySet":
        """Of meetings that several groups held together only that of the host, so that counts of groups add up."""
        return self.exclude(Exists(JointPart.objects.filter(meeting=OuterRef("pk"), is_host=False)))

    def activities(self) -> int:
        """How many things were done at these: what several groups held together is one, whoever was host."""
        return self.aggregate(number=Count(Coalesce("joint_part__joint", "pk"), distinct=True))["number"]

    def newest_first(self) -> "MeetingQuerySet":
        return self.order_by("-held_on", "-slot", "pk")


class Meeting(models.Model):
    """A meeting that was held. Its id is made where it was recorded; group, day and slot catch one from two phones."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary meeting")
        EXTRAORDINARY = "extraordinary", _("Extra meeting")
        ELECTION = "election", _("Election")
        TRAINING = "training", _("Training")
        CAMPAIGN = "campaign", _("Campaign")
        FORUM = "forum", _("Forum")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        APPROVED = "approved", _("Approved")
        LOCKED = "locked", _("Locked")

    class MinutesApproved(models.TextChoices):
        YES = "yes", _("Yes")
        CHANGED = "changed", _("With changes")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(
        "participation.CommunityGroup", on_delete=models.PROTECT, related_name="meetings", verbose_name=_("group")
    )
    kind = models.CharField(_("kind of meeting"), max_length=20, choices=Kind, default=Kind.ORDINARY)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, validators=[MaxValueValidator(MOST)])
    held_on = models.DateField(_("day"))
    slot = models.PositiveSmallIntegerField(
        _("which meeting of the day"), default=1, validators=[MaxValueValidator(MOST_OF_A_DAY)]
    )
    started_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    place_text = models.CharField(_("place"), max_length=160, blank=True)
    topics = models.ManyToManyField(
        "participation.Topic", blank=True, related_name="meetings", verbose_name=_("topics")
    )
    summary = models.TextField(_("what was talked about"), blank=True, validators=[MaxLengthValidator(4000)])
    quorum_met = models.BooleanField(_("enough members for decisions"), null=True, blank=True)
    minutes_approved = models.CharField(
        _("minutes of the last meeting approved"), max_length=10, choices=MinutesApproved, blank=True
    )
    adults_present = models.PositiveSmallIntegerField(
        _("adults who accompanied the children"), null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    felt_good = models.PositiveSmallIntegerField(
        _("children who felt good"), default=0, validators=[MaxValueValidator(MOST)]
    )
    felt_so_so = models.PositiveSmallIntegerField(
        _("children who felt so-so"), default=0, validators=[MaxValueValidator(MOST)]
    )
    felt_bad = models.PositiveSmallIntegerField(
        _("children who felt bad"), default=0, validators=[MaxValueValidator(MOST)]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECORDED)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["held_on", "slot", "id"], name="meeting_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["group", "held_on", "slot"], name="one_meeting_per_group_day_and_slot"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__isnull=False, ended_at__gt=F("started_at")),
                name="meeting_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="meeting_slots_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.held_on}"
