"""Files for Primero: its import of locations (HXL), its lookup of service types, and agencies that offer services."""

import json
from collections.abc import Iterator
from itertools import batched

from accounts.downloads.files import csv_lines
from accounts.models import User
from places.codes import lineage
from places.models import AdminArea

from ..models import ExchangeSystem
from .codes import list_of, place_codes, type_codes
from .directory import Entry, entries

SYSTEM = ExchangeSystem.PRIMERO
COUNTRY = ("KH", "Cambodia", "កម្ពុជា", "country")
KINDS = {1: "province", 2: "district", 3: "commune", 4: "village"}
"""As Primero's own list of location types has them, level by level."""
LOOKUP = "lookup-service-type"
LOOKUP_NAMES = {"en": "Service Type", "km": "ប្រភេទសេវា"}
LOOKUP_KEYS = ("unique_id", "name", "values")
AGENCY_KEYS = (*("unique_id", "agency_code", "order", "name", "description", "telephone", "services", "disabled"),)
ROWS = 500


def location_columns(deepest: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings for people, and below them the tags by which Primero finds each column."""
    headings, tags = [], []
    for level in range(deepest + 1):
        tag = f"adm{level}" if level else "country"
        name = KINDS.get(level, "country")
        headings += [f"{name}_code", f"{name}_name_en", f"{name}_name_km", f"{name}_type"]
        tags += [f"#{tag}+code", f"#{tag}+name", f"#{tag}+name+km", f"#{tag}+type"]
    return tuple(headings), tuple(tags)


def location_rows(deepest: int) -> Iterator[tuple[str, ...]]:
    """A row for each place of the finest level, with all above it. Primero refuses a row with a blank in it."""
    _headings, tags = location_columns(deepest)
    yield tags
    source = list_of(SYSTEM)
    above = AdminArea.objects.active().filter(source=source, level__lt=deepest).in_bulk()
    codes = place_codes(SYSTEM, above.values(), source)
    finest = AdminArea.objects.active().filter(source=source, level=deepest).order_by("pk")
    for some in batched(finest.iterator(chunk_size=ROWS), ROWS):
        known = codes | place_codes(SYSTEM, some, source)
        for area in some:
            line = [*(above.get(key) for key in lineage(area.pk)[:-1]), area]
            if None not in line:
                yield (*COUNTRY, *(cell for each in line for cell in _told(each, known[each.pk])))


def _told(area: AdminArea, code: str) -> tuple[str, ...]:
    return code, area.name_latin or area.name_km, area.name_km, KINDS[area.level]


def locations(deepest: int) -> Iterator[str]:
    return csv_lines(location_columns(deepest)[0], location_rows(deepest))


def lookup() -> dict[str, object]:
    """The values of the lookup that our types stand for, in the words that the system has for them; each once."""
    values: dict[str, dict[str, object]] = {}
    for row in type_codes(SYSTEM).values():
        if row.type.is_active:
            words = {"en": row.name_en, "km": row.name_km or row.name_en}
            values.setdefault(row.code, {"id": row.code, "display_text": words})
    return dict(zip(LOOKUP_KEYS, (LOOKUP, LOOKUP_NAMES, list(values.values())), strict=True))


def agencies(user: User | None) -> list[dict[str, object]]:
    """Each service as an agency that offers services of its type; types without a code are left out."""
    codes = type_codes(SYSTEM)
    told = (entry for entry in entries(user) if entry.service.type_id in codes)
    return [_agency(entry, number, codes[entry.service.type_id].code) for number, entry in enumerate(told, 1)]


def _agency(entry: Entry, number: int, code: str) -> dict[str, object]:
    service = entry.service
    names = {"en": entry.name_en, "km": service.name_km}
    providers = {"en": entry.provider_en, "km": service.provider_km or entry.provider_en}
    key = f"agency-{service.code.lower()}"
    told = (key, service.code, number, names, providers, entry.telephone, [code], False)
    return dict(zip(AGENCY_KEYS, told, strict=True))


def as_json(data: object) -> str:
    return json.dumps({"data": data}, ensure_ascii=False, indent=1) + "\n"
