"""Officials and staff who were trained: each person once, at the end of the first training, by sector."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.ages import age_group_on
from protection.models import TrainingPlace
from protection.models.training import Sector

from ..keys import WHOLE_PROGRAMME, Cells, Key, commune_of, in_all_places
from ..models import Indicator, SettledFact
from ..quarters import Quarter
from .kinds import Look, WholeFormula

PERSON = ("person_id", "person__sex", "person__birth_year", "person__birth_month", "person__difficulty")


class Trained(NamedTuple):
    """A person at the end of a training."""

    project: UUID | None
    day: date
    area: str
    sector: str
    training: UUID
    person: UUID
    sex: str
    birth_year: int | None
    birth_month: int | None
    difficulty: str

    def key(self) -> Key:
        age_group = age_group_on(self.day, birth_year=self.birth_year, birth_month=self.birth_month)
        return Key(
            str(Quarter.of(self.day)), commune_of(self.area), self.sex, age_group.value, self.difficulty, self.sector
        )

    def projects(self) -> set[str]:
        return {WHOLE_PROGRAMME, self.project.hex if self.project else WHOLE_PROGRAMME}


def _places(rows: QuerySet[TrainingPlace]) -> Iterator[Trained]:
    fields = ("training__project_id", "training__ended_on", "training__area_id", "sector", "training_id", *PERSON)
    in_order = rows.order_by("training__ended_on", "training_id", "pk").values_list(*fields)
    return map(Trained._make, in_order.iterator(chunk_size=5000))


def trained(indicator: Indicator, look: Look) -> Cells:
    """Whoever took part in a training that is over. Who was trained twice, or in two sectors, counts at the first."""
    counted: set[tuple[str, object]] = set()
    found: Cells = Counter()
    for fact in SettledFact.objects.filter(indicator=indicator).iterator(chunk_size=5000):
        counted.add((fact.project, fact.person_id))
        key = Key(fact.quarter, fact.area, fact.sex, fact.age_group, fact.difficulty, fact.part)
        found[fact.project, key] += 1
    for place in _places(TrainingPlace.objects.filter(training__ended_on__lte=look.today)):
        key = place.key()
        for one in place.projects():
            if (one, place.person) not in counted:
                counted.add((one, place.person))
                found[one, key] += 1
    return in_all_places(found)


def settled_places(people: Collection[UUID]) -> Iterator[dict[str, object]]:
    """At which training each of these people counts, as columns of ``SettledFact``: once for each project."""
    counted: set[tuple[str, object]] = set()
    for place in _places(TrainingPlace.objects.filter(person__in=people, training__ended_on__lte=timezone.localdate())):
        for one in place.projects():
            if (one, place.person) not in counted:
                counted.add((one, place.person))
                yield {
                    "project": one,
                    "person_id": place.person,
                    "group": place.training,
                    "happened_on": place.day,
                    **place.key()._asdict(),
                }


FORMULAS = (
    WholeFormula(
        key="trained", label=_("Adults who were trained, each once"), cells=trained, parts=dict(Sector.choices)
    ),
)
