"""What the page of a club shows beside what all groups have."""

from datetime import date

from django.db.models import Q

from accounts.models import User
from participation.models import CommunityGroup, Kind
from participation.models.group import CommunityGroupQuerySet

from ..models import ClubProfile


def profile_of(group: CommunityGroup) -> ClubProfile | None:
    """The profile of a club; ``None`` until somebody has said something."""
    return ClubProfile.objects.filter(group_id=group.pk).select_related("feeds").first()


def council_of(group: CommunityGroup) -> str:
    """The name of the council that hears a club; empty where none does."""
    profile = profile_of(group)
    return profile.feeds.name if profile and profile.feeds else ""


def clubs_heard_by(council: CommunityGroup, user: User) -> CommunityGroupQuerySet:
    """The clubs that a council hears, as far as the reader sees them."""
    clubs = CommunityGroup.objects.visible_to(user).of_kind(Kind.CLUB).open()
    return clubs.filter(club_profile__feeds=council).by_place()


def unheard(groups: CommunityGroupQuerySet, on: date) -> CommunityGroupQuerySet:
    """Clubs whose matters come before no council, or before one that has closed."""
    nobody_hears = Q(club_profile__feeds__isnull=True) | Q(club_profile__feeds__status=CommunityGroup.Status.CLOSED)
    return groups.of_kind(Kind.CLUB).open().filter(nobody_hears)
