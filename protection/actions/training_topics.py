"""Topics of trainings: the list that an administrator keeps."""

from django.db import transaction

from accounts.models import User
from participation.actions.locks import refuse_unknown

from ..models import TrainingTopic
from ..network_refusals import TrainingCodeTaken
from .listed import add_row, change_row

WORDS = ("name_km", "name_en")
CHANGEABLE = frozenset({*WORDS, "position", "is_active"})


@transaction.atomic
def add_topic(*, code: str, by: User, **fields: object) -> TrainingTopic:
    """One more topic."""
    refuse_unknown(fields, CHANGEABLE)
    topic = TrainingTopic(code=code, **fields)
    return add_row(topic, words=WORDS, by=by, verb="training_topic.added", taken=TrainingCodeTaken)


@transaction.atomic
def change_topic(*, topic: TrainingTopic, by: User, **fields: object) -> TrainingTopic:
    """Other words, another place, or out of use; trainings that were held keep it."""
    refuse_unknown(fields, CHANGEABLE)
    change_row(topic, fields, words=WORDS, by=by, verb="training_topic.changed")
    return topic
