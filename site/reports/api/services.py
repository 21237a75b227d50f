"""Services that help children, as the public pages show them, and which communes they reach."""

from collections import defaultdict

from django.utils import timezone

from accounts.models import User
from places.codes import code_range, split_id
from protection.models import Service, ServiceCoverage
from protection.reads.reach import commune_rows, communes_with_types

from .answers import Coverage, CoverageItem, ServiceItem, ServiceKind, Services
from .asked import CoverageAsked, ServicesAsked
from .paging import after_all, day_of, first_of, next_of
from .reaching import place_asked, reach_of


def services(asked: ServicesAsked, reader: User, path: str) -> Services:
    """Of a service, the communes within reach; those beyond are for who works there."""
    today = timezone.localdate()
    rows = Service.objects.visible_to(reader).public(today).filter(after_all(asked.after, ("code", str)))
    if place := place_asked(asked.area, reader):
        low, high = code_range(place)
        here = ServiceCoverage.objects.visible_to(reader).current(today)
        covering = here.filter(commune_id__gte=low, commune_id__lt=high).values("service")
        rows = rows.filter(area_id__gte=low, area_id__lt=high) | rows.filter(pk__in=covering)
    if asked.checked_since:
        rows = rows.filter(checked_on__gte=day_of(asked.checked_since, "checked_since"))
    found, is_more = first_of(rows.order_by("code").select_related("type"), asked)
    communes: dict[object, list[str]] = defaultdict(list)
    covered = ServiceCoverage.objects.visible_to(reader).current(today).filter(service__in=found)
    for service, commune in covered.order_by("commune_id").values_list("service_id", "commune_id"):
        communes[service].append(split_id(commune)[1])
    return Services(
        reach=reach_of(reader),
        next=next_of(path, asked, found[-1].code if is_more else None),
        items=[_item(service, communes[service.pk]) for service in found],
    )


def _item(service: Service, communes: list[str]) -> ServiceItem:
    return ServiceItem(
        code=service.code,
        type=ServiceKind(service.type.code, service.type.name_km, service.type.name_en),
        name_km=service.name_km,
        name_en=service.name_en,
        provider_km=service.provider_km,
        provider_en=service.provider_en,
        area_code=split_id(service.area_id)[1],
        hours_km=service.hours_km,
        hours_en=service.hours_en,
        for_whom_km=service.for_whom_km,
        for_whom_en=service.for_whom_en,
        cost=service.cost,
        languages=list(service.languages),
        is_accessible=service.is_accessible,
        is_child_friendly=service.is_child_friendly,
        phones=[number for number, _dialled in service.numbers],
        checked_on=service.checked_on,
        next_check_on=service.next_check_on,
        commune_codes=communes,
    )


def coverage(asked: CoverageAsked, reader: User, path: str) -> Coverage:
    """Communes that have a service today; one that is not here has none."""
    today = timezone.localdate()
    rows = communes_with_types(reader, today).filter(after_all(asked.after, ("pk", str)))
    if place := place_asked(asked.area, reader):
        rows = rows.within(place)
    found, is_more = first_of(rows.order_by("pk"), asked)
    return Coverage(
        reach=reach_of(reader),
        next=next_of(path, asked, found[-1].pk if is_more else None),
        on=today,
        items=[
            CoverageItem(row.commune.code, [type.code for type in row.types], row.is_reached)
            for row in commune_rows(found, today)
        ],
    )
