"""Places in trainings when two records of one person become one, and when they become two again."""

from people.copies import copy_of, put_back
from people.merging import Mover, register
from people.models import Person

from .models import Training, TrainingPlace


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(Mover("training_places", move_places, put_back_places))


def move_places(kept: Person, gone: Person) -> object:
    """Who took part in a training under both records took part once: the kept record's place stands."""
    rows = list(TrainingPlace.objects.filter(person=gone))
    known = set(TrainingPlace.objects.filter(person=kept).values_list("training_id", flat=True))
    moved = [row for row in rows if row.training_id not in known]
    dropped = [row for row in rows if row.training_id in known]
    TrainingPlace.objects.filter(pk__in=[row.pk for row in moved]).update(person=kept)
    TrainingPlace.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return {"moved": [str(row.pk) for row in moved], "dropped": [copy_of(row) for row in dropped]}


def put_back_places(kept: Person, gone: Person, moved: dict) -> None:
    """Only in trainings that are still there."""
    TrainingPlace.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
    asked = {copy["training_id"] for copy in moved["dropped"]}
    there = set(map(str, Training.objects.filter(pk__in=asked).values_list("pk", flat=True)))
    put_back(TrainingPlace, [copy for copy in moved["dropped"] if copy["training_id"] in there])
