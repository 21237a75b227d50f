"""Sessions on a topic: the people who came to enough of them, how often people came, and the guests.

A person counts once, in the quarter, the commune and the age group of the session at which they had enough. A session
that several groups held together is one. Guests are a count of heads: they are never people, and never added to them.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from participation.cells import CAME
from participation.models import Attendance, AttendanceCount, HeadCount, Kind
from people.ages import AgeGroup

from ..keys import WHOLE_PROGRAMME
from ..models import Indicator, SettledFact
from . import guests as guest_kinds
from .columns import by_projects, commune_at, quarter_of
from .guests import BASES, heads
from .kinds import About, FactFormula

COLUMNS = (
    *("project", "key", "group", "happened_on", "quarter", "area"),
    *("sex", "age_group", "difficulty", "part", "value"),
)
CHILDREN = (AgeGroup.UP_TO_5, AgeGroup.FROM_6, AgeGroup.FROM_10, AgeGroup.FROM_15)
ADULTS = (AgeGroup.YOUTH, AgeGroup.ADULT, AgeGroup.UNKNOWN)
"""Who comes to a group of adults and gave no age is an adult."""


def of_sessions(indicator: Indicator) -> Q:
    """The meetings that count, asked from a row of theirs."""
    found = Q()
    if indicator.topic_id:
        found &= Q(meeting__topics=indicator.topic_id)
    if indicator.kind:
        found &= Q(meeting__group__kind=indicator.kind)
    return found


def marks_of(indicator: Indicator, ages: Iterable[str]) -> QuerySet[Attendance]:
    """Who came, of those ages on that day."""
    return Attendance.objects.filter(of_sessions(indicator), state__in=sorted(CAME), age_group__in=list(ages))


def each_session_once(marks: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Of a session that several groups (of one ``project``) held together only the first of a person's marks."""
    twin = marks.filter(
        person=OuterRef("person"),
        project=OuterRef("project"),
        meeting__joint_part__joint=OuterRef("meeting__joint_part__joint"),
        meeting__lt=OuterRef("meeting"),
    )
    return marks.exclude(Exists(twin))


def settled(indicator: Indicator, by_project: bool) -> QuerySet[SettledFact]:
    """Whoever was counted from marks that are counts now: that stands, and nobody is counted again."""
    rows = SettledFact.objects.filter(indicator=indicator)
    return rows.exclude(project=WHOLE_PROGRAMME) if by_project else rows.filter(project=WHOLE_PROGRAMME)


def people(ages: Iterable[str], indicator: Indicator, by_project: bool, among: Q) -> list[QuerySet]:
    """Everybody who came to enough sessions, at the session that was the last they needed."""
    marks = marks_of(indicator, ages)
    marks = by_projects(marks, group="meeting__group", day="meeting__held_on", by_project=by_project)
    marks = each_session_once(marks).filter(among)
    known = settled(indicator, by_project)
    marks = marks.exclude(Exists(known.filter(person_id=OuterRef("person_id"), project=OuterRef("project"))))
    in_turn = Window(
        RowNumber(),
        partition_by=[F("person_id"), F("project")] if by_project else [F("person_id")],
        order_by=[F("meeting__held_on"), F("meeting__slot"), F("meeting_id")],
    )
    new = _told(marks.annotate(turn=in_turn, key=F("person_id"), value=_ONE).filter(turn=indicator.sessions))
    kept = known.filter(among).annotate(key=F("person_id"), value=_ONE)
    return [new, kept.order_by().values_list(*COLUMNS)]


def participations(ages: Iterable[str], indicator: Indicator, by_project: bool, among: Q) -> list[QuerySet]:
    """How many came to each session."""
    marks = marks_of(indicator, ages).filter(among)
    marks = by_projects(marks, group="meeting__group", day="meeting__held_on", by_project=by_project)
    counts = AttendanceCount.objects.filter(of_sessions(indicator), state__in=sorted(CAME), age_group__in=list(ages))
    counts = by_projects(counts.filter(among), group="meeting__group", day="meeting__held_on", by_project=by_project)
    return [
        _told(marks.annotate(key=F("meeting_id")), value=Count("pk")),
        _told(counts.annotate(key=F("meeting_id")), value=Sum("number")),
    ]


def guests(kinds: Iterable[str], indicator: Indicator, by_project: bool, among: Q) -> Iterator[QuerySet]:
    """The heads that were counted at each session, apart by whether they were counted or guessed."""
    rows = HeadCount.objects.filter(of_sessions(indicator), among, group__in=list(kinds))
    rows = by_projects(rows, group="meeting__group", day="meeting__held_on", by_project=by_project)
    for some in heads(rows):
        yield _told(some.annotate(key=F("meeting_id")), value=Sum("each"))


_ONE = Value(1, output_field=IntegerField())


def _told(rows: QuerySet, **summed: object) -> QuerySet:
    """The columns of facts; with ``summed``, one row for each that the other columns tell apart."""
    rows = rows.annotate(
        of_group=F("meeting__group_id"),
        happened_on=F("meeting__held_on"),
        quarter=quarter_of("meeting__held_on"),
        area=commune_at("meeting__group__area"),
    )
    if "part" not in rows.query.annotations:
        rows = rows.annotate(part=F("meeting__group__kind"))
    columns = ["of_group" if name == "group" else name for name in COLUMNS]
    if summed:
        rows = rows.order_by().values(*columns[:-1]).annotate(**summed)
    return rows.order_by().values_list(*columns)


KINDS = dict(Kind.choices)
FORMULAS = (
    FactFormula(
        key="children_at_sessions",
        label=_("Children who came to enough sessions, each once"),
        about=About.PERSON,
        parts=KINDS,
        facts=partial(people, CHILDREN),
    ),
    FactFormula(
        key="adults_at_sessions",
        label=_("Adults who came to enough sessions, each once"),
        about=About.PERSON,
        parts=KINDS,
        facts=partial(people, ADULTS),
    ),
    FactFormula(
        key="participations_of_children",
        label=_("How often children came to sessions"),
        about=About.MEETING,
        facts=partial(participations, CHILDREN),
        parts=KINDS,
    ),
    FactFormula(
        key="participations_of_adults",
        label=_("How often adults came to sessions"),
        about=About.MEETING,
        facts=partial(participations, ADULTS),
        parts=KINDS,
    ),
    FactFormula(
        key="guests_who_are_children",
        label=_("Guests at sessions who are children, counted by heads"),
        about=About.MEETING,
        facts=partial(guests, guest_kinds.CHILDREN),
        parts=BASES,
    ),
    FactFormula(
        key="guests_who_are_adults",
        label=_("Guests at sessions who are adults, counted by heads"),
        about=About.MEETING,
        facts=partial(guests, guest_kinds.ADULTS),
        parts=BASES,
    ),
)
