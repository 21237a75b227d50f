"""Folding: what was recorded since the last time is added to the kept counts.

One process folds at a time, beside the people who record: they only append steps. Numbers of steps are given before
their transactions end, so one that comes late is missing between two others; it is remembered and looked for again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation.models import CommunityGroup, CountDelta, Membership, ProjectGroup

from ..formulas import FactFormula, Look, StepFormula, WholeFormula, formula_of
from ..formulas.kinds import About, Amount, Step, Support, support_rows
from ..formulas.sessions import COLUMNS
from ..keys import WHOLE_PROGRAMME, Cells, Key, changed, commune_of, in_all_places
from ..models import CountedFact, CountedGroup, FoldState, Indicator, KeptCell
from ..quarters import Quarter
from .tables import add

AT_ONCE = 2000
"""Steps that are folded in one transaction: SQLite lets nobody write meanwhile."""
GROUPS_AT_ONCE = 50
LATE_FOR = timedelta(days=1)
"""For so long a missing number is looked for; no transaction of the portal stays open for longer."""
LOOK_AFTER = timedelta(seconds=30)


@dataclass(slots=True)
class Folded:
    """What was done."""

    steps: int = 0
    groups: int = 0
    has_looked: bool = False


def fold(*, now: datetime | None = None, look: bool = False) -> Folded:
    """All steps that wait, and when its time has come all that no step tells of; ``look``: now."""
    done = Folded()
    while True:
        with transaction.atomic():
            some = _Fold(now or timezone.now())
            number = some.fold_steps()
            done.steps += number
            done.groups += len(some.groups)
            if number < AT_ONCE:
                done.has_looked = some.look_if_due(at_once=look)
                some.keep()
                return done
            some.keep()


def locked_state() -> FoldState:
    FoldState.objects.get_or_create(pk=1)
    return FoldState.objects.select_for_update().get(pk=1)


def kept_indicators() -> list[Indicator]:
    """Those whose counts are kept by the rule of today; the others are filled first (``filling``)."""
    return [indicator for indicator in Indicator.objects.order_by("pk") if indicator.kept_rule]


@dataclass
class _Fold:
    now: datetime
    groups: set = field(default_factory=set)

    def __post_init__(self) -> None:
        self.state = locked_state()
        self.before = (self.state.last_step, dict(self.state.gaps))
        self.indicators = kept_indicators()
        self.formulas = {indicator.pk: formula_of(indicator) for indicator in self.indicators}
        self.changes: Counter[tuple[int, str, Key]] = Counter()
        self.earliest: date | None = None

    def of(self, shape: type) -> list[Indicator]:
        return [indicator for indicator in self.indicators if isinstance(self.formulas[indicator.pk], shape)]

    # --- steps -------------------------------------------------------------------------------------------------------
    def fold_steps(self) -> int:
        steps = self._waiting()
        if not steps:
            return 0
        by_group: dict[object, list[CountDelta]] = defaultdict(list)
        for step in steps:
            by_group[step.group_id].append(step)
        self.groups = set(by_group)
        self.earliest = min(step.held_on for step in steps)
        self._fold_into_cells(by_group, {step.pk for step in steps})
        for groups in batched(sorted(by_group, key=str), GROUPS_AT_ONCE):
            for indicator in self.of(FactFormula):
                self._find_facts_anew(indicator, groups)
        add(self.changes)
        return len(steps)

    def _waiting(self) -> list[CountDelta]:
        """Steps after the last, and those that came late; which numbers are missing is noted."""
        missing = {int(number): since for number, since in self.state.gaps.items()}
        late = list(CountDelta.objects.filter(pk__in=list(missing))) if missing else []
        new = list(CountDelta.objects.filter(pk__gt=self.state.last_step).order_by("pk")[:AT_ONCE])
        if new:
            numbers = {step.pk for step in new}
            since = self.now.isoformat()
            for number in range(self.state.last_step + 1, new[-1].pk):
                if number not in numbers:
                    missing[number] = since
            self.state.last_step = new[-1].pk
        come = {step.pk for step in late}
        oldest = (self.now - LATE_FOR).isoformat()
        self.state.gaps = {str(key): since for key, since in missing.items() if key not in come and since > oldest}
        return late + new

    def _fold_into_cells(self, by_group: dict[object, list[CountDelta]], new: set[int]) -> None:
        rows = CommunityGroup.objects.filter(pk__in=list(by_group)).order_by()
        known = CountedGroup.objects.in_bulk(list(by_group))
        supports = supports_of(by_group)
        written = []
        for pk, kind, area in rows.values_list("pk", "kind", "area_id"):
            now = CountedGroup(group=pk, area=commune_of(area), supports=as_kept(supports.get(pk, [])))
            earlier = known.get(pk)
            if earlier is not None and (earlier.area, earlier.supports) != (now.area, now.supports):
                folded = CountDelta.objects.filter(group=pk, pk__lte=self.state.last_step).exclude(pk__in=new)
                steps = [step for step in folded if str(step.pk) not in self.state.gaps]
                self._add_steps(kind, earlier, steps, sign=-1)
                self._add_steps(kind, now, steps)
            self._add_steps(kind, now, by_group[pk])
            if earlier is None or (earlier.area, earlier.supports) != (now.area, now.supports):
                written.append(now)
        CountedGroup.objects.bulk_create(
            written, update_conflicts=True, unique_fields=["group"], update_fields=["area", "supports"]
        )

    def _add_steps(self, kind: str, group: CountedGroup, steps: Iterable[CountDelta], *, sign: int = 1) -> None:
        supports = as_supports(group.supports)
        cells: dict[int, Cells] = defaultdict(Counter)
        for step in steps:
            seen = Step(kind, step.activities, step.marks, step.guests)
            projects = {WHOLE_PROGRAMME, *(one.project for one in supports if one.holds_on(step.held_on))}
            quarter = str(Quarter.of(step.held_on))
            for indicator in self.of(StepFormula):
                for amount in self.formulas[indicator.pk].of_step(indicator, seen):
                    for project in projects:
                        cells[indicator.pk][project, _key(quarter, group.area, amount)] += sign * amount.number
        for indicator, own in cells.items():
            for (project, key), number in in_all_places(own).items():
                self.changes[indicator, project, key] += number

    # --- facts -------------------------------------------------------------------------------------------------------
    def _find_facts_anew(self, indicator: Indicator, groups: tuple) -> None:
        """Whoever belonged to these groups, or was counted there, may have reached the indicator elsewhere or not."""
        formula = self.formulas[indicator.pk]
        known = CountedFact.objects.filter(indicator=indicator)
        if formula.about is About.PERSON:
            people = set(Membership.objects.filter(group__in=groups).order_by().values_list("person_id", flat=True))
            people |= set(known.filter(group__in=groups).values_list("key", flat=True))
            kept, among = known.filter(key__in=people), Q(person_id__in=people)
        else:
            kept, among = known.filter(group__in=groups), Q(meeting__group_id__in=groups)
        before = {_as_row(fact): fact.pk for fact in kept}
        after = {
            row
            for by_project in (False, True)
            for rows in formula.facts(indicator, by_project, among)
            for row in map(tuple, rows)
        }
        gone = before.keys() - after
        CountedFact.objects.filter(pk__in=[before[row] for row in gone]).delete()
        new = [
            CountedFact(indicator=indicator, **dict(zip(COLUMNS, row, strict=True))) for row in after - before.keys()
        ]
        CountedFact.objects.bulk_create(new, batch_size=500)
        cells: Cells = Counter()
        for rows, sign in ((gone, -1), (after - before.keys(), 1)):
            for row in rows:
                project, _key_, _group, _day, quarter, area, *words, value = row
                cells[project, Key(quarter, area, *words)] += sign * value
        for (project, key), number in in_all_places(cells).items():
            self.changes[indicator.pk, project, key] += number

    # --- what no step tells of ---------------------------------------------------------------------------------------
    def look_if_due(self, *, at_once: bool) -> bool:
        looked_at = self.state.looked_at
        if not at_once and looked_at is not None and self.now - looked_at < LOOK_AFTER:
            self._remember_how_far_back()
            return False
        today = timezone.localdate(self.now)
        since = Quarter.of(today).before
        # Whatever quarters have passed since the last time: a worker may have stood still for longer than one.
        last = looked_at or self.state.folded_at
        for day in (self.earliest, self.state.look_from, last and timezone.localdate(last)):
            if day is not None:
                since = min(since, Quarter.of(day))
        look_at(self.of(WholeFormula), Look(today, since))
        self.state.looked_at, self.state.look_from = self.now, None
        return True

    def _remember_how_far_back(self) -> None:
        if self.earliest is not None:
            self.state.look_from = min(self.earliest, self.state.look_from or self.earliest)

    def keep(self) -> None:
        self.state.folded_at = self.now
        self.state.save()


def look_at(indicators: Iterable[Indicator], look: Look) -> None:
    """Count anew what is counted whole; only what differs is written."""
    changes: dict[tuple[int, str, Key], int] = {}
    for indicator in indicators:
        formula = formula_of(indicator)
        kept = KeptCell.objects.filter(indicator=indicator)
        if not formula.looks_back:
            kept = kept.filter(quarter__gte=str(look.since))
        fields = ("project", "quarter", "area", "sex", "age_group", "difficulty", "part", "value")
        before: Cells = Counter({(row[0], Key(*row[1:-1])): row[-1] for row in kept.values_list(*fields).iterator()})
        for project, key, number in changed(before, formula.cells(indicator, look)):
            changes[indicator.pk, project, key] = number
    add(changes)


def supports_of(groups: Iterable[object]) -> dict[object, list[Support]]:
    found: dict[object, list[Support]] = defaultdict(list)
    for group, *support in support_rows(ProjectGroup.objects.filter(group__in=list(groups))):
        found[group].append(Support(*support))
    return found


def as_kept(supports: Iterable[Support]) -> list[list[str | None]]:
    return [[one.project, one.began_on.isoformat(), one.ended_on and one.ended_on.isoformat()] for one in supports]


def as_supports(kept: Iterable[list[str | None]]) -> list[Support]:
    day = date.fromisoformat
    return [Support(project, day(began_on), ended_on and day(ended_on)) for project, began_on, ended_on in kept]


def _key(quarter: str, area: str, amount: Amount) -> Key:
    return Key(quarter, area, amount.sex, amount.age_group, amount.difficulty, amount.part)


def _as_row(fact: CountedFact) -> tuple:
    return tuple(getattr(fact, name) for name in COLUMNS)
