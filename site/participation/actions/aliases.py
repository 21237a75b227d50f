"""Two records of one meeting: the id of the one that was not kept leads to the other."""

import uuid

from django.db import transaction

from accounts import journal
from accounts.models import User

from ..models import Meeting, MeetingAlias
from ..refusals import MeetingIdTaken
from .locks import lock_meeting


@transaction.atomic
def known_as(*, meeting: Meeting, id: uuid.UUID, by: User) -> MeetingAlias:
    """Make ``id``, under which a phone has its own record of the meeting, another name of it. Twice is as once.

    An id under which the register has a meeting of its own, or which leads elsewhere, is refused.
    """
    lock_meeting(meeting)
    if Meeting.objects.filter(pk=id).exists():
        raise MeetingIdTaken
    alias, is_new = MeetingAlias.objects.get_or_create(old_id=id, defaults={"meeting": meeting})
    if alias.meeting_id != meeting.pk:
        raise MeetingIdTaken
    if is_new:
        journal.note("meeting.known_as", about=meeting, by=by, group=meeting.group_id, id=id)
    return alias
