"""What is done to a council beyond what is done to every group."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.groups import add_group
from participation.actions.locks import lock_group
from participation.models import CommunityGroup, Kind

from .models import CouncilProfile
from .refusals import NotACouncil


@transaction.atomic
def add_council(*, level: str, by: User, **group_fields: object) -> CommunityGroup:
    """A new council at a level; ``group_fields`` as in ``add_group``, without the kind."""
    group = add_group(kind=Kind.COUNCIL, by=by, **group_fields)
    set_level(group=group, level=level, by=by)
    return group


@transaction.atomic
def set_level(*, group: CommunityGroup, level: str, by: User) -> CouncilProfile:
    """Say at which level a council works."""
    if group.kind != Kind.COUNCIL:
        raise NotACouncil
    lock_group(group)
    profile = CouncilProfile.objects.filter(group=group).first() or CouncilProfile(group_id=group.pk)
    if profile.level == level:
        return profile
    is_new = profile._state.adding
    profile.level = level
    profile.full_clean()
    profile.save(force_insert=is_new)
    journal.note("council.level_set", about=group, by=by, level=level)
    return profile
