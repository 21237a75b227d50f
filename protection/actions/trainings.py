"""What is done about trainings: recorded, corrected, and filled with those who took part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from accounts import journal
from accounts.models import User
from participation.actions.locks import refuse_future, refuse_unknown
from people.actions import register_person
from people.consenting import ADULT, Signed, record_consents_for_roster
from people.models import Person, Purpose

from ..models import Training, TrainingPlace
from ..network_refusals import (
    NobodyNamed,
    TooManyAtOnce,
    TrainingEndsBeforeItBegins,
    TrainingTooLong,
    TrainingTopicOutOfUse,
)

CHANGEABLE = frozenset({"topic", "began_on", "ended_on", "area", "organiser", "project"})
LONGEST = timedelta(days=60)
MOST_AT_ONCE = 50
NAME_KEPT = timedelta(days=1095)
"""How long a signature under the list of participants allows the name: three years, then it is asked for again."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register who took part."""

    person: Person
    sector: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody the register does not know yet; ``facts`` as ``register_person`` takes them."""

    facts: Mapping[str, object]
    sector: str


@transaction.atomic
def record_training(*, by: User, **fields: object) -> Training:
    """A training that is over; who took part is written down next."""
    refuse_unknown(fields, CHANGEABLE)
    training = Training(created_by=by, **fields)
    _check(training, topic_before=None)
    training.full_clean()
    training.save(force_insert=True)
    journal.note("training.recorded", about=training, by=by, topic=training.topic.code, area=training.area_id)
    return training


@transaction.atomic
def correct_training(*, training: Training, by: User, **fields: object) -> Training:
    """Put right what is written of a training; those who took part stay."""
    refuse_unknown(fields, CHANGEABLE)
    training.refresh_from_db(from_queryset=Training.objects.select_for_update(no_key=True))
    before, topic_before = {name: getattr(training, name) for name in fields}, training.topic_id
    for name, value in fields.items():
        setattr(training, name, value)
    _check(training, topic_before=topic_before)
    training.full_clean()
    training.save(force_update=True)
    changed = sorted(name for name in fields if getattr(training, name) != before[name])
    journal.note("training.corrected", about=training, by=by, fields=changed)
    return training


@transaction.atomic
def add_places(
    *,
    training: Training,
    by: User,
    known: Sequence[Known] = (),
    newcomers: Sequence[Newcomer] = (),
    signed: bool = False,
) -> list[TrainingPlace]:
    """Write down who took part. Who is on the list already stays on it as they are; gives the places that are new.

    ``signed``: all of them have signed the list of participants, so that the names of the grown-ups may be kept.
    """
    if not known and not newcomers:
        raise NobodyNamed
    if len(known) + len(newcomers) > MOST_AT_ONCE:
        raise TooManyAtOnce
    training.refresh_from_db(from_queryset=Training.objects.select_for_update(no_key=True))
    named = [(each.person, each.sector) for each in known]
    named += [(register_person(by=by, **each.facts), each.sector) for each in newcomers]
    there = set(TrainingPlace.objects.filter(training=training).values_list("person_id", flat=True))
    places = []
    for person, sector in {person: sector for person, sector in named if person.pk not in there}.items():
        place = TrainingPlace(training=training, person=person, sector=sector, created_by=by)
        place.full_clean(exclude=("training", "person"), validate_unique=False, validate_constraints=False)
        places.append(place)
    TrainingPlace.objects.bulk_create(places)
    journal.note("training.filled", about=training, by=by, named=len(places))
    if signed:
        _keep_signatures(training, [person for person, _sector in named], by)
    return places


@transaction.atomic
def take_out(*, place: TrainingPlace, by: User) -> None:
    """Somebody was written down by mistake; the person stays in the register."""
    journal.note("training.taken_out", about=place.training, by=by, person=place.person_id)
    place.delete()


def _keep_signatures(training: Training, people: Sequence[Person], by: User) -> None:
    """A child needs a guardian's signature too, which no list of participants has: children are left out."""
    day = training.ended_on
    lines = [
        Signed(person, [Purpose.MEMBERSHIP], person_on=day) for person in people if (person.age_on(day) or 0) >= ADULT
    ]
    if lines:
        record_consents_for_roster(about=training, lines=lines, valid_until=day + NAME_KEPT, explained_by=by, by=by)


def _check(training: Training, *, topic_before: int | None) -> None:
    refuse_future(training.ended_on, field="ended_on")
    if training.ended_on < training.began_on:
        raise TrainingEndsBeforeItBegins
    if training.ended_on - training.began_on > LONGEST:
        raise TrainingTooLong
    if not training.topic.is_active and training.topic_id != topic_before:
        raise TrainingTopicOutOfUse
