"""When a group should meet next. Overdue is later: after one and a half rhythms (``CommunityGroup.overdue_after``)."""

from datetime import date, timedelta

from .models import CommunityGroup


def next_due_on(group: CommunityGroup) -> date | None:
    """One rhythm after the day from which the group is counted; ``None`` while it does not meet."""
    if group.status not in (CommunityGroup.Status.ACTIVE, CommunityGroup.Status.FORMING):
        return None
    return group.overdue_after - timedelta(days=group.rhythm_days * 3 // 2 - group.rhythm_days)
