"""Services: their types, and the communes that they cover."""

from datetime import date
from itertools import count

from django.utils import timezone

from people.names import search_key
from protection.models import ExchangePlace, Service, ServiceCoverage, ServiceType, ServiceTypeCode
from protection.seeds.service_types import TYPES
from protection.terms import put_check
from tests.factories.places import make_commune

BEGAN_ON = date(2024, 1, 1)
_numbers = count(1)


def make_type(code: str = "health", **overrides) -> ServiceType:
    """A type as seeded; under another code, a new one."""
    seeds = {seed.code: {**seed._asdict(), **seed.term._asdict()} for seed in TYPES}
    new = {"name_km": f"ប្រភេទ {code}", "name_en": f"Type {code}", "child_km": f"ពេល {code}", "child_en": f"When {code}"}
    fields = seeds.get(code, {**new, "reason_km": "ហេតុផល", "reason_en": "Reason"})
    fields = {name: value for name, value in fields.items() if name not in ("term", "code")}
    return ServiceType.objects.get_or_create(code=code, defaults={**fields, **overrides})[0]


def make_service(*, checked_on: date | None = None, is_checked: bool = True, **overrides) -> Service:
    """A service that somebody checked today, or on the day that is said."""
    number = next(_numbers)
    fields = {"code": f"S-T-{number:06d}", "name_km": f"មណ្ឌល {number}", "name_en": f"Centre {number}", **overrides}
    if "type" not in fields:
        fields["type"] = make_type()
    if "area" not in fields:
        fields["area"] = make_commune()
    service = Service(**fields)
    names = (service.name_km, service.name_en, service.provider_km, service.provider_en)
    service.name_key = search_key(*names)
    if is_checked:
        put_check(service, checked_on or timezone.localdate(), "focal_point")
    service.save(force_insert=True)
    return service


def make_coverage(**overrides) -> ServiceCoverage:
    """A service covers the commune of its office since long ago."""
    fields = {"began_on": BEGAN_ON, "source": "agreement", **overrides}
    if "service" not in fields:
        fields["service"] = make_service()
    if "commune" not in fields:
        fields["commune"] = fields["service"].area
    return ServiceCoverage.objects.create(**fields)


def make_type_code(**overrides) -> ServiceTypeCode:
    """What Primero calls a type of service."""
    fields = {"system": "primero", "code": "health_medical_service", "name_en": "Health/Medical Service", **overrides}
    if "type" not in fields:
        fields["type"] = make_type()
    return ServiceTypeCode.objects.create(**fields)


def make_exchange_place(**overrides) -> ExchangePlace:
    fields = {"system": "oscar", "code": "050699", **overrides}
    if "area" not in fields:
        fields["area"] = make_commune()
    return ExchangePlace.objects.create(**fields)
