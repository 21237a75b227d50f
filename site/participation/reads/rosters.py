"""Readings of a group: who belongs to it on a day, how many by sex and age, who came lately, what happened."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from accounts.models import User
from people.ages import AgeGroup, age_group_on
from people.models import Person, Sex

from ..models import CommunityGroup, Meeting, Membership

NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member on a day: the post held and the age reached on that day."""

    membership: Membership
    person: Person
    age: int | None
    age_group: AgeGroup
    post_name: str
    is_outside_ages: bool


@dataclass(frozen=True, slots=True)
class AgeLine:
    """One age group: how many of each sex, and together."""

    age_group: AgeGroup
    female: int
    male: int
    other: int

    @property
    def total(self) -> int:
        return self.female + self.male + self.other


@dataclass(frozen=True, slots=True)
class RosterTotals:
    """Sex by age group, the lines without anybody left out, and the sum of each column."""

    lines: tuple[AgeLine, ...]

    @property
    def female(self) -> int:
        return sum(line.female for line in self.lines)

    @property
    def male(self) -> int:
        return sum(line.male for line in self.lines)

    @property
    def other(self) -> int:
        return sum(line.other for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class Counts:
    """The members of a group on a day: under 18, 18 to 24, older, age not known; each adds up to ``total``."""

    total: int = 0
    girls: int = 0
    boys: int = 0
    young_women: int = 0
    young_men: int = 0
    women: int = 0
    men: int = 0
    others: int = 0
    """Sex not said or age not known."""
    with_difficulty: int = 0

    @property
    def youth(self) -> int:
        """From 18 to 24."""
        return self.young_women + self.young_men

    @property
    def children(self) -> int:
        """Girls and boys; others are not counted among them."""
        return self.girls + self.boys


@dataclass(frozen=True, slots=True)
class HeatMeeting:
    """A column of the strip: one of the last meetings."""

    id: uuid.UUID
    held_on: date


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """The last meetings, oldest first, and for each person a state per meeting; ``None`` where there is no mark."""

    meetings: tuple[HeatMeeting, ...]
    rows: dict[uuid.UUID, tuple[str | None, ...]] = field(default_factory=dict)


def roster(group: CommunityGroup, *, on: date, user: User) -> list[RosterRow]:
    """The members on a day, by post and name, as far as the user may see people: one query."""
    members = Membership.objects.visible_to(user).filter(group_id=group.pk).current(on)
    return [
        RosterRow(
            membership=membership,
            person=membership.person,
            age=(age := membership.person.age_on(on)),
            age_group=membership.person.age_group_on(on),
            post_name=membership.post.name,
            is_outside_ages=_is_outside(group, membership, age),
        )
        for membership in members.select_related("person__village", "post").in_roster_order()
    ]


def roster_totals(rows: Iterable[RosterRow]) -> RosterTotals:
    """The table under a roster."""
    return _table((row.person.sex, row.age_group) for row in rows)


def group_totals(group: CommunityGroup, *, on: date) -> RosterTotals:
    """The same table without a name, for readers who see groups but no people: one query."""
    members = Membership.objects.filter(group_id=group.pk).current(on)
    columns = members.values_list("person__sex", "person__birth_year", "person__birth_month")
    return _table((sex, age_group_on(on, birth_year=year, birth_month=month)) for sex, year, month in columns)


def member_counts(group_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, Counts]:
    """The counts of a page of groups, without a name: one query. A group without members has zeroes."""
    female, male = Q(person__sex=Sex.FEMALE), Q(person__sex=Sex.MALE)
    child, youth, adult = _younger(on, 18), _younger(on, 25) & ~_younger(on, 18), ~_younger(on, 25)
    known = Q(person__birth_year__isnull=False)
    cells = {
        "girls": female & child,
        "boys": male & child,
        "young_women": female & youth,
        "young_men": male & youth,
        "women": female & adult,
        "men": male & adult,
    }
    rows = (
        Membership.objects.filter(group_id__in=group_ids)
        .current(on)
        .values("group_id")
        .annotate(
            total=Count("pk"),
            with_difficulty=Count("pk", filter=Q(person__difficulty="yes")),
            **{name: Count("pk", filter=known & cell) for name, cell in cells.items()},
        )
        .order_by()
    )
    counts = {group_id: Counts() for group_id in group_ids}
    for row in rows:
        group_id = row.pop("group_id")
        others = row["total"] - sum(row[name] for name in cells)
        counts[group_id] = Counts(others=others, **row)
    return counts


def heat(group: CommunityGroup, *, people: Iterable[Person | uuid.UUID], last: int = 12) -> HeatStrip:
    """The marks of people at the last meetings of a group: one query. The people come from a scoped roster."""
    ids = [person.pk if isinstance(person, Person) else person for person in people]
    latest = Meeting.objects.filter(group_id=group.pk).newest_first().values("pk")[:last]
    marks = (
        Meeting.objects.filter(pk__in=latest)
        # Of an empty list Django concludes that there are no meetings either.
        .annotate(mark=FilteredRelation("marks", condition=Q(marks__person__in=ids or [NOBODY])))
        .order_by("held_on", "slot", "pk")
        .values_list("pk", "held_on", "mark__person_id", "mark__state")
    )
    columns: dict[uuid.UUID, HeatMeeting] = {}
    states: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for meeting_id, held_on, person_id, state in marks:
        columns[meeting_id] = HeatMeeting(meeting_id, held_on)
        if person_id is not None:
            states[person_id][meeting_id] = state
    rows = {person: tuple(states[person].get(meeting) for meeting in columns) for person in ids}
    return HeatStrip(tuple(columns.values()), rows)


def _is_outside(group: CommunityGroup, membership: Membership, age: int | None) -> bool:
    if age is None or group.age_from <= age <= group.age_to:
        return False
    return age < group.age_from or not membership.post.is_for_adults


def _table(pairs: Iterable[tuple[str, str]]) -> RosterTotals:
    cells: dict[tuple[str, str], int] = defaultdict(int)
    for sex, age_group in pairs:
        cells[age_group, sex] += 1
    lines = (
        AgeLine(group, cells[group, Sex.FEMALE], cells[group, Sex.MALE], cells[group, Sex.OTHER]) for group in AgeGroup
    )
    return RosterTotals(tuple(line for line in lines if line.total))


def _younger(on: date, age: int) -> Q:
    """Persons below an age on a day, counted as in ``people.ages``."""
    year = on.year - age
    return Q(person__birth_year__gt=year) | Q(person__birth_year=year, person__birth_month__gt=on.month)
