"""The topics of trainings that a new portal starts with; an administrator changes them at the desk."""

from typing import NamedTuple

from django.db import transaction

from khmertext.normalise import normalise

from ..models import TrainingTopic

STEP = 10
"""Positions leave room for what an administrator puts in between."""


class TopicSeed(NamedTuple):
    code: str
    name_km: str
    name_en: str


TOPICS = (
    TopicSeed("child_protection", "មូលដ្ឋានគ្រឹះនៃកិច្ចការពារកុមារ", "Child protection, the basics"),
    TopicSeed("referral", "ការបញ្ជូនបន្ត និងសេវា", "Referral and services"),
    TopicSeed("positive_parenting", "ការចិញ្ចឹមកូនបែបវិជ្ជមាន", "Positive parenting"),
    TopicSeed("child_rights", "សិទ្ធិកុមារ និងការចូលរួមរបស់កុមារ", "Children's rights and participation"),
    TopicSeed("laws", "ច្បាប់ និងគោលនយោបាយស្តីពីកិច្ចការពារកុមារ", "Laws and policies of child protection"),
    TopicSeed("safeguarding", "ក្រមប្រតិបត្តិ និងការការពារកុមារក្នុងកម្មវិធី", "Code of conduct and safeguarding"),
    TopicSeed("online_safety", "សុវត្ថិភាពកុមារលើអ៊ីនធឺណិត", "Children's safety online"),
    TopicSeed("facilitation", "ការសម្របសម្រួលក្លឹប និងក្រុមប្រឹក្សាកុមារ", "Facilitating clubs and councils"),
)


@transaction.atomic
def plant_training_topics() -> int:
    """Add every topic that is missing; how many were added."""
    before = TrainingTopic.objects.count()
    rows = [
        TrainingTopic(code=seed.code, name_km=normalise(seed.name_km), name_en=seed.name_en, position=place * STEP)
        for place, seed in enumerate(TOPICS, start=1)
    ]
    TrainingTopic.objects.bulk_create(rows, ignore_conflicts=True)
    return TrainingTopic.objects.count() - before
