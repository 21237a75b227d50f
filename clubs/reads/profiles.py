"""What the page of a club shows beside what all groups have."""

from participation.models import CommunityGroup

from ..models import ClubProfile


def profile_of(group: CommunityGroup) -> ClubProfile | None:
    """The profile of a club; ``None`` until somebody has said something."""
    return ClubProfile.objects.filter(group_id=group.pk).select_related("feeds").first()


def council_of(group: CommunityGroup) -> str:
    """The name of the council that hears a club; empty where none does."""
    profile = profile_of(group)
    return profile.feeds.name if profile and profile.feeds else ""
