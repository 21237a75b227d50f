"""All meetings: how often members came, how many activities there were, how many guests. Each step adds to these."""

from collections.abc import Iterator

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from participation.cells import CAME
from participation.models import Attendance, AttendanceCount, HeadCount, Kind, Meeting
from people.models import Difficulty

from ..models import Indicator
from .columns import NOTHING, by_projects, commune_at, quarter_of
from .guests import BASES, heads, sex_and_age
from .kinds import Amount, Step, StepFormula

COLUMNS = ("project", "quarter", "area", "sex", "age_group", "difficulty", "part", "value")
KINDS = dict(Kind.choices)


def _is_of(indicator: Indicator, kind: str) -> bool:
    return not indicator.kind or kind == indicator.kind


# --- participations --------------------------------------------------------------------------------------------------
def came_in(indicator: Indicator, step: Step) -> Iterator[Amount]:
    if _is_of(indicator, step.kind):
        for cell, number in step.marks.items():
            sex, age_group, difficulty, came = cell.split(":")
            if came == "came":
                yield Amount(number, sex, age_group, difficulty, step.kind)


def came_at_all(indicator: Indicator, by_project: bool) -> list[QuerySet]:
    """The marks, and the counts that marks of long ago became."""
    found = []
    for model, number in ((Attendance, Count("pk")), (AttendanceCount, Sum("number"))):
        marks = model.objects.filter(state__in=sorted(CAME))
        if indicator.kind:
            marks = marks.filter(meeting__group__kind=indicator.kind)
        marks = by_projects(marks, group="meeting__group", day="meeting__held_on", by_project=by_project)
        marks = marks.annotate(
            quarter=quarter_of("meeting__held_on"),
            area=commune_at("meeting__group__area"),
            part=F("meeting__group__kind"),
        )
        found.append(marks.order_by().values(*COLUMNS[:-1]).annotate(value=number).values_list(*COLUMNS))
    return found


# --- activities ------------------------------------------------------------------------------------------------------
def activities_in(indicator: Indicator, step: Step) -> Iterator[Amount]:
    if step.activities and _is_of(indicator, step.kind):
        yield Amount(step.activities, part=step.kind)


def activities_at_all(indicator: Indicator, by_project: bool) -> list[QuerySet]:
    meetings = Meeting.objects.counted_once()
    if indicator.kind:
        meetings = meetings.filter(group__kind=indicator.kind)
    meetings = by_projects(meetings, group="group", day="held_on", by_project=by_project)
    meetings = meetings.annotate(
        quarter=quarter_of("held_on"),
        area=commune_at("group__area"),
        sex=NOTHING,
        age_group=NOTHING,
        difficulty=NOTHING,
        part=F("group__kind"),
    )
    return [meetings.order_by().values(*COLUMNS[:-1]).annotate(value=Count("pk")).values_list(*COLUMNS)]


# --- guests ----------------------------------------------------------------------------------------------------------
def guests_in(indicator: Indicator, step: Step) -> Iterator[Amount]:
    if _is_of(indicator, step.kind):
        for cell, number in step.guests.items():
            group, basis, difficulty = cell.split(":")
            told = Difficulty.YES if difficulty == "with_difficulty" else Difficulty.NOT_ASKED
            yield Amount(number, *sex_and_age(group), told.value, basis)


def guests_at_all(indicator: Indicator, by_project: bool) -> Iterator[QuerySet]:
    rows = HeadCount.objects.all()
    if indicator.kind:
        rows = rows.filter(meeting__group__kind=indicator.kind)
    rows = by_projects(rows, group="meeting__group", day="meeting__held_on", by_project=by_project)
    rows = rows.annotate(quarter=quarter_of("meeting__held_on"), area=commune_at("meeting__group__area"))
    for some in heads(rows):
        yield some.order_by().values(*COLUMNS[:-1]).annotate(value=Sum("each")).values_list(*COLUMNS)


FORMULAS = (
    StepFormula(
        key="participations",
        label=_("How often members came to meetings"),
        of_step=came_in,
        rows=came_at_all,
        parts=KINDS,
    ),
    StepFormula(
        key="activities",
        label=_("Activities: each meeting, those held together once"),
        of_step=activities_in,
        rows=activities_at_all,
        is_of_people=False,
        parts=KINDS,
    ),
    StepFormula(
        key="guests",
        label=_("Guests of meetings, counted by heads"),
        of_step=guests_in,
        rows=guests_at_all,
        parts=BASES,
    ),
)
