"""What a user may do with one group, asked of the same rules as everywhere, in one query."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Value, When

from accounts.models import User
from accounts.roles import Capability

from .models import CommunityGroup
from .scopes import groups_q

ASKED = {
    "edit": Capability.EDIT_GROUPS,
    "see_people": Capability.SEE_PEOPLE,
    "edit_people": Capability.EDIT_PEOPLE,
    "record": Capability.RECORD_MEETINGS,
    "manage_facilitations": Capability.MANAGE_FACILITATIONS,
    "manage_partners": Capability.MANAGE_PARTNERS,
    "open_emergency": Capability.OPEN_EMERGENCY,
}


@dataclass(frozen=True, slots=True)
class Rights:
    """Each is true when the capability reaches this group."""

    edit: bool
    see_people: bool
    edit_people: bool
    record: bool
    manage_facilitations: bool
    manage_partners: bool
    open_emergency: bool


def rights_in(group: CommunityGroup, user: User) -> Rights:
    answers = {
        f"may_{name}": Case(
            When(groups_q(user, capability), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for name, capability in ASKED.items()
    }
    found = CommunityGroup.objects.filter(pk=group.pk).values_list(*answers.values()).get()
    return Rights(*map(bool, found))
