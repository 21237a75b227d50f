"""Three ways in which a rule counts, by what it rests on.

- ``StepFormula``: each step of the counts adds to it (``participation.CountDelta``), nothing else is asked.
- ``FactFormula``: people are counted once, or sessions on a topic: of the groups of new steps they are found anew.
- ``WholeFormula``: groups, services, trainings and surveys are few, and days pass: all of it is counted each time.

``version`` goes up when a rule counts otherwise than before: what was kept is then made anew, and a frozen quarter says
by which version it was counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from participation.models import CommunityGroup, GroupRhythm, GroupStatus, ProjectGroup

from ..keys import Cells, commune_of
from ..models import Indicator
from ..quarters import Quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """``adds_up``: what is new in a quarter, so that quarters add up; else what stood at the end of the quarter.

    ``is_of_people``: donors see it in fives, and nothing below five.
    """

    key: str
    label: Promise
    version: int = 1
    adds_up: bool = True
    is_of_people: bool = True
    parts: Mapping[str, Promise] = field(default_factory=dict)
    """What the parts are called."""


class Step(NamedTuple):
    """A step of the counts as a formula sees it."""

    kind: str
    activities: int
    marks: Mapping[str, int]
    guests: Mapping[str, int]


class Amount(NamedTuple):
    """How much is added for which people; see ``reports.keys.Key``."""

    number: int
    sex: str = ""
    age_group: str = ""
    difficulty: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFormula(Formula):
    """``of_step`` reads one step; ``rows`` counts the register: project, quarter, area, Key's four words, value."""

    of_step: Callable[[Indicator, Step], Iterable[Amount]]
    rows: Callable[[Indicator, bool], Iterable[QuerySet]]


class About(StrEnum):
    """What is counted once."""

    PERSON = "person"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFormula(Formula):
    """``facts(indicator, by_project, among)``: rows with the columns of ``sessions.COLUMNS``.

    ``among`` narrows to some people or some groups, for whom the answer is then whole.
    """

    about: About
    facts: Callable[[Indicator, bool, Q], Iterable[QuerySet]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFormula(Formula):
    """``cells`` counts in every place; where ``looks_back`` is no, quarters before ``Look.since`` stay as they are."""

    cells: Callable[[Indicator, "Look"], Cells]
    looks_back: bool = True


class Support(NamedTuple):
    project: str
    began_on: date
    ended_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)


class GroupFacts(NamedTuple):
    """What the rules about groups ask of one."""

    pk: object
    kind: str
    area: str
    founded_on: date
    rhythm_days: int
    last_met_on: date | None

    @property
    def commune(self) -> str:
        return commune_of(self.area)


@dataclass
class Look:
    """The register on a day, read once for all rules. ``since``: the first quarter that may have changed."""

    today: date
    since: Quarter

    @cached_property
    def groups(self) -> list[GroupFacts]:
        fields = ("pk", "kind", "area_id", "founded_on", "rhythm_days", "last_met_on")
        rows = CommunityGroup.objects.filter(founded_on__lte=self.today).order_by("founded_on", "pk")
        return [GroupFacts(*row) for row in rows.values_list(*fields).iterator(chunk_size=5000)]

    @cached_property
    def rhythms(self) -> dict[object, list[tuple[date, int]]]:
        """Of each group whose rhythm was once another: the last day of each and its days, the earliest first."""
        found: dict[object, list[tuple[date, int]]] = {}
        rows = GroupRhythm.objects.order_by("ended_on").values_list("group_id", "ended_on", "rhythm_days")
        for group, ended_on, days in rows.iterator(chunk_size=5000):
            found.setdefault(group, []).append((ended_on, days))
        return found

    def rhythm_on(self, group: GroupFacts, day: date) -> int:
        """How many days lay between two of its meetings, as it held on a day."""
        return next((days for ended_on, days in self.rhythms.get(group.pk, ()) if day <= ended_on), group.rhythm_days)

    @cached_property
    def times_active(self) -> dict[object, list[tuple[date, date | None]]]:
        """When each group was active: first and last day of each time."""
        found: dict[object, list[tuple[date, date | None]]] = {}
        rows = GroupStatus.objects.filter(status=CommunityGroup.Status.ACTIVE).order_by()
        for group, *days in rows.values_list("group_id", "began_on", "ended_on").iterator(chunk_size=5000):
            found.setdefault(group, []).append(tuple(days))
        return found

    def was_active(self, group: GroupFacts, day: date) -> bool:
        times = self.times_active.get(group.pk, ())
        return any(began_on <= day and (ended_on is None or day <= ended_on) for began_on, ended_on in times)

    @cached_property
    def supports(self) -> dict[object, list[Support]]:
        """Of each group that was ever supported."""
        found: dict[object, list[Support]] = {}
        for group, project, began_on, ended_on in support_rows(ProjectGroup.objects.all()):
            found.setdefault(group, []).append(Support(project, began_on, ended_on))
        return found

    @property
    def quarters(self) -> list[Quarter]:
        return list(self.since.up_to(Quarter.of(self.today)))

    def end_of(self, quarter: Quarter) -> date:
        """Its last day, or today while it lasts."""
        return min(quarter.ended_on, self.today)


def support_rows(rows: QuerySet[ProjectGroup]) -> Iterator[tuple]:
    """Group, project as it is written in the kept counts, first and last day."""
    fields = rows.order_by("began_on", "pk").values_list("group_id", "project_id", "began_on", "ended_on")
    for group, project, began_on, ended_on in fields.iterator(chunk_size=5000):
        yield group, project.hex, began_on, ended_on
