"""Loading a list of areas: set-wise, in one transaction, the same result however often it is done."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from khmertext.folding import fold

from ..gazetteer.refusals import ImpossibleYear, NoRows, TooMuchMissing, UnknownSource
from ..gazetteer.rows import Malformed, Row
from ..gazetteer.sifting import Sifted, sift
from ..models import AdminArea, Source

logger = logging.getLogger(__name__)

FEW = 20
"""A handful of areas may vanish from any list; the half of a longer one may not, without a word."""


@dataclass
class Loaded:
    """What a list brought, by code. ``sifted`` holds the rows that could not be kept."""

    source: str
    year: int
    sifted: Sifted
    added: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    retyped: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def counts(self) -> dict[int, int]:
        """How many areas of each level the list gave."""
        counts = dict.fromkeys(AdminArea.LEVELS, 0)
        for row in self.sifted.kept.values():
            counts[row.level] += 1
        return counts

    @property
    def has_changed(self) -> bool:
        return bool(self.added or self.renamed or self.retyped or self.restored or self.vanished)


def name_key(name_km: str, name_latin: str) -> str:
    """Both names folded, with a space between: a folded query never holds one."""
    return f"{fold(name_km)} {fold(name_latin)}"[:200]


def _vanished(existing: dict[str, AdminArea], sifted: Sifted) -> list[str]:
    """Codes that the list should have and has not: of the levels it covers, and of the provinces it covers."""
    mentioned = sifted.codes
    levels = {row.level for row in sifted.kept.values()}
    provinces = {code[:2] for code in sifted.kept}
    is_whole_country = sum(len(code) == 2 for code in sifted.kept) > 1
    return sorted(
        area.code
        for area in existing.values()
        if area.is_active
        and area.level in levels
        and area.code not in mentioned
        and (is_whole_country or (area.level > 1 and area.code[:2] in provinces))
    )


def _note_differences(area: AdminArea, row: Row, loaded: Loaded) -> None:
    if (area.name_km, area.name_latin) != (row.name_km, row.name_latin):
        loaded.renamed.append((row.code, f"{area.name_km} {area.name_latin}", f"{row.name_km} {row.name_latin}"))
    # A list without kinds has them from the rule; it must not overrule a list that says them.
    if row.has_type and area.unit_type != row.unit_type:
        loaded.retyped.append(row.code)
    if not area.is_active and area.replaced_by_id is None:
        loaded.restored.append(row.code)


def _as_area(row: Row, existing: AdminArea | None, *, source: str, year: int) -> AdminArea:
    area = existing or AdminArea(
        id=source + row.code, source=source, code=row.code, level=row.level, unit_type=row.unit_type
    )
    area.parent_id = source + row.parent_code if row.parent_code else None
    area.dataset_year = year
    if row.has_type:
        area.unit_type = row.unit_type
    area.name_km, area.name_latin = row.name_km, row.name_latin
    area.name_key = name_key(row.name_km, row.name_latin)
    area.is_active = area.replaced_by_id is None
    return area


@transaction.atomic
def load_gazetteer(
    rows: Iterable[Row | Malformed],
    *,
    source: str,
    year: int,
    by=None,
    title: str = "",
    attribution: str = "",
    levels: int = 4,
    accept_losses: bool = False,
    make_current: bool = False,
    is_dry_run: bool = False,
) -> Loaded:
    """Adds and renames areas as the list has them, deactivates those it no longer has, deletes none.

    ``by`` is the user who loads it, or nobody at set-up. The first list loaded is the one places are chosen from;
    a later one when ``make_current`` says so. With ``is_dry_run`` only the report is made.
    """
    if not re.fullmatch("[a-z]{2,10}", source):
        raise UnknownSource
    if not 1990 <= year <= 2999:
        raise ImpossibleYear
    existing = {area.code: area for area in AdminArea.objects.filter(source=source)}
    known = {code for code, area in existing.items() if area.is_active}
    sifted = sift(rows, known=known, levels=levels)
    if not sifted.kept:
        raise NoRows
    loaded = Loaded(source, year, sifted, is_dry_run=is_dry_run)
    changed: list[AdminArea] = []
    for code, row in sifted.kept.items():
        area = existing.get(code)
        if area is None:
            loaded.added.append(code)
        else:
            _note_differences(area, row, loaded)
    touched = {*loaded.added, *loaded.retyped, *loaded.restored, *(code for code, _old, _new in loaded.renamed)}
    loaded.vanished = _vanished(existing, sifted)
    if len(loaded.vanished) > max(FEW, len(known) // 2) and not accept_losses:
        raise TooMuchMissing
    if is_dry_run:
        return loaded
    for code, row in sifted.kept.items():
        if code in touched or existing[code].dataset_year != year:
            changed.append(_as_area(row, existing.get(code), source=source, year=year))
    _write(changed)
    AdminArea.objects.filter(id__in=[source + code for code in loaded.vanished]).update(is_active=False)
    facts = {
        "title": title,
        "attribution": attribution.replace("{year}", str(year)),
        "dataset_year": year,
        "loaded_at": timezone.now(),
    }
    is_first = not Source.objects.filter(is_current=True).exists()
    Source.objects.update_or_create(key=source, defaults=facts, create_defaults={**facts, "is_current": is_first})
    if make_current:
        make_list_current(source=source)
    logger.info("Gazetteer %s %s loaded by user %s: %s", source, year, getattr(by, "pk", None), loaded.counts)
    return loaded


@transaction.atomic
def make_list_current(*, source: str) -> Source:
    """From now on places are chosen from this list; records that name places of another keep them."""
    Source.objects.filter(is_current=True).exclude(key=source).update(is_current=False)
    Source.objects.filter(key=source).update(is_current=True)
    return Source.objects.get(key=source)


def _write(areas: list[AdminArea]) -> None:
    """Parents before children; new rows and changed rows in the same statement."""
    AdminArea.objects.bulk_create(
        areas,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["dataset_year", "unit_type", "name_km", "name_latin", "name_key", "parent", "is_active"],
    )
