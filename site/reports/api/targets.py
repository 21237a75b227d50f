"""Indicators, and how far each has come.

Numbers of people come from frozen quarters alone, in fives and suppressed, whoever made the key: two days of a running
quarter could be subtracted. Groups, communes and activities name nobody: they are exact, and of a quarter that is not
frozen they are as the board has them now.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils import timezone

from accounts.api.lending import areas_of
from accounts.models import User
from places.codes import split_id
from places.models import AdminArea

from ..formulas import formula_of
from ..keys import COUNTRY, WHOLE_PROGRAMME, level_of
from ..models import FoldState, FrozenCell, FrozenQuarter, Indicator, Target
from ..quarters import Quarter
from ..reads.board import PROGRAMME_BEGAN, Asked, Line, board, split_of, targets_of
from ..reads.frozen import newest_of_each, shown_board
from .answers import Goal, IndicatorItem, Indicators, PartFigure, PlaceFigure, TargetItem, Targets
from .asked import IndicatorsAsked, TargetsAsked
from .paging import after_all, first_of, next_of
from .reaching import code_of, place_asked, reach_of
from .refusals import Refused

SPLITS = {"sex": "by_sex", "age_group": "by_age_group", "difficulty": "by_disability", "part": "by_part"}


def indicators(asked: IndicatorsAsked, reader: User, path: str) -> Indicators:
    found, following = _indicators(asked, reader, path)
    items = [
        IndicatorItem(
            code=one.code,
            name_km=one.name_km,
            name_en=one.name_en,
            level=one.level,
            unit=one.unit,
            measure=one.measure,
            is_of_people=formula_of(one).is_of_people,
            adds_up_over_quarters=formula_of(one).adds_up,
            splits=list(one.splits),
            counts_km=one.counts_km,
            counts_en=one.counts_en,
            limits_km=one.limits_km,
            limits_en=one.limits_en,
            rule=one.kept_rule,
            sdg=[str(goal) for goal in one.sdg],
            donor_codes={str(donor): str(code) for donor, code in one.donor_codes.items()},
        )
        for one in found
    ]
    return Indicators(reach=reach_of(reader), next=following, items=items)


def _indicators(asked: IndicatorsAsked | TargetsAsked, reader: User, path: str) -> tuple[list[Indicator], str | None]:
    rows = Indicator.objects.visible_to(reader).active().filter(after_all(asked.after, ("code", str)))
    if asked.counts:
        rows = rows.filter(measure=asked.counts)
    found, is_more = first_of(rows.order_by("code").select_related("topic"), asked)
    return found, next_of(path, asked, found[-1].code if is_more else None)


@dataclass(slots=True)
class _Look:
    """The lines of a quarter at a place, by their indicators; what is of people and not here is hidden (``why``)."""

    area: str
    frozen: FrozenQuarter | None
    lines: dict[int, Line] = field(default_factory=dict)
    parts: dict[int, dict[str, int]] = field(default_factory=dict)
    """Of what names nobody in a frozen quarter: its numbers by part."""
    why: str = ""


def targets(asked: TargetsAsked, reader: User, path: str) -> Targets:
    found, following = _indicators(asked, reader, path)
    area = place_asked(asked.area, reader) or min(areas_of(reader) or [COUNTRY])
    if level_of(area) > AdminArea.COMMUNE:
        raise Refused("not_here", "area")
    newest = {frozen.quarter: frozen for frozen in newest_of_each(reader)}
    quarter = _quarter(asked.quarter or max(newest, default=""))
    frozen = newest.get(str(quarter))
    look = _frozen(frozen, area, found, reader) if frozen else _running(quarter, area, found, reader)
    goals = targets_of(Asked(quarter, area), found)
    items = [_item(one, look, goals.get(one.pk)) for one in found if frozen is None or one.code in frozen.rules]
    return Targets(
        reach=reach_of(reader),
        next=following,
        quarter=str(quarter),
        version=frozen.version if frozen else None,
        as_of=frozen.frozen_at if frozen else _folded_at(),
        area_code=code_of(area),
        items=items,
    )


def _quarter(written: str) -> Quarter:
    """The one that is asked for, else the one that is running."""
    now = Quarter.of(timezone.localdate())
    quarter = Quarter.read(written) if written else now
    if not PROGRAMME_BEGAN <= quarter <= now:
        raise Refused("not_here", "quarter")
    return quarter


def _folded_at() -> object:
    state = FoldState.objects.first()
    return state.folded_at if state else None


def _frozen(frozen: FrozenQuarter, area: str, indicators: Iterable[Indicator], reader: User) -> _Look:
    """As donors see it; and what names nobody by its parts, and of smaller places too, from the frozen cells."""
    look = _Look(area, frozen, why="few" if level_of(area) <= AdminArea.PROVINCE else "small_area")
    of_nobody = [one.pk for one in indicators if not formula_of(one).is_of_people]
    cells = FrozenCell.objects.visible_to(reader).filter(frozen=frozen, project=WHOLE_PROGRAMME, area=area)
    told = cells.filter(indicator__in=of_nobody).order_by().values("indicator", "part").annotate(number=Sum("to_date"))
    for indicator, part, number in told.values_list("indicator", "part", "number"):
        look.parts.setdefault(indicator, {})[part] = number
    if level_of(area) <= AdminArea.PROVINCE:
        look.lines = {line.indicator.pk: line for line in shown_board(frozen, reader, area=area).lines}
    return look


def _running(quarter: Quarter, area: str, indicators: Iterable[Indicator], reader: User) -> _Look:
    """As the board has it now, without what is of people."""
    of_nobody = [one for one in indicators if not formula_of(one).is_of_people]
    found = board(Asked(quarter, area), of_nobody, user=reader)
    return _Look(area, None, {line.indicator.pk: line for line in found.lines}, why="not_frozen")


def _item(indicator: Indicator, look: _Look, goal: Target | None) -> TargetItem:
    line, is_of_people = look.lines.get(indicator.pk), formula_of(indicator).is_of_people
    numbers = look.parts.get(indicator.pk, {})
    if line is None:
        line = Line(indicator, None if is_of_people else sum(numbers.values()), None)
    if numbers and "part" in indicator.splits:
        line.splits = [split_of(indicator, "part", numbers)]
    line.target = goal
    is_hidden = line.done is None
    parts: dict[str, list[PartFigure]] = {told: [] for told in SPLITS.values()}
    for split in line.splits:
        parts[SPLITS[split.name]] = [PartFigure(part.group, part.value) for part in split.parts]
    rules = look.frozen.rules if look.frozen else {}
    return TargetItem(
        indicator=indicator.code,
        measure=indicator.measure,
        unit=indicator.unit,
        value=line.done,
        basis="hidden" if is_hidden else "rounded" if is_of_people else "exact",
        why_hidden=look.why if is_hidden else "",
        target=goal and Goal(goal.value, goal.began_on, goal.ended_on, goal.baseline, goal.baseline_on),
        missing=line.missing,
        percent=line.percent,
        **parts,
        by_place=[PlaceFigure(split_id(place.area)[1], place.done) for place in line.places if place.area != look.area],
        rule=rules.get(indicator.code, indicator.kept_rule),
    )
