"""Topics of trainings: the list that an administrator keeps."""

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_unknown
from people.names import tidy

from ..models import TrainingTopic
from ..network_refusals import TrainingCodeTaken

WORDS = ("name_km", "name_en")
CHANGEABLE = frozenset({*WORDS, "position", "is_active"})


@transaction.atomic
def add_topic(*, code: str, by: User, **fields: object) -> TrainingTopic:
    """One more topic."""
    refuse_unknown(fields, CHANGEABLE)
    topic = TrainingTopic(code=code.strip().lower(), **fields)
    if TrainingTopic.objects.filter(code=topic.code).exists():
        raise TrainingCodeTaken
    _put_in_order(topic)
    topic.full_clean()
    topic.save(force_insert=True)
    journal.note("training_topic.added", about=topic, by=by, code=topic.code)
    return topic


@transaction.atomic
def change_topic(*, topic: TrainingTopic, by: User, **fields: object) -> TrainingTopic:
    """Other words, another place, or out of use; trainings that were held keep it."""
    refuse_unknown(fields, CHANGEABLE)
    topic.refresh_from_db(from_queryset=TrainingTopic.objects.select_for_update(no_key=True))
    before = {name: getattr(topic, name) for name in fields}
    for name, value in fields.items():
        setattr(topic, name, value)
    _put_in_order(topic)
    topic.full_clean()
    topic.save(force_update=True)
    changed = sorted(name for name in fields if getattr(topic, name) != before[name])
    journal.note("training_topic.changed", about=topic, by=by, fields=changed)
    return topic


def _put_in_order(topic: TrainingTopic) -> None:
    for name in WORDS:
        setattr(topic, name, tidy(getattr(topic, name) or ""))
