"""Ways to fill a seat, and bodies in which councils speak, as they are known from practice."""

from typing import NamedTuple

from django.db import transaction

from khmertext.normalise import normalise

from ..models import FillingMethod, RepresentedBody

STEP = 10
"""Positions leave room for what an administrator puts in between."""


class MethodSeed(NamedTuple):
    code: str
    name_km: str
    name_en: str
    is_election: bool = False


class BodySeed(NamedTuple):
    code: str
    name_km: str
    name_en: str


METHODS = (
    MethodSeed("ballot", "បោះឆ្នោតសម្ងាត់", "Elected by ballot", is_election=True),
    MethodSeed("show_of_hands", "បោះឆ្នោតដោយលើកដៃ", "Elected by show of hands", is_election=True),
    MethodSeed("phone_ballot", "បោះឆ្នោតសម្ងាត់តាមទូរស័ព្ទ", "Elected by ballot on one phone", is_election=True),
    MethodSeed("consensus", "ជ្រើសរើសរួមគ្នា", "Chosen together"),
    MethodSeed("appointed", "តែងតាំង", "Appointed"),
    MethodSeed("acting", "ស្តីទី", "Acting"),
)

BODIES = (
    BodySeed("ccwc", "គណៈកម្មាធិការទទួលបន្ទុកកិច្ចការនារី និងកុមារ", "Commune committee for women and children (CCWC)"),
    BodySeed(
        "wccc",
        "គណៈកម្មាធិការពិគ្រោះយោបល់កិច្ចការស្ត្រី និងកុមារ",
        "Consultative committee for women and children (WCCC)",
    ),
    BodySeed("commune_council", "ក្រុមប្រឹក្សាឃុំ សង្កាត់", "Commune or sangkat council"),
    BodySeed("school_committee", "គណៈកម្មការសាលារៀន", "School committee"),
    BodySeed("forum", "វេទិកាកុមារ", "Children's forum"),
)


@transaction.atomic
def plant_lists() -> dict[str, int]:
    """Add every way and every body that is missing; gives how many rows of each table were added."""
    added = {}
    for model, seeds in ((FillingMethod, METHODS), (RepresentedBody, BODIES)):
        before = model.objects.count()
        model.objects.bulk_create(
            (
                model(position=place * STEP, **{**seed._asdict(), "name_km": normalise(seed.name_km)})
                for place, seed in enumerate(seeds, start=1)
            ),
            ignore_conflicts=True,
        )
        added[model._meta.model_name] = model.objects.count() - before
    return added
