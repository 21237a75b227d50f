"""Who was there: marks of members, and counts of guests."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from people.ages import AgeGroup
from people.models import Difficulty, Sex

MOST_GUESTS = 9999
ATTENDANCE_NAMESPACE = uuid.UUID("6f1de2c4-9d0e-5b0a-8c55-3a3a52d1a001")


def attendance_id(meeting_id: uuid.UUID, person_id: uuid.UUID) -> uuid.UUID:
    """The id of the mark of one person at one meeting: two phones that record one fact meet in one row."""
    return uuid.uuid5(ATTENDANCE_NAMESPACE, f"{meeting_id}:{person_id}")


class Attendance(models.Model):
    """The mark of one member at one meeting. Sex, age group and difficulty are as of that day and stay so."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    id = models.UUIDField(primary_key=True, editable=False)
    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="marks")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="marks")
    state = models.CharField(_("attendance"), max_length=10, choices=State)
    is_first_time = models.BooleanField(_("first time"), default=False)
    sex = models.CharField(max_length=10, choices=Sex)
    age_group = models.CharField(max_length=10, choices=AgeGroup)
    difficulty = models.CharField(max_length=10, choices=Difficulty)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_mark_per_meeting_and_person"),
        ]

    def __str__(self) -> str:
        return f"{self.state}"


class AttendanceCount(models.Model):
    """Marks of a meeting whose term is over, turned to counts: how many of a kind there were, and nobody by name.

    A meeting has marks or counts of them, never both.
    """

    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="attendance_counts")
    state = models.CharField(_("attendance"), max_length=10, choices=Attendance.State)
    sex = models.CharField(max_length=10, choices=Sex)
    age_group = models.CharField(max_length=10, choices=AgeGroup)
    difficulty = models.CharField(max_length=10, choices=Difficulty)
    number = models.PositiveSmallIntegerField(_("number"))
    first_times = models.PositiveSmallIntegerField(_("of them for the first time"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of marks")
        verbose_name_plural = _("counts of marks")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "state", "sex", "age_group", "difficulty"], name="one_count_of_marks_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, first_times__lte=models.F("number")),
                name="counted_marks_are_one_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.number}"


class HeadCount(models.Model):
    """Guests of a meeting, counted by group and never added to unique people."""

    class Group(models.TextChoices):
        GIRLS = "girls", _("Girls")
        BOYS = "boys", _("Boys")
        YOUNG_WOMEN = "young_women", _("Young women (18–24)")
        YOUNG_MEN = "young_men", _("Young men (18–24)")
        WOMEN = "women", _("Women")
        MEN = "men", _("Men")

    class Basis(models.TextChoices):
        COUNTED = "counted", _("Counted")
        ESTIMATED = "estimated", _("Estimated")

    meeting = models.ForeignKey("participation.Meeting", on_delete=models.CASCADE, related_name="head_counts")
    group = models.CharField(_("guests"), max_length=20, choices=Group)
    number = models.PositiveSmallIntegerField(_("number"), validators=[MaxValueValidator(MOST_GUESTS)])
    with_difficulty = models.PositiveSmallIntegerField(
        _("of them with a difficulty"), default=0, validators=[MaxValueValidator(MOST_GUESTS)]
    )
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, default=Basis.COUNTED)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of guests")
        verbose_name_plural = _("counts of guests")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "group"], name="one_count_per_meeting_and_guest_group"),
            models.CheckConstraint(condition=Q(number__gte=1), name="guests_are_one_or_more"),
            models.CheckConstraint(
                condition=Q(with_difficulty__lte=models.F("number")), name="guests_with_difficulty_are_among_the_guests"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.number}"
