"""What the page of a council shows beside what all groups have."""

from participation.models import CommunityGroup

from ..models import CouncilProfile


def profile_of(group: CommunityGroup) -> CouncilProfile | None:
    """The profile of a council; ``None`` until somebody has said something."""
    return CouncilProfile.objects.filter(group_id=group.pk).first()


def level_of(group: CommunityGroup) -> str:
    """The word for the level of a council; empty where it is not known."""
    profile = profile_of(group)
    return profile.get_level_display() if profile else ""
