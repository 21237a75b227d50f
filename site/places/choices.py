"""What a place picker offers: matches of a few typed letters, and the steps from province to village."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .codes import code_range, lineage, split_id
from .models import AdminArea
from .paths import name, path_parts
from .querysets import AdminAreaQuerySet

MOST_MATCHES = 20
LONGEST_QUERY = 100
_ID = re.compile("[a-z]{2,10}(?:[0-9]{2}){1,4}")

STEP_LABELS = {
    AdminArea.PROVINCE: _("Province"),
    AdminArea.DISTRICT: _("District, town or khan"),
    AdminArea.COMMUNE: _("Commune or sangkat"),
    AdminArea.VILLAGE: _("Village"),
}


@dataclass(frozen=True)
class Match:
    """One place found by its name, with its path in both scripts."""

    id: str
    parts_km: list[str]
    parts_latin: list[str]


@dataclass(frozen=True)
class Choice:
    id: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Step:
    """One select of the cascade."""

    level: int
    label: str | Promise
    choices: list[Choice]

    @property
    def empty_label(self) -> str:
        return gettext("Choose…")


def is_area_id(text: object) -> bool:
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def _offered(within: Iterable[str]) -> AdminAreaQuerySet:
    """Areas of the list in use, and of these only what lies in ``within`` where it names any."""
    areas = AdminArea.objects.current()
    inside = Q()
    for area_id in within:
        low, high = code_range(area_id)
        inside |= Q(id__gte=low, id__lt=high)
    return areas.filter(inside)


def matches(text: str, *, levels: Iterable[int], within: Iterable[str] = ()) -> tuple[list[Match], bool]:
    """The first places whose name or code fits, and whether there are more. One query."""
    text = text[:LONGEST_QUERY]
    found = _offered(within).filter(level__in=list(levels)).matching(text).with_paths().best_first(text)
    areas = list(found[: MOST_MATCHES + 1])
    shown = [Match(area.id, path_parts(area, "km"), path_parts(area, "en")) for area in areas[:MOST_MATCHES]]
    return shown, len(areas) > MOST_MATCHES


def _leads_to(area_id: str, within: list[str]) -> bool:
    """Whether the area lies in one of ``within``, or one of them in it."""
    return not within or any(area_id.startswith(each) or each.startswith(area_id) for each in within)


def steps(chosen: str | None, *, deepest: int, within: Iterable[str] = ()) -> list[Step]:
    """The selects from the province to one below the chosen area. One query."""
    within = list(within)
    chain = lineage(chosen) if is_area_id(chosen) else []
    if chain:
        areas = AdminArea.objects.filter(source=split_id(chosen)[0])
        areas = areas.filter(Q(level=1) | Q(parent__in=chain)).filter(Q(is_active=True) | Q(id__in=chain))
    else:
        areas = AdminArea.objects.current().filter(level=1)
    by_level: dict[int, list[Choice]] = {}
    for area in areas.filter(level__lte=deepest).order_by("id"):
        if _leads_to(area.id, within):
            by_level.setdefault(area.level, []).append(Choice(area.id, name(area), area.id in chain))
    return [Step(level, STEP_LABELS[level], by_level[level]) for level in sorted(by_level)]


def next_step(parent: str, *, deepest: int, within: Iterable[str] = ()) -> Step | None:
    """The select below an area; ``None`` where nothing lies below. One query."""
    within = list(within)
    if not is_area_id(parent):
        return None
    below = AdminArea.objects.active().children_of(parent).filter(level__lte=deepest).order_by("id")
    areas = [area for area in below if _leads_to(area.id, within)]
    if not areas:
        return None
    level = areas[0].level
    return Step(level, STEP_LABELS[level], [Choice(area.id, name(area), False) for area in areas])
