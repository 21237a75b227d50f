"""Joint meetings: several groups met together once."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet


class JointMeeting(models.Model):
    """What binds the meetings of several groups that were one activity. Each group keeps its own meeting and marks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint meeting")
        verbose_name_plural = _("joint meetings")

    def __str__(self) -> str:
        return f"joint meeting {self.pk}"


class JointPart(models.Model):
    """One group's meeting within a joint one. The activity is counted at the host and at nobody else."""

    meeting = models.OneToOneField(
        "participation.Meeting", on_delete=models.CASCADE, primary_key=True, related_name="joint_part"
    )
    joint = models.ForeignKey(JointMeeting, on_delete=models.CASCADE, related_name="parts")
    is_host = models.BooleanField(_("the activity is counted here"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a joint meeting")
        verbose_name_plural = _("parts of joint meetings")
        constraints = [
            models.UniqueConstraint(fields=["joint"], condition=Q(is_host=True), name="one_host_per_joint_meeting"),
        ]

    def __str__(self) -> str:
        return f"part {self.meeting_id}"
