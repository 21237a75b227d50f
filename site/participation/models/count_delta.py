"""Kept counts: what each write about a meeting adds to the country's numbers, or takes from them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class CountDelta(models.Model):
    """One step of the counts of a group on a day. Rows are only ever added; their sum is a recount.

    The meeting is a plain id: the step stays when the meeting is withdrawn. Cells as in ``participation.cells``.
    A step of nothing, with the group in place of a meeting, says that the group is to be looked at again.
    A joint meeting is a meeting of each of its groups, and one activity: that of its host.
    """

    group = models.ForeignKey("participation.CommunityGroup", on_delete=models.PROTECT, related_name="count_deltas")
    held_on = models.DateField()
    meeting_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    meetings = models.SmallIntegerField(default=0)
    activities = models.SmallIntegerField(default=0)
    marks = models.JSONField(default=dict)
    guests = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the counts")
        verbose_name_plural = _("steps of the counts")
        constraints = [
            models.CheckConstraint(
                condition=Q(meetings__gte=-1, meetings__lte=1), name="one_step_counts_one_meeting_at_most"
            ),
            models.CheckConstraint(
                condition=Q(activities__gte=-1, activities__lte=1), name="one_step_counts_one_activity_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetings:+d} {self.held_on}"
