"""The first fill, and a recount: all numbers from the register itself, in the database and in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

from django.db.models import Min, QuerySet
from django.utils import timezone

from participation.models import CommunityGroup, CountDelta, GroupStatus, Meeting

from ..formulas import FactFormula, Look, StepFormula, WholeFormula, formula_of, rule_of
from ..keys import commune_of
from ..models import CountedGroup, Indicator
from ..quarters import Quarter
from .folding import as_kept, fold, locked_state, look_at, supports_of
from .tables import (
    FRESH,
    KEPT,
    Tables,
    add,
    differences,
    forget,
    one_look,
    passing_tables,
    write_cells_of_facts,
    write_cells_of_steps,
    write_facts,
)

GROUPS_AT_ONCE = 2000
LOOKED_BACK = 10_000
"""Among so many of the last numbers of steps one may still be on its way when the counts are first filled."""
MOST_SHOWN = 50


def are_missing() -> bool:
    """Whether an indicator is new or counts by another rule than what is kept of it."""
    return any(indicator.kept_rule != rule_of(indicator) for indicator in _indicators())


def _indicators() -> QuerySet[Indicator]:
    return Indicator.objects.select_related("topic").order_by("pk")


def fill_missing() -> list[str]:
    """Count the indicators that are new, or by a new rule; gives their codes. What waits is folded before."""
    if not are_missing():
        return []
    with one_look():
        if Indicator.objects.exclude(kept_rule="").exists():
            fold()
        else:
            _begin()
        missing = [one for one in _indicators() if one.kept_rule != rule_of(one)]
        for indicator in missing:
            forget(indicator)
            _count(indicator, KEPT)
            indicator.kept_rule = rule_of(indicator)
            indicator.save(update_fields=["kept_rule"])
    return [indicator.code for indicator in missing]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is kept otherwise than the register counts."""

    code: str
    table: str
    at: tuple
    kept: int
    fresh: int


def recount(*, repair: bool = False) -> list[Difference]:
    """Count the whole register beside what is kept and tell what differs; ``repair``: then keep what was counted."""
    fill_missing()
    found: list[Difference] = []
    with one_look():
        fold(look=True)
        with passing_tables():
            for indicator in Indicator.objects.order_by("position", "pk"):
                _count(indicator, FRESH)
                wrong = list(_wrong(indicator))
                found += wrong
                if wrong and repair:
                    forget(indicator)
                    _count(indicator, KEPT)
        found += _groups_counted_elsewhere(repair=repair)
    return found


def _wrong(indicator: Indicator) -> Iterator[Difference]:
    for table, rows in differences(indicator, MOST_SHOWN).items():
        for row in rows:
            yield Difference(indicator.code, table, tuple(row[1:-2]), row[-2], row[-1])


def _count(indicator: Indicator, to: Tables) -> None:
    formula = formula_of(indicator)
    match formula:
        case StepFormula():
            write_cells_of_steps(indicator, formula, to=to)
        case FactFormula():
            write_facts(indicator, formula, to=to)
            write_cells_of_facts(indicator, to=to)
        case WholeFormula() if to is KEPT:
            look_at([indicator], whole_look())
        case WholeFormula():
            cells = formula.cells(indicator, whole_look())
            add({(indicator.pk, project, key): number for (project, key), number in cells.items()}, to=to)


def whole_look(today: date | None = None) -> Look:
    """From the first meeting on, or the first status of a group, whichever came before."""
    day = today or timezone.localdate()
    met = Meeting.objects.aggregate(first=Min("held_on"))["first"]
    stood = GroupStatus.objects.aggregate(first=Min("began_on"))["first"]
    return Look(day, Quarter.of(min(met or day, stood or day, day)))


def _begin() -> None:
    """Nothing is kept yet: what the register holds now is counted whole, and steps from here on."""
    state = locked_state()
    last = CountDelta.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    lately = range(max(last - LOOKED_BACK, 0) + 1, last)
    there = set(CountDelta.objects.filter(pk__gt=last - LOOKED_BACK).values_list("pk", flat=True))
    since = timezone.now().isoformat()
    state.last_step, state.gaps = last, {str(pk): since for pk in lately if pk not in there}
    state.folded_at = timezone.now()
    state.save()
    _count_groups()


def _count_groups() -> None:
    CountedGroup.objects.all().delete()
    rows = CommunityGroup.objects.order_by("pk").values_list("pk", "area_id").iterator(chunk_size=GROUPS_AT_ONCE)
    for some in batched(rows, GROUPS_AT_ONCE):
        CountedGroup.objects.bulk_create(_as_counted(some))


def _as_counted(rows: tuple) -> list[CountedGroup]:
    supports = supports_of(pk for pk, _area in rows)
    return [CountedGroup(group=pk, area=commune_of(area), supports=as_kept(supports.get(pk, []))) for pk, area in rows]


def _groups_counted_elsewhere(*, repair: bool) -> list[Difference]:
    """Groups whose steps would be folded into another place, or for other projects, than the register says."""
    found = []
    rows = CommunityGroup.objects.order_by("pk").values_list("pk", "area_id").iterator(chunk_size=GROUPS_AT_ONCE)
    for some in batched(rows, GROUPS_AT_ONCE):
        known = CountedGroup.objects.in_bulk([pk for pk, _area in some])
        wrong = [
            now
            for now in _as_counted(some)
            if (was := known.get(now.group)) and (was.area, was.supports) != (now.area, now.supports)
        ]
        found += [Difference("", "groups", (str(one.group), one.area), 0, 1) for one in wrong]
        if repair:
            CountedGroup.objects.bulk_update(wrong, ["area", "supports"])
    return found


def lag() -> timedelta:
    """How old the oldest step is that is not folded; nothing where none waits."""
    state = locked_state()
    oldest = CountDelta.objects.filter(pk__gt=state.last_step).order_by("pk").values_list("at", flat=True).first()
    return (timezone.now() - oldest) if oldest else timedelta()
