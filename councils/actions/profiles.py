"""The level of a council, the council above it, what it asks of its elections, its own term."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.models import CommunityGroup, Kind

from ..models import CouncilProfile
from ..refusals import NotACouncil, NotAParent


@transaction.atomic
def set_profile(
    *,
    group: CommunityGroup,
    level: str,
    by: User,
    parent: CommunityGroup | None = None,
    girls_minimum: int | None = 0,
    quorum: int | None = 0,
    term_months: int | None = None,
) -> CouncilProfile:
    """Say what a council is. Without ``term_months`` its terms last as long as is usual for councils."""
    if group.kind != Kind.COUNCIL:
        raise NotACouncil
    profile = CouncilProfile.objects.select_for_update(no_key=True).filter(group=group).first()
    profile = profile or CouncilProfile(group_id=group.pk)
    said = {
        "level": level,
        "parent_id": parent and parent.pk,
        "girls_minimum": girls_minimum or 0,
        "quorum": quorum or 0,
        "term_months": term_months,
    }
    if all(getattr(profile, name) == value for name, value in said.items()):
        return profile
    if parent is not None and parent.pk != profile.parent_id:
        _judge_parent(group, parent)
    for name, value in said.items():
        setattr(profile, name, value)
    profile.full_clean()
    profile.save()
    details = {"level": level, "parent": parent.pk if parent else "", "girls_minimum": profile.girls_minimum}
    details |= {"quorum": profile.quorum, "term_months": term_months or 0}
    journal.note("council.profile_set", about=group, by=by, **details)
    return profile


def _judge_parent(group: CommunityGroup, parent: CommunityGroup) -> None:
    """Another open council, from which no way up leads back here."""
    if parent.kind != Kind.COUNCIL or parent.status == CommunityGroup.Status.CLOSED:
        raise NotAParent
    seen, above = {group.pk}, parent.pk
    while above is not None:
        if above in seen:
            raise NotAParent
        seen.add(above)
        above = CouncilProfile.objects.filter(group_id=above).values_list("parent_id", flat=True).first()
