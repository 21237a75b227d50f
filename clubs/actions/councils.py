"""Which council hears a club."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.models import CommunityGroup, Kind

from ..models import ClubProfile
from ..refusals import NotAClub, NotACouncil


@transaction.atomic
def choose_council(*, group: CommunityGroup, council: CommunityGroup | None, by: User) -> ClubProfile:
    """Say which council hears a club; ``None``: no council does."""
    if group.kind != Kind.CLUB:
        raise NotAClub
    profile, _is_new = ClubProfile.objects.select_for_update(no_key=True).get_or_create(group_id=group.pk)
    if profile.feeds_id == (council.pk if council else None):
        return profile
    if council is not None and (council.kind != Kind.COUNCIL or council.status == CommunityGroup.Status.CLOSED):
        raise NotACouncil
    profile.feeds = council
    profile.full_clean()
    profile.save()
    journal.note("club.council_chosen", about=group, by=by, council=council.pk if council else "")
    return profile
