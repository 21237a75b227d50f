"""Whether what arrived may be written now, waits for an officer, or concerns a group that was never the sender's."""

import uuid

from accounts.roles import Capability
from participation.models import CommunityGroup, Facilitation
from participation.scopes import groups_q

from ..refusals import RecordHeld, RecordRefused
from ..sender import Sender


def group_for(sender: Sender, group_id: uuid.UUID) -> CommunityGroup:
    """The group in which the sender may record meetings today; else the record is held or refused."""
    group = _reached(sender, group_id) if sender.is_trusted else None
    if group is None:
        raise why_not(sender, group_id)
    return group


def why_not(sender: Sender, group_id: uuid.UUID) -> RecordHeld | RecordRefused:
    """Held where the sender ever worked with the group or still reaches it by a phone that does not count any more."""
    if sender.user.is_active and not sender.is_trusted and _reached(sender, group_id) is not None:
        return RecordHeld("phone_ended" if sender.device.ended_at else "phone_expired", group_id)
    if Facilitation.objects.filter(user=sender.user, group=group_id).exists():
        return RecordHeld("role_ended", group_id)
    return RecordRefused("unknown_group")


def _reached(sender: Sender, group_id: uuid.UUID) -> CommunityGroup | None:
    groups = CommunityGroup.objects.visible_to(sender.judged_as)
    return groups.filter(groups_q(sender.judged_as, Capability.RECORD_MEETINGS), pk=group_id).first()
