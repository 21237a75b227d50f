"""The gazetteer, as far as a key reaches, with the places above it."""

from django.db.models import Q

from accounts.api.lending import areas_of
from accounts.models import User
from places.codes import LEVEL_NAMES, code_range, lineage
from places.models import AdminArea

from .answers import Place, Places
from .asked import PlacesAsked
from .paging import after_all, first_of, next_of
from .reaching import code_of, place_asked, reach_of

LEVELS = {name: level for level, name in LEVEL_NAMES.items()}


def places(asked: PlacesAsked, reader: User, path: str) -> Places:
    rows = AdminArea.objects.filter(_within(areas_of(reader)), after_all(asked.after, ("pk", str)))
    if place := place_asked(asked.area, reader):
        rows = rows.within(place)
    if asked.level:
        rows = rows.of_level(LEVELS[asked.level])
    found, is_more = first_of(rows.order_by("pk"), asked)
    return Places(
        reach=reach_of(reader),
        next=next_of(path, asked, found[-1].pk if is_more else None),
        items=[
            Place(
                code=area.code,
                level=LEVEL_NAMES[area.level],
                kind=area.unit_type,
                name_km=area.name_km,
                name_latin=area.name_latin,
                parent=code_of(area.parent_id),
                is_active=area.is_active,
                replaced_by=code_of(area.replaced_by_id),
                source=area.source,
                year=area.dataset_year,
            )
            for area in found
        ],
    )


def _within(areas: list[str] | None) -> Q:
    if areas is None:
        return Q()
    found = Q(pk__in={above for area in areas for above in lineage(area)})
    for area in areas:
        low, high = code_range(area)
        found |= Q(pk__gte=low, pk__lt=high)
    return found
