"""Clubs and councils near the reader: provinces, communes, and the councils of a commune.

All of it comes from the public figures and from what was released to the board of asks, never from the register.
"""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from khmertext.languages import is_english
from places.codes import parent_id
from places.models import AdminArea
from places.paths import name, path_parts
from reports.models import PublicSnapshot, SnapshotArea

from .models import AskRelease, AsksPage

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


@dataclass(frozen=True, slots=True)
class NearPost:
    """A post of a council: what it is called and whether somebody holds it; never who."""

    name: str
    is_filled: bool


@dataclass(frozen=True, slots=True)
class NearCouncil:
    """``members`` is ``None`` where the numbers are too small to be shown; ``seats`` also where there are none."""

    number: int
    level: str
    members: int | None
    posts: list[NearPost]
    seats: int | None
    is_seat_free: bool
    voices: list[str]


@require_safe
def commune_councils(request: HttpRequest, pk: str) -> HttpResponse:
    """The councils of a commune that has a group: seats and posts without names, and how to reach them."""
    snapshot = PublicSnapshot.objects.newest()
    rows = snapshot.areas.of_level(AdminArea.COMMUNE).select_related("area__parent__parent") if snapshot else []
    row = rows.filter(area=pk).first() if snapshot else None
    if row is None:
        raise Http404("No group is shown in this commune.")
    councils = snapshot.council_rows.filter(area=pk).order_by("number")
    language = "en" if is_english() else "km"
    context = {
        "figures": snapshot,
        "commune": Near(row.area, row),
        "councils": [
            NearCouncil(
                council.number,
                council.get_level_display(),
                council.members,
                [NearPost(post[language], post["is_filled"]) for post in council.posts],
                council.seats,
                council.is_seat_free,
                [body[language] for body in council.voices],
            )
            for council in councils
        ],
        "board": _board_of(request, pk),
    }
    return render(request, "content/near_council_page.html", context)


def _board_of(request: HttpRequest, commune: str) -> str:
    """Where stands what children of a commune asked and adults answered; empty where nothing was released."""
    if not AskRelease.objects.shown().within(commune).exists():
        return ""
    return AsksPage.objects.address(request, place=commune)


def communes_called(words: str, snapshot: PublicSnapshot | None) -> list[Near]:
    """Communes by their name, however it is spelt, each with its figures where a group is there."""
    areas = AdminArea.objects.current().of_level(AdminArea.COMMUNE).matching(words).best_first(words).with_paths()
    found = list(areas[:MOST])
    rows = snapshot.areas.filter(area__in=found) if snapshot else []
    figures = {row.area_id: row for row in rows}
    return [Near(area, figures.get(area.pk)) for area in found]
