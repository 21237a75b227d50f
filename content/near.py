"""Clubs and councils near the reader: provinces, then communes, from the public figures and never from the register."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from places.codes import parent_id
from places.models import AdminArea
from places.paths import name, path_parts
from reports.models import PublicSnapshot, SnapshotArea

LONGEST = 60
"""Letters of the name that is looked for."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Near:
    """A place as a reader sees it, with its figures; without them there is no group yet."""

    area: AdminArea
    figures: SnapshotArea | None

    @property
    def name(self) -> str:
        return name(self.area)

    @property
    def above(self) -> list[str]:
        return path_parts(self.area)[:-1]

    @property
    def province(self) -> str:
        return parent_id(parent_id(self.area.pk))


@dataclass(frozen=True, slots=True)
class NearDistrict:
    name: str
    communes: list[Near]


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    """The provinces that have a group, or the communes of the name that is looked for."""
    asked = " ".join(request.GET.get("q", "")[:LONGEST].split())
    snapshot = PublicSnapshot.objects.newest()
    rows = snapshot.areas.of_level(AdminArea.PROVINCE).select_related("area") if snapshot and not asked else []
    context = {
        "asked": asked,
        "figures": snapshot,
        "provinces": sorted((Near(row.area, row) for row in rows), key=lambda each: each.area.pk),
        "found": communes_called(asked, snapshot) if asked else [],
    }
    return render(request, "content/near_page.html", context)


@require_safe
def province(request: HttpRequest, pk: str) -> HttpResponse:
    """The communes of a province that have a group, by district."""
    snapshot = PublicSnapshot.objects.newest()
    inside = snapshot.areas.within(pk).select_related("area__parent__parent").order_by("area_id") if snapshot else []
    places = [Near(row.area, row) for row in inside]
    if not places or places[0].area.pk != pk or places[0].area.level != AdminArea.PROVINCE:
        raise Http404("No group is shown in this province.")
    whole, *communes = places
    districts = [
        NearDistrict(name(district), list(found))
        for district, found in groupby(communes, key=lambda each: each.area.parent)
    ]
    context = {"figures": snapshot, "province": whole, "districts": districts}
    return render(request, "content/near_province_page.html", context)


def communes_called(words: str, snapshot: PublicSnapshot | None) -> list[Near]:
    """Communes by their name, however it is spelt, each with its figures where a group is there."""
    areas = AdminArea.objects.current().of_level(AdminArea.COMMUNE).matching(words).best_first(words).with_paths()
    found = list(areas[:MOST])
    rows = snapshot.areas.filter(area__in=found) if snapshot else []
    figures = {row.area_id: row for row in rows}
    return [Near(area, figures.get(area.pk)) for area in found]
