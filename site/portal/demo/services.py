"""Services of the demo: invented offices in the real communes where the demo's councils are.

Their telephones begin with two noughts, as no number in Cambodia does: whoever tries one reaches nobody.
"""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from participation.models import CommunityGroup, Kind
from people.names import search_key
from places.codes import parent_id
from places.models import AdminArea
from places.paths import name
from protection.actions.services import code_prefix
from protection.models import Service, ServiceCoverage, ServiceType
from protection.terms import put_check

Source = ServiceCoverage.Source
ROLES = ("focal_point", "area_officer", "safeguarding_officer")
AGES = (20, 75, 130, 100, 190, 40, 160, 275)
"""Days since the last check, in turns: fresh, due, and some that have faded."""


class Office(NamedTuple):
    """A kind of office: which type it is, how it is called before the name of its place, and when it is open."""

    type: str
    km: str
    en: str
    hours_km: str
    hours_en: str
    for_whom_km: str
    for_whom_en: str


DAY_KM, DAY_EN = "ថ្ងៃច័ន្ទ ដល់ថ្ងៃសុក្រ ម៉ោង ៨ ដល់ ១២ និង ២ ដល់ ៥", "Monday to Friday, 8–12 and 2–5"
ALWAYS_KM, ALWAYS_EN = "២៤ ម៉ោង រៀងរាល់ថ្ងៃ", "Day and night, every day"
HEALTH = Office("health", "មណ្ឌលសុខភាព", "health centre", ALWAYS_KM, ALWAYS_EN, "សម្រាប់កុមារទាំងអស់", "For all children")
POLICE = Office(
    "police", "ប៉ុស្តិ៍នគរបាល", "police post", ALWAYS_KM, ALWAYS_EN, "សម្រាប់អ្នកដែលមានគ្រោះថ្នាក់", "For whoever is in danger"
)
BIRTHS = Office("birth_registration", "ការិយាល័យអត្រានុកូលដ្ឋាន", "civil registration office", DAY_KM, DAY_EN, "", "")
SOCIAL = Office(
    "social_work",
    "ការិយាល័យសង្គមកិច្ច",
    "social affairs office",
    DAY_KM,
    DAY_EN,
    "សម្រាប់កុមារ និងគ្រួសារ",
    "For children and families",
)
COUNSEL = Office(
    "psychosocial",
    "មជ្ឈមណ្ឌលពិគ្រោះយោបល់",
    "counselling centre",
    DAY_KM,
    DAY_EN,
    "សម្រាប់កុមារ និងយុវជនអាយុក្រោម ២៥ ឆ្នាំ",
    "For children and young people under 25",
)


class Reach(NamedTuple):
    """An office at a place, and the communes that it covers."""

    office: Office
    area: AdminArea
    communes: list[AdminArea]


def add_services(today: date) -> int:
    """Write them; how many there are. Each commune has none to five types, so that some thirty are reached."""
    types = {type.code: type for type in ServiceType.objects.all()}
    services: list[Service] = []
    coverages: list[ServiceCoverage] = []
    numbers: dict[str, int] = {}
    for turn, reach in enumerate(_reaches(_communes())):
        service = _service(reach, types[reach.office.type], turn, today, numbers)
        services.append(service)
        coverages += _coverages(service, reach.communes, turn, today)
    Service.objects.bulk_create(services, batch_size=200)
    ServiceCoverage.objects.bulk_create(coverages, batch_size=200)
    return len(services)


def _communes() -> list[AdminArea]:
    councils = CommunityGroup.objects.filter(kind=Kind.COUNCIL)
    areas = AdminArea.objects.of_level(AdminArea.COMMUNE).filter(pk__in=councils.values("area_id"))
    return list(areas.select_related("parent__parent").order_by("pk"))


def _reaches(communes: list[AdminArea]) -> Iterator[Reach]:
    """Health centres in many communes, police and births in some; offices of districts and provinces reach several."""
    for place, commune in enumerate(communes):
        if place % 3 != 2:
            yield Reach(HEALTH, commune, [commune])
        if place % 4 == 0:
            yield Reach(POLICE, commune, [commune])
        if place % 5 == 1:
            yield Reach(BIRTHS, commune, [commune])
    by_district: dict[str, list[AdminArea]] = {}
    by_province: dict[str, list[AdminArea]] = {}
    for commune in communes:
        by_district.setdefault(commune.parent_id, []).append(commune)
        by_province.setdefault(parent_id(commune.parent_id), []).append(commune)
    for place, inside in enumerate(by_district.values()):
        if place % 3 != 1:
            yield Reach(SOCIAL, inside[0].parent, inside)
    for inside in by_province.values():
        yield Reach(COUNSEL, inside[0].parent.parent, inside[: len(inside) // 3])


def _service(reach: Reach, type: ServiceType, turn: int, today: date, numbers: dict[str, int]) -> Service:
    office, area = reach.office, reach.area
    prefix = code_prefix(area)
    numbers[prefix] = numbers.get(prefix, 0) + 1
    service = Service(
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo service {turn}"),
        code=f"{prefix}{numbers[prefix]:04d}",
        type=type,
        name_km=f"{office.km}{name(area, 'km')}",
        name_en=f"{area.name_latin} {office.en}",
        area=area,
        hours_km=office.hours_km,
        hours_en=office.hours_en,
        for_whom_km=office.for_whom_km,
        for_whom_en=office.for_whom_en,
        cost=Service.Cost.PARTLY if office is HEALTH and turn % 4 == 3 else Service.Cost.FREE,
        languages=[Service.Language.KHMER, *([Service.Language.TAMPUAN] if area.code.startswith("16") else [])],
        is_accessible=(None, True, False)[turn % 3],
        is_child_friendly=(True, None)[turn % 2],
        phones=f"00 000 {turn + 1:03d}",
    )
    service.name_key = search_key(service.name_km, service.name_en, length=500)
    if turn % 23 != 22:
        put_check(service, today - timedelta(days=AGES[turn % len(AGES)]), ROLES[turn % len(ROLES)])
    return service


def _coverages(service: Service, communes: list[AdminArea], turn: int, today: date) -> Iterator[ServiceCoverage]:
    """Begun over the years, so that the target of an earlier day was lower; a few have ended."""
    for place, commune in enumerate(communes):
        began_on = today - timedelta(days=120 + (turn * 41 + place * 97) % 2300)
        ended_on = today - timedelta(days=30) if (turn + place) % 19 == 18 else None
        yield ServiceCoverage(
            id=uuid.uuid5(service.pk, commune.pk),
            service=service,
            commune=commune,
            began_on=began_on,
            ended_on=ended_on,
            source=Source.values[(turn + place) % len(Source.values)],
        )
