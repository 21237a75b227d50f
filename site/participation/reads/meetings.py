"""What lists and pages of meetings show, as typed rows. Numbers come from the marks, never from a sum in a template."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from people.ages import AgeGroup
from people.models import Sex

from ..models import Attendance, AttendanceCount, HeadCount, Meeting

HERE = (Attendance.State.PRESENT, Attendance.State.LATE)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in a list. ``members`` are participations, ``guests`` are counted apart and never added to them."""

    meeting: Meeting
    members: int
    on_list: int
    guests: int


def lines_of(meetings: Iterable[Meeting]) -> list[MeetingLine]:
    """The meetings with their numbers: two queries for a page of any length, three where marks have become counts."""
    meetings = list(meetings)
    keys = [meeting.pk for meeting in meetings]
    marks = Attendance.objects.filter(meeting__in=keys).values("meeting_id")
    marks = marks.annotate(here=Count("pk", filter=Q(state__in=HERE)), on_list=Count("pk"))
    by_meeting = {row["meeting_id"]: row for row in marks}
    counted = [meeting.pk for meeting in meetings if meeting.status == Meeting.Status.LOCKED]
    if counted:
        counts = AttendanceCount.objects.filter(meeting__in=counted).values("meeting_id")
        counts = counts.annotate(
            here=Coalesce(Sum("number", filter=Q(state__in=HERE)), 0), on_list=Coalesce(Sum("number"), 0)
        )
        by_meeting |= {row["meeting_id"]: row for row in counts}
    guests = HeadCount.objects.filter(meeting__in=keys).values("meeting_id").annotate(number=Sum("number"))
    guests_of = {row["meeting_id"]: row["number"] for row in guests}
    nobody = {"here": 0, "on_list": 0}
    return [
        MeetingLine(
            meeting=meeting,
            members=by_meeting.get(meeting.pk, nobody)["here"],
            on_list=by_meeting.get(meeting.pk, nobody)["on_list"],
            guests=guests_of.get(meeting.pk, 0),
        )
        for meeting in meetings
    ]


@dataclass(frozen=True, slots=True)
class CountRow:
    """The members of one age group who were there."""

    label: str
    female: int
    male: int
    other: int
    total: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """Members who were there by sex and age group as of that day, and how the list was marked."""

    rows: list[CountRow]
    total: CountRow | None
    states: list[tuple[str, str, int]]
    """Value, word and number of each kind of mark, all four."""
    with_difficulty: int
    first_time: int
    has_other: bool
    """Whether a column for "other or not said" is needed."""

    @property
    def on_list(self) -> int:
        return sum(number for _value, _word, number in self.states)


def counts_of(meeting: Meeting) -> CountTable:
    """One query; carries no name, so whoever sees the meeting may see it. Of long ago the counts alone are kept."""
    if meeting.status == Meeting.Status.LOCKED:
        kept = meeting.attendance_counts.values_list("state", "sex", "age_group", "difficulty", "number", "first_times")
        marks = kept.iterator()
    else:
        kept = meeting.marks.values_list("state", "sex", "age_group", "difficulty", "is_first_time")
        marks = ((*mark[:-1], 1, int(mark[-1])) for mark in kept.iterator())
    groups: dict[str, Counter] = defaultdict(Counter)
    states: Counter = Counter()
    everyone, with_difficulty, first_time = Counter(), 0, 0
    for state, sex, age_group, difficulty, number, first_times in marks:
        states[state] += number
        if state not in HERE:
            continue
        groups[age_group][sex] += number
        everyone[sex] += number
        with_difficulty += number if difficulty == "yes" else 0
        first_time += first_times
    return CountTable(
        rows=[_row(group.label, groups[group]) for group in AgeGroup if group in groups],
        total=_row("", everyone) if everyone else None,
        states=[(state.value, state.label, states[state]) for state in Attendance.State],
        with_difficulty=with_difficulty,
        first_time=first_time,
        has_other=bool(everyone[Sex.OTHER]),
    )


def _row(label: str, counted: Counter) -> CountRow:
    return CountRow(
        label=label,
        female=counted[Sex.FEMALE],
        male=counted[Sex.MALE],
        other=counted[Sex.OTHER],
        total=counted.total(),
    )


def marks_of(meeting: Meeting, *, user: User) -> list[Attendance]:
    """The marks with their persons, for those who may see names here; else nothing."""
    marks = Attendance.objects.visible_to(user).filter(meeting=meeting).select_related("person")
    return list(marks.order_by("person__name_sort", "pk"))


def guests_of(meeting: Meeting) -> list[HeadCount]:
    """The counts of guests in the order in which they are asked for."""
    counts = {count.group: count for count in meeting.head_counts.all()}
    return [counts[group] for group in HeadCount.Group if group in counts]
