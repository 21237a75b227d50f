"""Frozen quarters: their totals, what differs between two versions, and what donors see of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from khmertext.numbers import format_number as written
from places.models import AdminArea
from places.paths import name, parts_for

from ..keys import COUNTRY, WHOLE_PROGRAMME
from ..models import FrozenCell, FrozenQuarter, Indicator, ShownFigure
from ..quarters import Quarter
from ..selfcheck import Stated, stated_in, unequal
from ..words import word
from .board import Asked, Board, Line, Place, split_of, targets_of

CELL = ("indicator", "area", "sex", "age_group", "difficulty", "part")
CELLS_IN_ORDER = (*CELL, "pk")


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that two versions tell differently."""

    indicator: Indicator
    path: list[str]
    words: tuple[str, str, str, str]
    was: int
    now: int

    @property
    def who(self) -> str:
        """Sex, age group, difficulty and kind, as far as the cell has them."""
        splits = zip(("sex", "age_group", "difficulty", "part"), self.words, strict=True)
        return " · ".join(word(self.indicator, split, group) for split, group in splits if group)

    @property
    def difference(self) -> int:
        return self.now - self.was


@dataclass(frozen=True, slots=True)
class Total:
    indicator: Indicator
    new: int
    to_date: int
    was: int | None
    """In the version before, if there is one."""
    rule: str

    @property
    def difference(self) -> int | None:
        return None if self.was is None else self.to_date - self.was


def version_before(frozen: FrozenQuarter) -> FrozenQuarter | None:
    return FrozenQuarter.objects.filter(quarter=frozen.quarter, version=frozen.version - 1).first()


def totals(frozen: FrozenQuarter, place: str = COUNTRY) -> list[Total]:
    """Of a place, beside those of the version before: two questions."""
    before = version_before(frozen)
    of_both = FrozenCell.objects.filter(frozen__in=[one for one in (frozen, before) if one], project=WHOLE_PROGRAMME)
    told = (
        of_both.filter(area=place)
        .order_by()
        .values("indicator")
        .annotate(
            new=Sum("value", filter=Q(frozen=frozen), default=0),
            now=Sum("to_date", filter=Q(frozen=frozen), default=0),
            was=Sum("to_date", filter=Q(frozen=before), default=0),
        )
    )
    found = {pk: (new, now, was) for pk, new, now, was in told.values_list("indicator", "new", "now", "was")}
    rows = []
    for indicator in Indicator.objects.filter(code__in=frozen.rules).in_order():
        new, now, was = found.get(indicator.pk, (0, 0, 0))
        rows.append(Total(indicator, new, now, was if before else None, frozen.rules[indicator.code]))
    return rows


def unequal_totals(frozen: FrozenQuarter) -> list[Stated]:
    """Totals to which the provinces do not add up, under the names of their indicators."""
    found = unequal(stated_in(frozen))
    names = {one.code: one.name for one in Indicator.objects.filter(code__in=[stated.name for stated in found])}
    return [replace(stated, name=names[stated.name]) for stated in found]


def changed_cells(frozen: FrozenQuarter, user: User) -> QuerySet[FrozenCell]:
    """The cells of communes, and of what has no finer place, that differ from the version before: ``was`` and ``now``.

    Page them by ``CELLS_IN_ORDER``. A cell that both versions have is that of the newer one.
    """
    before = version_before(frozen)
    cells = FrozenCell.objects.visible_to(user).filter(project=WHOLE_PROGRAMME, level=AdminArea.COMMUNE)
    if before is None:
        return cells.none()
    same = FrozenCell.objects.filter(project=WHOLE_PROGRAMME, **{name: OuterRef(name) for name in CELL})
    in_newer, in_older = same.filter(frozen=frozen), same.filter(frozen=before)
    rows = cells.filter(Q(frozen=frozen) | Q(frozen=before) & ~Exists(in_newer))
    rows = rows.annotate(was=_to_date(in_older), now=_to_date(in_newer))
    return rows.exclude(was=F("now"))


def _to_date(cell: QuerySet[FrozenCell]) -> Coalesce:
    return Coalesce(Subquery(cell.values("to_date")[:1]), 0)


