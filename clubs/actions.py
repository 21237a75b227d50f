"""What is done to a club beyond what is done to every group."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.groups import add_group
from participation.actions.locks import lock_group
from participation.models import CommunityGroup, Kind

from .models import ClubProfile
from .refusals import NotAClub, NotACouncil


@transaction.atomic
def add_club(*, by: User, feeds: CommunityGroup | None = None, **group_fields: object) -> CommunityGroup:
    """A new club, perhaps with the council that hears it; ``group_fields`` as in ``add_group``, without the kind."""
    group = add_group(kind=Kind.CLUB, by=by, **group_fields)
    set_council(group=group, council=feeds, by=by)
    return group


@transaction.atomic
def set_council(*, group: CommunityGroup, council: CommunityGroup | None, by: User) -> ClubProfile:
    """Say which council hears a club; ``None`` where no council does."""
    if group.kind != Kind.CLUB:
        raise NotAClub
    lock_group(group)
    profile = ClubProfile.objects.filter(group=group).first() or ClubProfile(group_id=group.pk)
    is_new, heard_by_before = profile._state.adding, profile.feeds_id
    if not is_new and (council.pk if council else None) == heard_by_before:
        return profile
    if council is not None and (council.kind != Kind.COUNCIL or council.status == CommunityGroup.Status.CLOSED):
        raise NotACouncil
    profile.feeds = council
    profile.full_clean()
    profile.save(force_insert=is_new)
    if council is not None or heard_by_before is not None:
        journal.note("club.council_set", about=group, by=by, council=council.pk if council else "")
    return profile
