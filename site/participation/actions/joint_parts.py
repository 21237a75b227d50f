"""What the record of one meeting must know of the joint meeting it may be part of."""

from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refusal

from ..models import JointMeeting, JointPart, Meeting
from .deltas import count_activities


class HeldTogetherThatDay(Refusal):
    field = "held_on"
    message = _("Other groups were at this meeting. Say first that it was not held together, then change its day.")


def part_of(meeting: Meeting) -> JointPart | None:
    """The part that a meeting is, with its joint meeting held until the transaction ends."""
    part = JointPart.objects.filter(meeting=meeting).first()
    if part is not None:
        part.joint = JointMeeting.objects.select_for_update(no_key=True).get(pk=part.joint_id)
    return part


def refuse_day_apart(meeting: Meeting) -> None:
    """A part of a joint meeting stays on its day."""
    if JointPart.objects.filter(meeting=meeting).exists():
        raise HeldTogetherThatDay


def leave_joint(part: JointPart) -> None:
    """The part goes; if it was the host, the activity is counted at another, and one left alone is free again.

    What the leaving meeting itself counts for is the caller's to say.
    """
    rest = list(part.joint.parts.exclude(pk=part.pk).select_related("meeting").order_by("meeting__recorded_at", "pk"))
    joint = part.joint
    part.delete()
    heir = next((one for one in rest if one.is_host), rest[0])
    if not heir.is_host:
        heir.is_host = True
        heir.save(update_fields=["is_host"])
        count_activities((heir.meeting, 1))
    if len(rest) == 1:
        joint.delete()


def withdrawn_from_joint(meeting: Meeting) -> int:
    """A meeting goes out of the register; how many activities it counted for."""
    part = part_of(meeting)
    if part is None:
        return 1
    was_host = part.is_host
    leave_joint(part)
    return int(was_host)
