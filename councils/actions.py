"""What is done to what only a council has. Each action is one transaction and leaves a line in the journal."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.models import CommunityGroup, Kind

from .models import CouncilProfile
from .refusals import NotACouncil


@transaction.atomic
def set_level(*, group: CommunityGroup, level: str, by: User) -> CouncilProfile:
    """Say at which level a council works."""
    if group.kind != Kind.COUNCIL:
        raise NotACouncil
    profile = CouncilProfile.objects.select_for_update(no_key=True).filter(group=group).first()
    profile = profile or CouncilProfile(group_id=group.pk)
    if profile.level == level:
        return profile
    profile.level = level
    profile.full_clean()
    profile.save()
    journal.note("council.level_set", about=group, by=by, level=level)
    return profile
