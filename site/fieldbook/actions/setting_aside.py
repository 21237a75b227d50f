"""Conflicts that their maker settled: the record that waited beside another one waits no more."""

import uuid

from django.utils import timezone

from accounts import journal
from accounts.models import User
from councils.models import Election
from participation.aliases import kept_meeting_ids
from participation.models import Meeting

from ..models import Delivery
from ..payloads import SetAsideRecord
from ..refusals import RecordRefused
from ..sender import Sender
from .outcomes import Taken


def take_set_aside(record: SetAsideRecord, sender: Sender, delivery: Delivery) -> Taken:
    """Theirs stands. Where mine never arrived there is nothing to drop, and nothing is told of theirs either."""
    mine = Delivery.objects.filter(pk=record.record, user=sender.user).first()
    if mine is None or mine.group_id is None:
        return Taken()
    if mine.kind == Delivery.Kind.ELECTION:
        election = Election.objects.filter(pk=record.meeting, council=mine.group_id).first()
        if election is None:
            raise RecordRefused("election_gone")
        settle_conflict(record=mine.pk, by=sender.user, meeting_id=election.pk, version=election.version)
        return Taken(mine.group_id, election.pk, election.version)
    meeting_id = kept_meeting_ids([record.meeting]).get(record.meeting, record.meeting)
    meeting = Meeting.objects.filter(pk=meeting_id, group=mine.group_id).first()
    if meeting is None:
        raise RecordRefused("meeting_gone")
    settle_conflict(record=mine.pk, by=sender.user, meeting_id=meeting.pk, version=meeting.version)
    return Taken(meeting.group_id, meeting.pk, meeting.version)


def settle_conflict(*, record: uuid.UUID, by: User, meeting_id: uuid.UUID, version: int | None) -> None:
    """The delivery in conflict is settled by its maker, and what it held sealed goes."""
    waiting = Delivery.objects.select_for_update().filter(pk=record, user=by, outcome=Delivery.Outcome.CONFLICT)
    for delivery in waiting:
        delivery.outcome, delivery.sealed = Delivery.Outcome.KNOWN, None
        delivery.meeting_id, delivery.version = meeting_id, version
        delivery.settled_at, delivery.settled_by = timezone.now(), by
        delivery.save(force_update=True)
        journal.note("delivery.set_aside", about=delivery, by=by, group=delivery.group_id or "", meeting=meeting_id)
