"""Doors of the pages about clubs: a club, a plan or a line within reach for what is about to be done."""

from django.http import Http404

from accounts.access import editable_or_404, visible_or_404
from accounts.models import User
from accounts.roles import Capability
from participation.models import CommunityGroup, Kind
from participation.views.doors import group_or_404

from ..models import PlannedActivity, SeasonPlan


def club_or_404(user: User, *, pk: object) -> CommunityGroup:
    """A club whose meetings the user records."""
    group = group_or_404(user, Capability.RECORD_MEETINGS, pk=pk)
    if group.kind != Kind.CLUB:
        raise Http404("Only clubs have this page.")
    return group


def seen_club_or_404(user: User, *, pk: object) -> CommunityGroup:
    clubs = CommunityGroup.objects.of_kind(Kind.CLUB).select_related("area__parent__parent__parent")
    return visible_or_404(clubs, user, pk=pk)


def season_or_404(user: User, *, pk: object) -> SeasonPlan:
    return editable_or_404(SeasonPlan.objects.select_related("group"), user, pk=pk)


def activity_or_404(user: User, *, pk: object) -> PlannedActivity:
    return editable_or_404(PlannedActivity.objects.select_related("season__group", "post"), user, pk=pk)
