"""A month of the calendar as typed rows. The number of queries does not grow with what the month holds."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import FullResultSet
from django.db.models import Case, Count, DateField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts import counting
from accounts.counting import Counted, counted
from accounts.models import User
from accounts.roles import Capability
from places.paths import parts_for

from ..models import CommunityGroup, Meeting, MissedMeeting, PlannedMeeting
from ..models.group import CommunityGroupQuerySet
from ..months import last_of
from ..scopes import groups_q
from .kept import kept_if_many

MOST_ENTRIES = 200
"""Beyond this a month shows its numbers day by day, and names no group."""
GAPS_SHOWN = 50
SHORTEST_MONTH = 28
"""A rhythm from so many days on, up to a month's length, is to meet once a month."""
HELD, PLANNED, UNTOLD, NOT_HELD = "held", "planned", "untold", "not_held"


@dataclass(frozen=True, slots=True)
class Entry:
    """One group on one day: it met, means to meet, has not told what came of its plan, or did not meet."""

    state: str
    group: CommunityGroup
    url: str
    starts_at: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its numbers; ``entries`` are empty in a month too full to name the groups."""

    on: date
    is_today: bool
    column: int
    entries: list[Entry]
    held: int
    planned: int
    not_held: int

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.planned or self.not_held)


@dataclass(frozen=True, slots=True)
class Gap:
    """An active group that has neither met nor planned to within its rhythm."""

    group: CommunityGroup
    path: list[str]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a month holds, by day, and how many groups have a gap in it."""

    held: Counter[date]
    planned: Counter[date]
    not_held: Counter[date]
    gaps: Counted

    @property
    def total(self) -> int:
        return self.held.total() + self.planned.total() + self.not_held.total()

    @property
    def are_many(self) -> bool:
        """Too many to be counted at every visit."""
        return self.gaps.is_more or self.total > counting.MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the groups in a reader's reach."""

    first: date
    days: list[Day]
    held: int
    planned: int
    not_held: int
    gaps: list[Gap]
    gaps_total: int
    gaps_are_more: bool
    """There are more than ``gaps_total``, which is as far as is counted."""
    is_crowded: bool
    counted_at: datetime | None
    """The moment of all numbers; empty where they are of this moment."""

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.planned or self.not_held)

    @property
    def gaps_left_out(self) -> int:
        """The total may be of an earlier moment than the groups."""
        return max(self.gaps_total - len(self.gaps), 0)


def month_of(first: date, *, groups: CommunityGroupQuerySet, user: User) -> Month:
    """The month that begins on ``first``, for ``groups`` (a scope, narrowed as the reader wished)."""
    last, today = last_of(first), timezone.localdate()
    # Where every group of the country is meant, asking each meeting for its group would cost most of the time.
    of_groups = {} if _are_all(groups) else {"group__in": groups.values("pk")}
    held = Meeting.objects.visible_to(user).filter(held_on__range=(first, last), **of_groups)
    planned = PlannedMeeting.objects.visible_to(user).waiting().between(first, last).filter(**of_groups)
    missed = without_meeting(MissedMeeting.objects.visible_to(user).between(first, last)).filter(**of_groups)
    without = gaps(groups, first=first)

    def count() -> Numbers:
        by_day = _by_day(held, "held_on"), _by_day(planned, "planned_on"), _by_day(missed, "missed_on")
        return Numbers(*by_day, counted(without))

    # Who sees a group sees its meetings, plans and excused days: groups and meetings name the question whole.
    found = kept_if_many(Numbers, (groups, held), count, lambda numbers: numbers.are_many)
    numbers = found.value
    is_crowded = numbers.total > MOST_ENTRIES
    entries = {} if is_crowded else _entries(held, planned, missed, today)
    return Month(
        first=first,
        days=[_day(first + timedelta(days=number), today, entries, numbers) for number in range(last.day)],
        held=numbers.held.total(),
        planned=numbers.planned.total(),
        not_held=numbers.not_held.total(),
        gaps=_gap_rows(without, user),
        gaps_total=numbers.gaps.number,
        gaps_are_more=numbers.gaps.is_more,
        is_crowded=is_crowded,
        counted_at=found.counted_at,
    )


