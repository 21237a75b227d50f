"""The board: how far each indicator has come, from kept counts alone. Always the same few questions."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from participation.models import Project
from people.models import Sex
from places.codes import split_id
from places.models import AdminArea
from places.paths import SEPARATOR, name, parts_for

from ..formulas import formula_of
from ..keys import COUNTRY, WHOLE_PROGRAMME, level_of
from ..models import FoldState, Indicator, KeptCell, KeptTotal, Target
from ..quarters import Quarter
from ..words import HEADS, words_of

PROGRAMME_BEGAN = Quarter(2004, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board is about: up to which quarter, where, and of which project; see ``reports.keys``."""

    quarter: Quarter
    area: str = COUNTRY
    project: Project | None = None

    @property
    def project_key(self) -> str:
        return self.project.pk.hex if self.project else WHOLE_PROGRAMME


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a split; ``value`` is empty where it is hidden, ``share`` the hundredth part of the largest."""

    group: str
    label: str
    value: int | None
    share: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    name: str
    label: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Place:
    """A place within the one that the board is about; ``done`` is empty where it is hidden."""

    area: str
    label: str
    done: int | None
    new: int | None

    @property
    def code(self) -> str:
        """As the map writes it."""
        return split_id(self.area)[1]


@dataclass(slots=True)
class Line:
    """An indicator on the board. ``done`` up to the end of the quarter, ``new`` in it; empty is hidden."""

    indicator: Indicator
    done: int | None
    new: int | None
    target: Target | None = None
    splits: list[Split] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        return formula_of(self.indicator).adds_up

    @property
    def missing(self) -> int | None:
        """What is still to be reached; nothing without a target."""
        if self.target is None or self.done is None:
            return None
        return max(self.target.value - self.done, 0)

    @property
    def percent(self) -> int | None:
        if self.target is None or self.done is None:
            return None
        return self.done * 100 // self.target.value

    @property
    def bar(self) -> tuple[int, int]:
        """Of a bar of a hundred: what was done before the quarter, and what the quarter added."""
        whole = max(self.target.value if self.target else 0, self.done or 0, 1)
        done, new = max(self.done or 0, 0), min(max(self.new or 0, 0), max(self.done or 0, 0))
        before = (done - new) * 100 // whole
        return before, done * 100 // whole - before


@dataclass(frozen=True, slots=True)
class Board:
    asked: Asked
    lines: list[Line]
    counted_at: datetime | None
    """Up to when what was recorded is in these numbers."""


def board(asked: Asked, indicators: Iterable[Indicator], *, user: User, with_places: bool = True) -> Board:
    """Six questions, whatever the number of meetings: targets, totals, cells, names of places, and how fresh it is."""
    indicators = list(indicators)
    targets = targets_of(asked, indicators)
    begins = {one.pk: _begin(targets.get(one.pk)) for one in indicators}
    totals = _totals(asked, indicators, begins, user, with_places=with_places)
    cells = _cells(asked, indicators, begins, user)
    names = _names({area for _one, area in totals if area != asked.area})
    lines = []
    for one in indicators:
        done, new = totals.get((one.pk, asked.area), (0, 0))
        line = Line(one, done, new, targets.get(one.pk), splits=_splits(one, cells[one.pk]))
        line.places = [
            Place(area, names[area], *totals[pk, area]) for pk, area in sorted(totals) if pk == one.pk and area in names
        ]
        lines.append(line)
    state = FoldState.objects.first()
    return Board(asked, lines, state.folded_at if state else None)


def targets_of(asked: Asked, indicators: list[Indicator]) -> dict[int, Target]:
    """The newest target of this project and place that had begun by the end of the quarter."""
    found = Target.objects.filter(indicator__in=indicators, project=asked.project, began_on__lte=asked.quarter.ended_on)
    found = found.filter(area=asked.area) if asked.area else found.filter(area__isnull=True)
    return {target.indicator_id: target for target in found.order_by("began_on", "pk")}


def _begin(target: Target | None) -> Quarter:
    return Quarter.of(target.began_on) if target else PROGRAMME_BEGAN


def _counted(asked: Asked, indicators: list[Indicator], begins: Mapping[int, Quarter]) -> tuple[Q, Q]:
    """The rows that make up what is done, and those of them that are taken off what is new in the quarter."""
    last, before = str(asked.quarter), str(asked.quarter.before)
    by_begin: dict[str, list[int]] = defaultdict(list)
    standing = [one.pk for one in indicators if not formula_of(one).adds_up]
    for one in indicators:
        if formula_of(one).adds_up:
            by_begin[str(begins[one.pk])].append(one.pk)
    rows = Q(indicator__in=standing, quarter__in=[last, before])
    for begin, own in by_begin.items():
        rows |= Q(indicator__in=own, quarter__gte=begin, quarter__lte=last)
    return rows, Q(indicator__in=standing, quarter=before)


def _totals(
    asked: Asked, indicators: list[Indicator], begins: Mapping[int, Quarter], user: User, *, with_places: bool
) -> dict[tuple[int, str], tuple[int, int]]:
    """What is done and what is new, of the place itself and of the places right below it."""
    rows, gone = _counted(asked, indicators, begins)
    kept = KeptTotal.objects.visible_to(user).filter(rows, project=asked.project_key)
    level = level_of(asked.area)
    here = kept.filter(level=level, area=asked.area)
    below = kept.of_level(level + 1, asked.area)
    found = {}
    for some in (here, below) if with_places and level < AdminArea.COMMUNE else (here,):
        told = (
            some.order_by()
            .values("indicator", "area")
            .annotate(
                done=Sum("value", filter=~gone, default=0),
                now=Sum("value", filter=Q(quarter=str(asked.quarter)), default=0),
                gone=Sum("value", filter=gone, default=0),
            )
        )
        for indicator, area, done, now, before in told.values_list("indicator", "area", "done", "now", "gone"):
            found[indicator, area] = (done, now - before)
    return found


def _cells(
    asked: Asked, indicators: list[Indicator], begins: Mapping[int, Quarter], user: User
) -> dict[int, list[tuple[str, str, str, str, int]]]:
    """Sex, age group, difficulty, part and number of each cell of the place, for what is told apart."""
    wanted = [one for one in indicators if one.splits]
    rows, gone = _counted(asked, wanted, begins)
    kept = KeptCell.objects.visible_to(user).filter(rows, project=asked.project_key, area=asked.area).exclude(gone)
    told = kept.order_by().values("indicator", "sex", "age_group", "difficulty", "part").annotate(done=Sum("value"))
    found: dict[int, list[tuple]] = defaultdict(list)
    for indicator, *cell in told.values_list("indicator", "sex", "age_group", "difficulty", "part", "done"):
        found[indicator].append(tuple(cell))
    return found


def _splits(indicator: Indicator, cells: list[tuple]) -> list[Split]:
    found = []
    for place, split in enumerate(("sex", "age_group", "difficulty", "part")):
        if split in indicator.splits:
            numbers: Counter[str] = Counter()
            for cell in cells:
                numbers[cell[place]] += cell[-1]
            found.append(split_of(indicator, split, numbers, always=Sex.values if split == "sex" else ()))
    return found


def split_of(
    indicator: Indicator, split: str, numbers: Mapping[str, int | None], *, always: Container[str] = ()
) -> Split:
    """The groups of a split in their order; those that nobody is in are left away, but for those that ``always`` are
    there."""
    largest = max((number or 0 for number in numbers.values()), default=0) or 1
    parts = [
        Part(group, str(label), numbers.get(group, 0), max(numbers.get(group) or 0, 0) * 100 // largest)
        for group, label in words_of(indicator, split).items()
        if group in numbers or group in always
    ]
    return Split(split, str(HEADS[split]), parts)


def _names(areas: set[str]) -> dict[str, str]:
    return {area.pk: name(area) for area in AdminArea.objects.filter(pk__in=areas)}


def visible_indicators(user: User) -> list[Indicator]:
    return list(Indicator.objects.visible_to(user).active().in_order().select_related("topic"))


def place_words(area: str) -> str:
    """The path of a place; of the country its name."""
    return SEPARATOR.join(parts_for([area])[area]) if area else _("The whole country")


def quarters_to_choose(today: date) -> list[Quarter]:
    """This quarter and the nineteen before it."""
    found = [Quarter.of(today)]
    while len(found) < 20:
        found.append(found[-1].before)
    return found
