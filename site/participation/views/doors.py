"""Doors of the views about members and meetings: a group within reach for what is about to be done."""

from accounts.access import visible_or_404
from accounts.models import User
from accounts.roles import Capability

from ..models import CommunityGroup
from ..scopes import groups_q


def group_or_404(user: User, capability: Capability, *, pk: object) -> CommunityGroup:
    """The group, if the user sees it and one of their roles carries ``capability`` there."""
    groups = CommunityGroup.objects.filter(groups_q(user, capability))
    return visible_or_404(groups.select_related("area__parent__parent__parent"), user, pk=pk)
