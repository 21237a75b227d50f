"""Emergency access to the people of one group: who may open which, and that the group's facilitators hear of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.emergency import MayNotOpen, open_access
from accounts.actions.notices import notify
from accounts.models import EmergencyAccess, User
from accounts.refusals import Refusal
from accounts.roles import Capability

from ..models import CommunityGroup, Facilitation
from ..reach import acting_role
from ..scopes import groups_q


class SeenAnyway(Refusal):
    message = _("One of your roles shows you the people of this group already.")


@transaction.atomic
def open_emergency_access(*, group: CommunityGroup, reason: str, by: User) -> EmergencyAccess:
    """Open one group within the reach of the officer's role, nothing above or beside it, and tell who works with it."""
    if not CommunityGroup.objects.filter(groups_q(by, Capability.OPEN_EMERGENCY), pk=group.pk).exists():
        raise MayNotOpen
    if CommunityGroup.objects.filter(groups_q(by, Capability.SEE_PEOPLE), pk=group.pk).exists():
        raise SeenAnyway
    role = acting_role(by, Capability.OPEN_EMERGENCY, [group.area_id])
    access = open_access(group_id=group.pk, reason=reason, role=role, by=by)
    for facilitation in _of_today(group):
        notify(user=facilitation.user, text_key="emergency_opened_in_group", link=f"/desk/groups/{group.pk}/")
    return access


def _of_today(group: CommunityGroup) -> list[Facilitation]:
    today = timezone.localdate()
    rows = Facilitation.objects.current(today).filter(group=group, user__is_active=True).select_related("user")
    return list(rows.order_by("pk"))