def _are_all(groups: CommunityGroupQuerySet) -> bool:
    """Whether nothing narrows them: no area, no kind, nothing the reader wished."""
    try:
        groups.query.get_compiler(groups.db).compile(groups.query.where)
    except FullResultSet:
        return True
    return False


class DaysBefore(Func):
    """The day that lies a column's number of days before another."""

    template = "(%(expressions)s)"
    arg_joiner = "::date - "
    output_field = DateField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", '-' || ")


def gaps(groups: CommunityGroupQuerySet, *, first: date) -> CommunityGroupQuerySet:
    """Active groups with no meeting, no excused day and no plan in the days of their rhythm up to the month's last.

    Whoever is to meet each month has met when it was on the first, in a month of 31 days as well.
    """
    last = last_of(first)
    active = groups.filter(status=CommunityGroup.Status.ACTIVE, status_since__lte=last)
    monthly = When(rhythm_days__range=(SHORTEST_MONTH, last.day), then=Value(last.day))
    days = Case(monthly, default=F("rhythm_days"), output_field=IntegerField())
    since = DaysBefore(Value(last, DateField()), days)

    def none_of(rows: QuerySet, day: str) -> Exists:
        window = {f"{day}__gt": OuterRef("looked_at_since"), f"{day}__lte": last}
        return ~Exists(rows.filter(group_id=OuterRef("pk"), **window))

    return active.annotate(looked_at_since=since).filter(
        none_of(Meeting.objects.all(), "held_on"),
        none_of(MissedMeeting.objects.all(), "missed_on"),
        none_of(PlannedMeeting.objects.standing(), "planned_on"),
    )


def without_meeting(missed: QuerySet) -> QuerySet:
    """A meeting recorded later for the same day outweighs the word that none was held."""
    return missed.filter(~Exists(Meeting.objects.filter(group_id=OuterRef("group_id"), held_on=OuterRef("missed_on"))))


def _by_day(rows: QuerySet, day: str) -> Counter:
    return Counter(dict(rows.order_by().values_list(day).annotate(number=Count("*"))))


def _entries(held: QuerySet, planned: QuerySet, missed: QuerySet, today: date) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = defaultdict(list)
    for meeting in held.select_related("group"):
        url = reverse("meetings:page", args=[meeting.pk])
        found[meeting.held_on].append(Entry(HELD, meeting.group, url, meeting.started_at))
    for plan in planned.select_related("group"):
        state = PLANNED if plan.planned_on >= today else UNTOLD
        found[plan.planned_on].append(Entry(state, plan.group, _page_of(plan.group), plan.starts_at))
    for row in missed.select_related("group"):
        reason = row.get_reason_display()
        found[row.missed_on].append(Entry(NOT_HELD, row.group, _page_of(row.group), reason=reason))
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.starts_at or time.max, entry.group.name_sort, str(entry.group.pk)))
    return found


def _page_of(group: CommunityGroup) -> str:
    return reverse("groups:page", args=[group.pk])


def _day(on: date, today: date, entries: dict[date, list[Entry]], numbers: Numbers) -> Day:
    return Day(
        on=on,
        is_today=on == today,
        column=on.isoweekday(),
        entries=entries.get(on, []),
        held=numbers.held[on],
        planned=numbers.planned[on],
        not_held=numbers.not_held[on],
    )


def _gap_rows(without: CommunityGroupQuerySet, user: User) -> list[Gap]:
    groups = list(without.by_place()[:GAPS_SHOWN])
    paths = parts_for({group.area_id for group in groups})
    own = groups_q(user, Capability.RECORD_MEETINGS)
    mine = set(CommunityGroup.objects.filter(own, pk__in=[group.pk for group in groups]).values_list("pk", flat=True))
    return [Gap(group, paths[group.area_id], group.pk in mine) for group in groups]
