"""Meetings that several groups held together: bound to one activity, and parted again.

Every group keeps its own meeting with its own marks, so people and participations stay as they are. What changes is
the count of activities: a joint meeting counts once, at its host.
"""

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal

from ..models import CommunityGroup, JointMeeting, JointPart, Meeting
from .deltas import count_activities
from .joint_parts import leave_joint, part_of
from .locks import lock_groups
from .meetings import record_meeting

FEWEST, MOST = 2, 12
"""Groups of a joint meeting."""


class MeetingsOfOneDay(Refusal):
    field = "meeting"
    message = _("Only meetings of the same day can have been held together.")


class GroupIsThereTwice(Refusal):
    field = "meeting"
    message = _("A group has one meeting in a joint meeting. Choose the meeting of another group.")


class BoundElsewhere(Refusal):
    field = "meeting"
    message = _("This meeting is bound to other meetings already.")


class NotBound(Refusal):
    message = _("This meeting was not held together with others.")


class MetThatDayAlready(Refusal):
    field = "groups"
    message = _("One of these groups has a meeting on this day already. Open that meeting and bind it to the others.")


class NumberOfGroups(Refusal):
    field = "groups"
    message = _("At least two groups meet together, and at most twelve.")


@transaction.atomic
def bind_meetings(*, meeting: Meeting, other: Meeting, by: User) -> JointMeeting:
    """Two meetings of one day were held together. A group that comes to others joins them; the first is the host."""
    lock_groups(meeting.group, other.group)
    if meeting.held_on != other.held_on:
        raise MeetingsOfOneDay
    mine, theirs = part_of(meeting), part_of(other)
    if mine and theirs:
        if mine.joint_id == theirs.joint_id:
            return mine.joint
        raise BoundElsewhere
    known = mine or theirs
    joint = known.joint if known else JointMeeting(created_by=by)
    newcomers = [one for one, part in ((meeting, mine), (other, theirs)) if part is None]
    _refuse_crowd(joint, newcomers)
    if joint._state.adding:
        joint.save(force_insert=True)
        _add_part(joint, newcomers.pop(0), is_host=True)
    guests = [_add_part(joint, one) for one in newcomers]
    count_activities(*((part.meeting, -1) for part in guests))
    journal.note("joint_meeting.bound", about=joint, by=by, meetings=[str(meeting.pk), str(other.pk)])
    return joint


@transaction.atomic
def part_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """A meeting was not held together with the others after all. One that is left alone is no joint meeting."""
    lock_groups(meeting.group)
    part = part_of(meeting)
    if part is None:
        raise NotBound
    journal.note("joint_meeting.parted", about=part.joint, by=by, meeting=meeting.pk)
    was_host = part.is_host
    leave_joint(part)
    if not was_host:
        count_activities((meeting, 1))
    return meeting


@transaction.atomic
def record_joint_meeting(
    *,
    groups: Sequence[CommunityGroup],
    held_on: date,
    by: User,
    kind: str = Meeting.Kind.ORDINARY,
    started_at: time | None = None,
    ended_at: time | None = None,
    place_text: str = "",
) -> list[Meeting]:
    """One meeting for each of several groups that met together, the host first; marks follow for each by itself.

    None of them has a meeting on that day yet: one that is recorded is bound instead.
    """
    groups = list({group.pk: group for group in groups}.values())
    if not FEWEST <= len(groups) <= MOST:
        raise NumberOfGroups
    lock_groups(*groups)
    if Meeting.objects.filter(group__in=groups, held_on=held_on).exists():
        raise MetThatDayAlready
    told = {"kind": kind, "started_at": started_at, "ended_at": ended_at, "place_text": place_text}
    meetings = [
        record_meeting(
            group=group,
            held_on=held_on,
            marks={},
            by=by,
            **told,
        )
        for group in groups
    ]
    host, *others = meetings
    for other in others:
        bind_meetings(meeting=host, other=other, by=by)
    return meetings


def _add_part(joint: JointMeeting, meeting: Meeting, *, is_host: bool = False) -> JointPart:
    part = JointPart(meeting=meeting, joint=joint, is_host=is_host)
    part.full_clean()
    part.save(force_insert=True)
    return part


def _refuse_crowd(joint: JointMeeting, newcomers: list[Meeting]) -> None:
    known = [] if joint._state.adding else list(joint.parts.values_list("meeting__group_id", flat=True))
    groups = [*known, *(one.group_id for one in newcomers)]
    if len(set(groups)) != len(groups):
        raise GroupIsThereTwice
    if len(groups) > MOST:
        raise NumberOfGroups