def changes(cells: Sequence[FrozenCell]) -> list[Change]:
    """``changed_cells`` of a page as they are shown."""
    indicators = Indicator.objects.in_bulk({cell.indicator_id for cell in cells})
    paths = parts_for({cell.area for cell in cells})
    return [
        Change(
            indicators[cell.indicator_id],
            paths.get(cell.area, []),
            (cell.sex, cell.age_group, cell.difficulty, cell.part),
            cell.was,
            cell.now,
        )
        for cell in cells
    ]


def reasons(frozen: FrozenQuarter) -> Iterator[str]:
    """Why a version differs from the one before, in words."""
    told = frozen.reasons
    counted = {key: number for key, number in told.items() if isinstance(number, int) and number}
    sentences = {
        "recorded": lambda n: ngettext(
            "%(n)s meeting of this quarter was recorded later.",
            "%(n)s meetings of this quarter were recorded later.",
            n,
        ),
        "recorded_earlier": lambda n: ngettext(
            "%(n)s meeting of an earlier quarter was recorded later.",
            "%(n)s meetings of earlier quarters were recorded later.",
            n,
        ),
        "withdrawn": lambda n: ngettext(
            "%(n)s meeting was taken out of the register.", "%(n)s meetings were taken out of the register.", n
        ),
        "corrected": lambda n: ngettext("%(n)s record was put right.", "%(n)s records were put right.", n),
        "merged": lambda n: ngettext(
            "%(n)s person had two records, which are one now.", "%(n)s persons had two records, which are one now.", n
        ),
        "unmerged": lambda n: ngettext(
            "%(n)s record is two persons again.", "%(n)s records are two persons each again.", n
        ),
        "surveys": lambda n: ngettext(
            "%(n)s result of a survey was entered or taken back.",
            "%(n)s results of surveys were entered or taken back.",
            n,
        ),
    }
    for key, sentence in sentences.items():
        if key in counted:
            yield sentence(counted[key]) % {"n": written(counted[key])}
    names = {one.code: one.name for one in Indicator.objects.filter(code__in=_codes(told))}
    for key, sentence in (
        ("rules", _("“%(name)s” counts by another rule now.")),
        ("added", _("“%(name)s” is new.")),
        ("removed", _("“%(name)s” is no longer in use.")),
    ):
        for code in told.get(key, []):
            yield sentence % {"name": names.get(code, code)}


def _codes(told: dict) -> set[str]:
    return {code for key in ("rules", "added", "removed") for code in told.get(key, [])}


def newest_of_each(user: User) -> QuerySet[FrozenQuarter]:
    """The version of each quarter that counts."""
    later = FrozenQuarter.objects.order_by("quarter", "-version")
    newest: dict[str, object] = {}
    for quarter, pk in later.values_list("quarter", "pk"):
        newest.setdefault(quarter, pk)
    return FrozenQuarter.objects.visible_to(user).filter(pk__in=newest.values()).order_by("-quarter")


def shown_board(frozen: FrozenQuarter, user: User, *, area: str | None = None) -> Board:
    """What donors see: nothing but the kept, suppressed figures of one frozen quarter. Four questions.

    ``area``: the province that it is about; else the whole country, or the reader's own.
    """
    figures = ShownFigure.objects.visible_to(user).filter(frozen=frozen).order_by("pk")
    rows = list(figures.values_list("indicator", "area", "split", "group", "value"))
    seen = {area for _one, area, *_rest in rows}
    here = COUNTRY if COUNTRY in seen else min(seen, default=COUNTRY)
    if area is not None:
        here, seen = area, seen if area == COUNTRY else {area}
    totals_of: dict[int, dict[str, int | None]] = defaultdict(dict)
    splits: dict[int, dict[str, dict[str, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for indicator, area, split, group, value in rows:
        if not split:
            totals_of[indicator][area] = value
        elif area == here:
            splits[indicator][split][group] = value
    names = {one.pk: name(one) for one in AdminArea.objects.filter(pk__in=seen)}
    asked = Asked(Quarter.read(frozen.quarter), here)
    indicators = list(Indicator.objects.filter(code__in=frozen.rules).in_order())
    targets = targets_of(asked, indicators)
    lines = []
    for one in indicators:
        numbers = totals_of[one.pk]
        line = Line(one, numbers.get(here), None, targets.get(one.pk))
        line.splits = [split_of(one, split, splits[one.pk][split]) for split in one.splits if split in splits[one.pk]]
        line.places = [
            Place(area, names[area], value, None) for area, value in sorted(numbers.items()) if area in names
        ]
        lines.append(line)
    return Board(asked, lines, frozen.frozen_at)
