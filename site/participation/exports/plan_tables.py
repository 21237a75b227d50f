"""A month of the calendar as tables: its plans, the days not held, and the groups with neither meeting nor plan."""

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.downloads.tables import Line, Table, yes_no
from accounts.models import User
from places.paths import parts_for

from ..forms.planning import CalendarFilter
from ..models import CommunityGroup, MissedMeeting, PlannedMeeting
from ..models.group import CommunityGroupQuerySet
from ..months import last_of
from ..reads.calendar import gaps, without_meeting
from .tables import group_columns, named, place_columns, places


def plans(form: CalendarFilter, *, user: User) -> Table:
    """The plans of the month, whatever came of them."""
    waiting = PlannedMeeting.objects.waiting().filter(pk=OuterRef("pk"))
    records = (
        PlannedMeeting.objects.visible_to(user)
        .standing()
        .between(form.first, last_of(form.first))
        .filter(group__in=_groups(form, user).values("pk"))
        .annotate(is_waiting=Exists(waiting))
        .select_related("group")
        .soonest_first()
    )

    def lines(batch: list[PlannedMeeting]) -> Iterator[Line]:
        paths = parts_for({plan.group.area_id for plan in batch})
        for plan in batch:
            starts_at = plan.starts_at.strftime("%H:%M") if plan.starts_at else ""
            yield (
                *(plan.planned_on, starts_at, plan.get_kind_display(), plan.place_text, yes_no(not plan.is_waiting)),
                *named(plan.group),
                *places(paths[plan.group.area_id]),
            )

    columns = (
        *(_("Day"), _("Begins at"), _("Kind of meeting"), _("Place"), _("Something was told")),
        *group_columns(),
        *place_columns(),
    )
    return Table("plans", columns, records, lines)


def missed(form: CalendarFilter, *, user: User) -> Table:
    """The days of the month on which no meeting was held, with the reason."""
    rows = MissedMeeting.objects.visible_to(user).between(form.first, last_of(form.first))
    records = without_meeting(rows).filter(group__in=_groups(form, user).values("pk"))

    def lines(batch: list[MissedMeeting]) -> Iterator[Line]:
        paths = parts_for({row.group.area_id for row in batch})
        for row in batch:
            yield row.missed_on, row.get_reason_display(), *named(row.group), *places(paths[row.group.area_id])

    columns = (_("Day"), _("Reason"), *group_columns(), *place_columns())
    return Table("not-held", columns, records.select_related("group").order_by("missed_on", "pk"), lines)


def groups_with_neither(form: CalendarFilter, *, user: User) -> Table:
    """Active groups that neither met nor planned to, counted back by their own rhythm."""
    records = gaps(_groups(form, user), first=form.first).by_place()

    def lines(batch: list[CommunityGroup]) -> Iterator[Line]:
        paths = parts_for({group.area_id for group in batch})
        for group in batch:
            yield *named(group), *places(paths[group.area_id]), group.last_met_on, group.rhythm_days

    columns = (*group_columns(), *place_columns(), _("Last meeting"), _("Meets every (days)"))
    return Table("gaps", columns, records, lines)


def _groups(form: CalendarFilter, user: User) -> CommunityGroupQuerySet:
    return form.narrow(CommunityGroup.objects.visible_to(user))


PARTS: dict[str, Callable[..., Table]] = {"plans": plans, "missed": missed, "gaps": groups_with_neither}
"""The parts of the calendar that can be taken along, by the word in their address."""
