"""Networks with the groups they stand beside, and trainings with those who took part."""

from datetime import date
from itertools import count

from participation.models import CommunityGroup, Kind
from protection.models import StandsBeside, Training, TrainingPlace, TrainingTopic
from protection.seeds.training_topics import TOPICS
from tests.factories.participation import JOINED_ON, make_group
from tests.factories.people import make_person
from tests.factories.places import make_commune

HELD_ON = date(2026, 3, 10)
_numbers = count(1)


def make_network(**overrides) -> CommunityGroup:
    """An active network in a village."""
    number = next(_numbers)
    names = {"name_km": f"បណ្តាញការពារគ្រួសារ {number}", "name_latin": f"Network {number}"}
    return make_group(**{"kind": Kind.NETWORK, **names, **overrides})


def make_beside(network: CommunityGroup | None = None, group: CommunityGroup | None = None, **overrides):
    """A network beside a club, without an end yet."""
    fields = {"network": network or make_network(), "group": group or make_group(), "began_on": JOINED_ON}
    return StandsBeside.objects.create(**{**fields, **overrides})


def make_training_topic(code: str = "child_protection", **overrides) -> TrainingTopic:
    """A topic as seeded; under another code, a new one."""
    seeds = {seed.code: seed._asdict() for seed in TOPICS}
    known = seeds.get(code, {"name_km": f"ប្រធានបទ {code}", "name_en": f"Topic {code}"})
    fields = {name: value for name, value in known.items() if name != "code"}
    return TrainingTopic.objects.get_or_create(code=code, defaults={**fields, **overrides})[0]


def make_training(**overrides) -> Training:
    """A training of two days in a commune."""
    fields = {"began_on": HELD_ON.replace(day=9), "ended_on": HELD_ON, **overrides}
    if "topic" not in fields:
        fields["topic"] = make_training_topic()
    if "area" not in fields:
        fields["area"] = make_commune()
    return Training.objects.create(**fields)


def make_place(**overrides) -> TrainingPlace:
    """A teacher took part in a training."""
    fields = {"sector": "teacher", **overrides}
    if "training" not in fields:
        fields["training"] = make_training()
    if "person" not in fields:
        fields["person"] = make_person(birth_year=1985)
    return TrainingPlace.objects.create(**fields)
