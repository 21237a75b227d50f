"""Counts of people that must stand before the marks they rest on become counts, or an age becomes a band.

Settled are all facts of these people, found from the register as it is: no later day finds another number of the past.
"""

import uuid
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.retention.rules import Rule, register
from accounts.retention.terms import Due
from participation import settling
from participation.models import Attendance
from people import merging
from people.copies import copy_of, put_back
from people.models import Person
from protection.models import TrainingPlace

from .formulas import FactFormula, formula_of
from .formulas.kinds import About
from .formulas.sessions import COLUMNS
from .formulas.trainings import settled_places
from .keeping.folding import locked_state
from .models import CountedFact, Indicator, SettledFact


def settle(people: Collection[UUID]) -> None:
    """Keep what each of these people was counted for, once."""
    rows: list[SettledFact] = []
    for indicator in Indicator.objects.select_related("topic").order_by("pk"):
        formula = formula_of(indicator)
        if isinstance(formula, FactFormula) and formula.about is About.PERSON:
            rows += _facts(indicator, formula, people)
        elif formula.key == "trained":
            rows += [SettledFact(indicator=indicator, **row) for row in settled_places(people)]
    SettledFact.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def _facts(indicator: Indicator, formula: FactFormula, people: Collection[UUID]) -> list[SettledFact]:
    found = []
    for by_project in (False, True):
        for some in formula.facts(indicator, by_project, Q(person_id__in=list(people))):
            for row in some:
                values = dict(zip(COLUMNS, row, strict=True))
                values["person_id"] = values.pop("key")
                del values["value"]
                found.append(SettledFact(indicator=indicator, **values))
    return found


def of_forgotten(due: Due) -> QuerySet[SettledFact]:
    """Facts of people who are forgotten, and of whom no mark and no training is left that could count them again."""
    forgotten = Person.objects.filter(pk=OuterRef("person_id"), forgotten_on__isnull=False)
    marks = Attendance.objects.filter(person_id=OuterRef("person_id"))
    trained = TrainingPlace.objects.filter(person_id=OuterRef("person_id"))
    counted = CountedFact.objects.filter(
        indicator=OuterRef("indicator"), project=OuterRef("project"), key=OuterRef("person_id")
    )
    return SettledFact.objects.filter(Exists(forgotten), ~Exists(marks), ~Exists(trained), Exists(counted))


def unlink(keys: Sequence[object], due: Due) -> None:
    """From here on these facts lead to nobody; they are counted as before."""
    locked_state()
    facts = list(SettledFact.objects.select_for_update().filter(pk__in=keys))
    people = {fact.person_id for fact in facts}
    kept = {(row.indicator_id, row.project, row.key): row for row in CountedFact.objects.filter(key__in=people)}
    counted = []
    for fact in facts:
        row = kept.get((fact.indicator_id, fact.project, fact.person_id))
        if row is not None:
            fact.person_id = row.key = uuid.uuid4()
            counted.append(row)
    SettledFact.objects.bulk_update(facts, ["person_id"], batch_size=100)
    CountedFact.objects.bulk_update(counted, ["key"], batch_size=100)


def _move(kept: Person, gone: Person) -> object:
    """Two records of one person were counted as two; as one they count once, for what the kept record reached."""
    known = set(SettledFact.objects.filter(person_id=kept.pk).values_list("indicator_id", "project"))
    rows = list(SettledFact.objects.filter(person_id=gone.pk))
    dropped = [row for row in rows if (row.indicator_id, row.project) in known]
    moved = [row.pk for row in rows if (row.indicator_id, row.project) not in known]
    SettledFact.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    SettledFact.objects.filter(pk__in=moved).update(person_id=kept.pk)
    return {"moved": moved, "dropped": [copy_of(row) for row in dropped]}


def _put_back(kept: Person, gone: Person, moved: dict) -> None:
    SettledFact.objects.filter(pk__in=moved["moved"], person_id=kept.pk).update(person_id=gone.pk)
    put_back(SettledFact, moved["dropped"])


def register_all() -> None:
    """Called once, when the apps are ready."""
    settling.register(settle)
    merging.register(merging.Mover("settled_facts", _move, _put_back))
    label = _("Counts of forgotten people lead to nobody any more")
    register(Rule("unlinked", label, "identity", of_forgotten, unlink, at_once=100, is_last=True))
