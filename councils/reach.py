"""Who may stand in the elections of a council: its own members, and those of the clubs that it hears."""

from datetime import date

from django.db.models import Q

from participation.models import CommunityGroup, Membership
from participation.models.membership import MembershipQuerySet


def electorate(council: CommunityGroup) -> Q:
    """Groups whose members may stand. Which clubs a council hears is known to clubs, which stand beside us."""
    return Q(pk=council.pk) | Q(kind="club", club_profile__feeds=council)


def may_stand(council: CommunityGroup, on: date) -> MembershipQuerySet:
    """The memberships by which people may stand on a day; those in posts for adults left out."""
    groups = CommunityGroup.objects.filter(electorate(council)).open()
    return Membership.objects.current(on).filter(group__in=groups, post__is_for_adults=False)
