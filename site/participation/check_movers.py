"""Conduct and screening when two records of one person become one, and when they become two again."""

from people.copies import copy_of, put_back
from people.merging import Mover, register
from people.models import Person

from .models import PersonCheck


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(Mover("checks", move_checks, put_back_checks))


def move_checks(kept: Person, gone: Person) -> object:
    """What was noted of both on one day stands once: that of the kept record."""
    rows = list(PersonCheck.objects.filter(person=gone))
    known = set(PersonCheck.objects.filter(person=kept).values_list("what", "done_on"))
    moved = [row.pk for row in rows if (row.what, row.done_on) not in known]
    dropped = [row for row in rows if row.pk not in moved]
    PersonCheck.objects.filter(pk__in=moved).update(person=kept)
    PersonCheck.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return {"moved": moved, "dropped": [copy_of(row) for row in dropped]}


def put_back_checks(kept: Person, gone: Person, moved: dict) -> None:
    """What was taken back since stays so."""
    PersonCheck.objects.filter(pk__in=moved["moved"], person=kept).update(person=gone)
    put_back(PersonCheck, moved["dropped"])
