"""Files for OSCaR: its gazetteer of a province, and who offers which of its services where."""

from collections.abc import Iterator

from accounts.models import User
from places.gazetteer.rows import UNIT_WORDS
from places.models import AdminArea

from ..models import ExchangeSystem
from .codes import list_of, place_codes, type_codes
from .directory import entries

SYSTEM = ExchangeSystem.OSCAR
GAZETTEER_COLUMNS = ("Type", "Code", "Name (Khmer)", "Name (Latin)")
"""As the NCDD's own sheet has them, which OSCaR reads: two lines of titles, the headings, then the places."""
SERVICE_KEYS = (*("organization_name", "organization_address_code", "services", "name_en", "name_km", "commune_codes"),)
"""The first three are OSCaR's own words."""


def provinces() -> list[AdminArea]:
    """Of the list that OSCaR follows."""
    return list(AdminArea.objects.active().filter(source=list_of(SYSTEM), level=1).order_by("pk"))


def gazetteer_lines(province: AdminArea) -> Iterator[tuple[str, ...]]:
    """Titles, headings, and each district with its communes and their villages below it."""
    yield (f"{province.name_km} / {province.name_latin} ({province.code})",)
    yield (province.source.upper(), str(province.dataset_year))
    yield GAZETTEER_COLUMNS
    areas = list(AdminArea.objects.active().within(province).filter(level__gt=1).order_by("pk"))
    codes = place_codes(SYSTEM, areas, province.source)
    for area in areas:
        yield UNIT_WORDS[area.unit_type], codes[area.pk], area.name_km, area.name_latin or area.name_km


def services(user: User | None) -> list[dict[str, object]]:
    """Who offers what: a service with the address code of its office and the codes of the communes that it covers.

    A type or an office without a code is left out, and so is a commune without one.
    """
    types, told = type_codes(SYSTEM), list(entries(user))
    areas = {area.pk: area for entry in told for area in (entry.service.area, *entry.communes)}
    codes = place_codes(SYSTEM, areas.values(), list_of(SYSTEM))
    found = []
    for entry in told:
        service, offered = entry.service, types.get(entry.service.type_id)
        if offered is None or service.area_id not in codes:
            continue
        named = [{"uuid": offered.code, "name": offered.name_en}]
        communes = [codes[area.pk] for area in entry.communes if area.pk in codes]
        row = (entry.provider_en or entry.name_en, codes[service.area_id], named)
        row = (*row, entry.name_en, service.name_km, communes)
        found.append(dict(zip(SERVICE_KEYS, row, strict=True)))
    return found
