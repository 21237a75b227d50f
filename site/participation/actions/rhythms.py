"""Past rhythms of groups, so that what is counted of a past day rests on what held then."""

from datetime import timedelta

from django.utils import timezone

from ..models import CommunityGroup, GroupRhythm


def keep_rhythm(group: CommunityGroup, before: int) -> None:
    """The rhythm was changed today: the one before held until yesterday.

    What is changed on the day on which the group was entered was a slip, and what holds for less than a day held never.
    """
    today = timezone.localdate()
    if timezone.localdate(group.created_at) == today:
        return
    yesterday = today - timedelta(days=1)
    GroupRhythm.objects.get_or_create(group=group, ended_on=yesterday, defaults={"rhythm_days": before})
