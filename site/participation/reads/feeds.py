"""What a calendar program may read: the plans in its owner's reach, the group's name and its commune, no people."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from places.codes import lineage
from places.paths import SEPARATOR, parts_for

from ..actions.feeds import hash_of
from ..ical import Event, calendar_text
from ..models import CalendarFeed, PlannedMeeting

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
MOST_EVENTS = 1000
COMMUNE = 3


def reader_of(token: str) -> User | None:
    """Whose token it is, while the account is open and a role of today shows groups."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    if feed is None or not feed.user.is_active or not feed.user.can(Capability.SEE_GROUPS):
        return None
    return feed.user


def feed_text(user: User) -> str:
    """The calendar of a person in their own language; the soonest plans, if there are more than a program bears."""
    today = timezone.localdate()
    plans = PlannedMeeting.objects.visible_to(user).standing().between(today - BACK, today + AHEAD)
    plans = list(plans.select_related("group").soonest_first()[:MOST_EVENTS])
    communes = {plan.group.area_id: lineage(plan.group.area_id)[:COMMUNE][-1] for plan in plans}
    with translation.override(user.language):
        paths = parts_for(communes.values())
        events = [
            Event(
                uid=str(plan.pk),
                on=plan.planned_on,
                starts_at=plan.starts_at,
                summary=plan.group.name,
                location=SEPARATOR.join(paths[communes[plan.group.area_id]]),
                changed_at=plan.updated_at,
                version=plan.version,
            )
            for plan in plans
        ]
        return calendar_text(_("Meetings of my groups"), events)
