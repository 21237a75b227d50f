"""Everything the page of a group shows, as typed rows: the number of queries does not grow with the group."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from khmertext.dates import format_short_date
from places.paths import parts_for

from .. import extras
from ..models import Attendance, CommunityGroup, Decision, Facilitation, KindRule, Meeting, ProjectGroup
from ..rhythm import next_due_on
from ..rights import Rights, rights_in
from .asks import AskRow, open_asks_of
from .consents import Light, LightsLegend, legend_of_lights, lights_of
from .inclusion import facts_of_group, facts_of_roster, remarks
from .meetings import MeetingLine, lines_of
from .needs import NeedMark, legend_of_needs, need_marks
from .plans import GroupPlans, plans_of
from .rosters import HeatStrip, RosterRow, RosterTotals, group_totals, heat, roster, roster_totals

LATEST = 10
HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One meeting in the strip of a member."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in the roster with the strip of the last meetings and the sentence that says the same."""

    row: RosterRow
    cells: list[Cell]
    sentence: str
    lights: list[Light]
    needs: list[NeedMark]


@dataclass(frozen=True, slots=True)
class MembersOnDay:
    """The members on a day; ``lines`` is ``None`` for a reader who may not see names."""

    on: date
    is_today: bool
    lines: list[MemberLine] | None
    totals: RosterTotals
    remarks: list[str]
    legend: LightsLegend
    former_hidden: int = 0
    """How many of them left too long ago for this reader."""
    needs: list[NeedMark] = field(default_factory=list)
    """What the marks of needs mean, as far as there are any."""


def members_on(group: CommunityGroup, *, on: date, user: User, rights: Rights) -> MembersOnDay:
    """The roster with strips (today) and totals, or totals alone."""
    rule, is_today = KindRule.objects.get(kind=group.kind), on == timezone.localdate()
    if not rights.see_people:
        facts, totals = facts_of_group(group, on=on), group_totals(group, on=on)
        return MembersOnDay(on, is_today, None, totals, remarks(facts, group=group, rule=rule), legend_of_lights())
    rows = roster(group, on=on, user=user)
    totals, facts = roster_totals(rows), facts_of_roster(rows)
    if not is_today and (everyone := group_totals(group, on=on)).total > len(rows):
        totals, facts = everyone, facts_of_group(group, on=on)
    strip = heat(group, people=[row.person for row in rows]) if is_today and rows else HeatStrip(())
    lights = lights_of([row.person for row in rows], on=on)
    needs = need_marks([row.person.pk for row in rows])
    return MembersOnDay(
        on,
        is_today,
        [_member_line(row, strip, lights[row.person.pk], needs.get(row.person.pk, [])) for row in rows],
        totals,
        remarks(facts, group=group, rule=rule),
        legend_of_lights(),
        totals.total - len(rows),
        legend_of_needs(needs.values()),
    )


def _member_line(row: RosterRow, strip: HeatStrip, lights: list[Light], needs: list[NeedMark]) -> MemberLine:
    words, language = dict(Attendance.State.choices), get_language() or "km"
    states = strip.rows.get(row.person.pk, ())
    cells = [
        Cell(
            state or "none",
            f"{format_short_date(meeting.held_on, language)}: {words.get(state, _('Not a member then'))}",
        )
        for meeting, state in zip(strip.meetings, states, strict=True)
    ]
    marked = [state for state in states if state]
    came = sum(state in HERE for state in marked)
    sentence = _("Came to %(came)s of %(all)s meetings.") % {"came": came, "all": len(marked)} if marked else ""
    return MemberLine(row, cells, sentence, lights, needs)


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The page of a group. ``decisions`` is ``None`` for a reader who may not see them."""

    group: CommunityGroup
    path: list[str]
    rights: Rights
    is_overdue: bool
    next_due_on: date | None
    members: MembersOnDay
    meetings: list[MeetingLine]
    plans: GroupPlans
    decisions: list[Decision] | None
    asks: list[AskRow]
    facilitations: list[Facilitation]
    former_facilitations: list[Facilitation]
    supports: list[ProjectGroup]
    extras: list[extras.ExtraLine]
    sections: list[extras.Section]

    @property
    def is_closed(self) -> bool:
        return self.group.status == CommunityGroup.Status.CLOSED

    @property
    def closing_can_be_undone(self) -> bool:
        return self.group.closing_can_be_undone(timezone.localdate())

    @property
    def may_plan(self) -> bool:
        return self.rights.record and self.next_due_on is not None

    @property
    def names_shown(self) -> int:
        return len(self.members.lines or ())


def group_page(group: CommunityGroup, *, on: date, user: User) -> GroupPage:
    today, rights = timezone.localdate(), rights_in(group, user)
    facilitations = list(_of(Facilitation, group, user).select_related("user").order_by("-began_on", "pk"))
    is_over = {row.pk: bool(row.ended_on and row.ended_on < today) for row in facilitations}
    return GroupPage(
        group=group,
        path=parts_for({group.area_id})[group.area_id],
        rights=rights,
        is_overdue=group.is_overdue(today),
        next_due_on=next_due_on(group),
        members=members_on(group, on=on, user=user, rights=rights),
        plans=plans_of(group, user=user),
        meetings=lines_of(_of(Meeting, group, user).newest_first()[:LATEST]),
        decisions=_pending(group, user) if rights.see_people else None,
        asks=open_asks_of(group, user=user),
        facilitations=[row for row in facilitations if not is_over[row.pk]],
        former_facilitations=[row for row in facilitations if is_over[row.pk]],
        supports=list(_of(ProjectGroup, group, user).select_related("project__partner").order_by("-began_on", "pk")),
        extras=extras.lines_for(group),
        sections=extras.sections_of_group(group, user),
    )


def _of(model: type, group: CommunityGroup, user: User) -> QuerySet:
    return model.objects.visible_to(user).filter(group=group)


def _pending(group: CommunityGroup, user: User) -> list[Decision]:
    """What was decided and not yet done, what is due first."""
    found = Decision.objects.visible_to(user).pending().filter(meeting__group=group)
    return list(found.select_related("meeting", "post").order_by("due_on", "meeting__held_on", "pk"))
