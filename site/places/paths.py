"""Full paths of places: names repeat all over the country, so a place is always shown with everything above it."""

from collections.abc import Iterable

from django.utils.translation import get_language

from .codes import lineage
from .gazetteer.rows import UNIT_WORDS
from .models import AdminArea

SEPARATOR = " › "


def _is_khmer(language: str | None) -> bool:
    return (language or get_language() or "km").split("-")[0] == "km"


def name(area: AdminArea, language: str | None = None) -> str:
    """The area's own name: in Khmer with the word for its kind, ``ឃុំ…``, else its Latin name."""
    if not _is_khmer(language):
        return area.name_latin or area.name_km
    word = UNIT_WORDS[area.unit_type]
    return area.name_km if area.name_km.startswith(word) else word + area.name_km


def lineage_of(area: AdminArea) -> list[AdminArea]:
    """The areas from the province down to this one. Costs nothing when they came ``with_paths``, else one query."""
    chain = [area]
    while chain[0].parent_id and AdminArea.parent.is_cached(chain[0]):
        chain.insert(0, chain[0].parent)
    if chain[0].parent_id:
        above = AdminArea.objects.filter(id__in=lineage(chain[0].parent_id)).order_by("level")
        chain = [*above, *chain]
    return chain


def path_parts(area: AdminArea, language: str | None = None) -> list[str]:
    """The names from the province down, for ``components/place_path.html``."""
    return [name(each, language) for each in lineage_of(area)]


def path(area: AdminArea, language: str | None = None) -> str:
    """``ខេត្តកំពង់ស្ពឺ › ស្រុក… › ឃុំ…``, ``Kampong Speu › …``; in the active language unless another is named."""
    return SEPARATOR.join(path_parts(area, language))


def parts_for(ids: Iterable[str], language: str | None = None) -> dict[str, list[str]]:
    """The names from the province down of many areas by id, in one query. Unknown ids are left out."""
    wanted = {area_id: lineage(area_id) for area_id in set(ids) if area_id}
    needed = {each for above in wanted.values() for each in above}
    if not needed:
        return {}
    areas = AdminArea.objects.only("id", "unit_type", "name_km", "name_latin").in_bulk(needed)
    return {
        area_id: [name(areas[each], language) for each in above if each in areas]
        for area_id, above in wanted.items()
        if area_id in areas
    }


def paths_for(ids: Iterable[str], language: str | None = None) -> dict[str, str]:
    """The full paths of many areas by id, in one query. Unknown ids are left out."""
    return {area_id: SEPARATOR.join(parts) for area_id, parts in parts_for(ids, language).items()}
