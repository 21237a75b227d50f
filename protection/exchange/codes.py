"""Under which codes our types and places go in a case system; what has none is left out and said."""

from collections.abc import Iterable

from places.counterparts import counterparts
from places.models import AdminArea, Source

from ..models import ExchangeList, ExchangePlace, ServiceTypeCode


def list_of(system: str) -> str:
    """The key of the list of places that a system follows: the one that was said, else the one in use."""
    said = ExchangeList.objects.filter(system=system).values_list("source", flat=True).first()
    return said or Source.objects.filter(is_current=True).values_list("key", flat=True).first() or ""


def place_codes(system: str, areas: Iterable[AdminArea], source: str) -> dict[str, str]:
    """The code of each area by its id. A code that was written by hand goes before that of the list."""
    areas = list(areas)
    found = counterparts(areas, source)
    own = ExchangePlace.objects.filter(system=system, area__in=[area.pk for area in areas])
    return found | dict(own.values_list("area", "code"))


def type_codes(system: str) -> dict[int, ServiceTypeCode]:
    """What each type of service is called there, by its key."""
    rows = ServiceTypeCode.objects.filter(system=system).select_related("type")
    return {row.type_id: row for row in rows.order_by("type__position", "type_id")}
