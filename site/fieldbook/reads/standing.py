"""How somebody stands to a group whose paper sheet they hold in their hands."""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from participation.models import CommunityGroup, Facilitation
from participation.scopes import groups_q


def types_in_at_the_desk(user: User | AnonymousUser, group_id: uuid.UUID) -> bool:
    """Whether they may record the group's meetings without working with it: such people have no list on a phone."""
    if not user.is_authenticated or not user.is_active:
        return False
    may_record = CommunityGroup.objects.visible_to(user).filter(groups_q(user, Capability.RECORD_MEETINGS), pk=group_id)
    works_with_it = Facilitation.objects.current(timezone.localdate()).filter(user=user, group=group_id)
    return may_record.exists() and not works_with_it.exists()
