"""Plans and days without a meeting, from phones."""

from participation.actions.planning import plan_meeting, say_not_held
from participation.refusals import NotHeldSaidAlready, PlannedInThePast, PlannedThatDayAlready

from ..models import Delivery
from ..payloads import MissedRecord, PlanRecord
from ..refusals import RecordRefused
from ..sender import Sender
from .meetings import FIRST_DAY, as_time_of_day
from .outcomes import Taken
from .standing import group_for


def take_plan(record: PlanRecord, sender: Sender, delivery: Delivery) -> Taken:
    """A plan; one for a day that has passed meanwhile is no fault of whoever made it."""
    group = group_for(sender, record.group)
    try:
        plan_meeting(
            group=group,
            planned_on=record.planned_on,
            by=sender.user,
            starts_at=as_time_of_day(record.starts_at),
            place_text=record.place_text,
            kind=record.kind,
        )
    except PlannedInThePast:
        return Taken(group.pk, notes=["plan_past"])
    except PlannedThatDayAlready:
        return Taken(group.pk, notes=["plan_known"], is_known=True)
    return Taken(group.pk)


def take_missed(record: MissedRecord, sender: Sender, delivery: Delivery) -> Taken:
    """No meeting was held, because of one of a few reasons."""
    group = group_for(sender, record.group)
    if record.missed_on < FIRST_DAY:
        raise RecordRefused("bad_value")
    try:
        say_not_held(group=group, missed_on=record.missed_on, reason=record.reason, by=sender.user)
    except NotHeldSaidAlready:
        return Taken(group.pk, is_known=True)
    return Taken(group.pk)
