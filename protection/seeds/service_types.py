"""The types of services that a new portal starts with, in the words of officers and in those of children.

Their terms are our proposal, each with its reason; an administrator changes them at the desk.
"""

from typing import NamedTuple

from django.db import transaction

from khmertext.normalise import normalise

from ..models import ServiceType

STEP = 10
"""Positions leave room for what an administrator puts in between."""


class Term(NamedTuple):
    """How often it is checked, how long it stays public after that, and why."""

    check_months: int
    grace_days: int
    reason_km: str
    reason_en: str


OFFICES = Term(
    6, 60, "ការិយាល័យរដ្ឋកម្រផ្លាស់ទីណាស់ តែម៉ោង និងលេខទូរស័ព្ទអាចប្តូរ។", "Public offices seldom move, but hours and numbers change."
)
PROJECTS = Term(
    3, 30, "សេវាដែលពឹងលើគម្រោងអាចបិទនៅពេលអស់ថវិកា។", "Services that live on a project may close when its money ends."
)
URGENT = Term(
    3, 30, "កុមារដែលត្រូវការសេវានេះ មិនអាចរង់ចាំបានទេ។", "A child who needs this cannot lose a day on a wrong number."
)


class TypeSeed(NamedTuple):
    code: str
    name_km: str
    name_en: str
    child_km: str
    child_en: str
    term: Term


TYPES = (
    TypeSeed(
        "police",
        "នគរបាល",
        "Police",
        "ពេលប្អូនមានគ្រោះថ្នាក់ ឬមាននរណាម្នាក់ធ្វើបាបប្អូន",
        "When you are in danger, or somebody hurts you",
        URGENT,
    ),
    TypeSeed(
        "health",
        "សុខភាព",
        "Health",
        "ពេលប្អូនឈឺ រងរបួស ឬត្រូវការពេទ្យ",
        "When you are ill or hurt and need a nurse or a doctor",
        OFFICES,
    ),
    TypeSeed(
        "social_work",
        "កិច្ចការសង្គម",
        "Social work",
        "ពេលប្អូន ឬគ្រួសារប្អូនត្រូវការនរណាម្នាក់ជួយរកផ្លូវដោះស្រាយ",
        "When you or your family need somebody who finds a way with you",
        OFFICES,
    ),
    TypeSeed(
        "psychosocial",
        "ការគាំទ្រផ្លូវចិត្ត",
        "Counselling",
        "ពេលប្អូនកើតទុក្ខ ភ័យខ្លាច ឬចង់និយាយជាមួយអ្នកស្តាប់",
        "When you are sad or afraid and want to talk to somebody who listens",
        PROJECTS,
    ),
    TypeSeed(
        "shelter",
        "ទីស្នាក់អាស្រ័យ និងការថែទាំជំនួស",
        "Shelter and alternative care",
        "ពេលប្អូនមិនអាចស្នាក់នៅផ្ទះដោយសុវត្ថិភាព",
        "When you cannot stay at home and be safe",
        URGENT,
    ),
    TypeSeed(
        "legal",
        "ជំនួយផ្លូវច្បាប់",
        "Legal help",
        "ពេលប្អូនត្រូវការអ្នកពន្យល់ច្បាប់ ឬនិយាយជំនួសប្អូន",
        "When you need somebody who explains the law or speaks for you",
        PROJECTS,
    ),
    TypeSeed(
        "education_return",
        "ការត្រឡប់ទៅរៀនវិញ",
        "Return to school",
        "ពេលប្អូនឈប់រៀន ហើយចង់ទៅរៀនវិញ",
        "When you left school and want to go back",
        OFFICES,
    ),
    TypeSeed(
        "disability",
        "ពិការភាព និងការស្តារនីតិសម្បទា",
        "Disability and rehabilitation",
        "ពេលប្អូនពិបាកដើរ មើល ស្តាប់ ឬរៀន ហើយត្រូវការឧបករណ៍ ឬការហ្វឹកហាត់",
        "When walking, seeing, hearing or learning is hard, and an aid or training would help",
        OFFICES,
    ),
    TypeSeed(
        "birth_registration",
        "ការចុះបញ្ជីកំណើត",
        "Birth registration",
        "ពេលប្អូនមិនទាន់មានសំបុត្រកំណើត",
        "When you have no birth certificate yet",
        OFFICES,
    ),
    TypeSeed(
        "livelihood",
        "ការគាំទ្រជីវភាពគ្រួសារ",
        "Support for families",
        "ពេលគ្រួសារប្អូនខ្វះខាតអាហារ ឬប្រាក់សម្រាប់រៀន",
        "When your family lacks food, or money for school",
        PROJECTS,
    ),
    TypeSeed(
        "helpline",
        "ខ្សែទូរស័ព្ទជំនួយ",
        "Helpline",
        "ពេលប្អូនចង់និយាយតាមទូរស័ព្ទ",
        "When you want to talk on the telephone",
        URGENT,
    ),
)


@transaction.atomic
def plant_service_types() -> int:
    """Add every type that is missing; how many were added."""
    before = ServiceType.objects.count()
    rows = [_row(seed, place * STEP) for place, seed in enumerate(TYPES, start=1)]
    ServiceType.objects.bulk_create(rows, ignore_conflicts=True)
    return ServiceType.objects.count() - before


def _row(seed: TypeSeed, position: int) -> ServiceType:
    words = {**seed._asdict(), **seed.term._asdict()}
    del words["term"]
    spelt = {name: normalise(text) if name.endswith("_km") else text for name, text in words.items()}
    return ServiceType(position=position, **spelt)
