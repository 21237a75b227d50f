"""What Primero and OSCaR call our types of services, from their public lists. Each installation may differ: an
administrator puts them right at the desk.
"""

from typing import NamedTuple

from django.db import transaction

from khmertext.normalise import normalise

from ..models import ExchangeSystem, ServiceType, ServiceTypeCode


class Called(NamedTuple):
    code: str
    name_en: str
    name_km: str = ""


OTHER = Called("other_service", "Other Service", "សេវាផ្សេងទៀត")
AS_DELIVERED = {
    "police": Called("police_other_service", "Police/Other Service", "សេវានគរបាល ឬសេវាផ្សេង"),
    "health": Called("health_medical_service", "Health/Medical Service", "សេវាសុខភាព"),
    "social_work": Called("child_protection_service", "Child Protection Service", "សេវាការពារកុមារ"),
    "psychosocial": Called("psychosocial_service", "Psychosocial Service", "សេវាគាំទ្រផ្លូវចិត្ត"),
    "shelter": Called("safehouse_service", "Safehouse Service", "សេវាទីស្នាក់អាស្រ័យ"),
    "legal": Called("legal_assistance_service", "Legal Assistance Service", "សេវាជំនួយផ្លូវច្បាប់"),
    "education_return": Called("education_service", "Education Service", "សេវាអប់រំ"),
    "birth_registration": Called("registration_service", "Registration Service", "សេវាចុះបញ្ជី"),
    "livelihood": Called("livelihoods_service", "Livelihoods Service", "សេវាជីវភាព"),
    "disability": OTHER,
    "helpline": OTHER,
}
"""The lookup of service types that Primero is delivered with."""

OTHER_THERE = Called("other", "Other", "ផ្សេងទៀត")
BESIDE_OSCAR = {
    "police": OTHER_THERE,
    "health": Called("medical_support", "Medical Support", "ការគាំទ្រផ្នែកវេជ្ជសាស្ត្រ"),
    "social_work": Called("social_work_case_work", "Social Work / Case Work", "កិច្ចការសង្គម"),
    "psychosocial": Called("counselling", "Counselling", "ការផ្តល់ប្រឹក្សា"),
    "shelter": Called("family_based_care", "Family Based Care", "ការថែទាំផ្អែកលើគ្រួសារ"),
    "legal": Called("legal_support", "Legal Support", "ការគាំទ្រផ្លូវច្បាប់"),
    "education_return": Called("training_education", "Training and Education", "ការបណ្តុះបណ្តាល និងអប់រំ"),
    "disability": Called("disability_support", "Disability Support", "ការគាំទ្រជនពិការ"),
    "birth_registration": OTHER_THERE,
    "livelihood": Called("financial_development", "Financial Development", "ការអភិវឌ្ឍហិរញ្ញវត្ថុ"),
    "helpline": OTHER_THERE,
}
"""The lookup of a Primero that exchanges referrals with OSCaR, as in Cambodia."""

OTHER_OSCAR = Called("f1a4e827-19f7-4f96-90f6-69e35f73d867", "Other Service")
OSCAR_SERVICES = {
    "police": OTHER_OSCAR,
    "health": Called("7c3fd50a-4ec0-45df-b359-d584cbd587af", "Provision of medical care"),
    "social_work": Called("042ffb1c-51de-404b-b69b-fdb9e15c9d36", "Generalist social work / case work"),
    "psychosocial": Called("318d3ae6-979d-47e7-9d94-2bb978102078", "Generalist counselling"),
    "shelter": Called("070bc9bd-6b71-4dcb-8dc8-a27c39c4ade3", "Family Based Care"),
    "legal": Called("86659a7b-52d4-4208-b73d-2ddf4d6dd5cd", "Support to access legal services"),
    "education_return": Called("a5647de9-4849-4106-a85c-6dbc0ac0ba50", "School support"),
    "disability": Called("593b1bde-eb5f-474e-af4e-8acaee656888", "Disability Support"),
    "birth_registration": OTHER_OSCAR,
    "livelihood": Called("3c36d45b-bf1a-4988-80b8-767183082d45", "Direct material assistance"),
    "helpline": OTHER_OSCAR,
}
"""The services of OSCaR, by the names and numbers that all its organisations share."""

PRESETS: dict[str, tuple[ExchangeSystem, dict[str, Called]]] = {
    "primero": (ExchangeSystem.PRIMERO, AS_DELIVERED),
    "primero_oscar": (ExchangeSystem.PRIMERO, BESIDE_OSCAR),
    "oscar": (ExchangeSystem.OSCAR, OSCAR_SERVICES),
}


@transaction.atomic
def plant_exchange_codes() -> int:
    """Add a code for every type of service that has none in a system; how many there were."""
    known = set(ServiceTypeCode.objects.values_list("type__code", "system"))
    rows = []
    for preset in ("primero", "oscar"):
        system, _called = PRESETS[preset]
        rows += [row for row in rows_of(preset) if (row.type.code, system) not in known]
    ServiceTypeCode.objects.bulk_create(rows)
    return len(rows)


def rows_of(preset: str) -> list[ServiceTypeCode]:
    """What a list says of the types that there are."""
    system, called = PRESETS[preset]
    types = ServiceType.objects.filter(code__in=called).order_by("position", "pk")
    return [
        ServiceTypeCode(
            type=type,
            system=system,
            code=called[type.code].code,
            name_en=called[type.code].name_en,
            name_km=normalise(called[type.code].name_km),
        )
        for type in types
    ]
