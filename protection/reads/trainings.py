"""Trainings as the desk shows them: the rows of the list, and those who took part in one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from accounts.roles import Capability
from participation.reads.people_found import VILLAGE, FoundPerson, with_groups
from people.likeness import Facts, commune_of, likely_people
from people.models import Person, Sex
from places.paths import parts_for

from ..models import Sector, Training, TrainingPlace
from ..scopes import trainings as within_reach

MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training and how many took part; numbers only."""

    training: Training
    path: list[str]
    people: int
    female: int
    male: int
    by_sector: Counter[str]

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """The sectors that had somebody there, in their order."""
        return [(str(sector.label), self.by_sector[sector]) for sector in Sector if self.by_sector[sector]]


def training_rows(trainings: Iterable[Training]) -> list[TrainingRow]:
    """Two queries for a page of any length; the trainings came with their topics."""
    trainings = list(trainings)
    paths = parts_for({training.area_id for training in trainings})
    sexes: dict[UUID, Counter[str]] = defaultdict(Counter)
    sectors: dict[UUID, Counter[str]] = defaultdict(Counter)
    places = TrainingPlace.objects.filter(training__in=trainings).order_by()
    for key, sex, sector, number in places.values_list("training_id", "person__sex", "sector").annotate(Count("pk")):
        sexes[key][sex] += number
        sectors[key][sector] += number
    return [
        TrainingRow(
            training=training,
            path=paths[training.area_id],
            people=sexes[training.pk].total(),
            female=sexes[training.pk][Sex.FEMALE],
            male=sexes[training.pk][Sex.MALE],
            by_sector=sectors[training.pk],
        )
        for training in trainings
    ]


def participants(training: Training, *, user: User) -> list[TrainingPlace] | None:
    """Who took part, by name; ``None`` for a reader who may not see names."""
    if not Training.objects.filter(within_reach(Capability.SEE_PEOPLE)(user), pk=training.pk).exists():
        return None
    places = TrainingPlace.objects.visible_to(user).filter(training=training)
    return list(places.select_related("person__village").order_by("person__name_sort", "pk"))


def may_change(training: Training, *, user: User) -> bool:
    return Training.objects.editable_by(user).filter(pk=training.pk).exists()


def likely_known(facts: Sequence[Mapping[str, object]], *, user: User) -> list[list[FoundPerson]]:
    """For each newcomer the persons in scope who may be the same, the likeliest first."""
    among = Person.objects.visible_to(user).select_related(*VILLAGE)
    asked = [
        Facts(
            *(one["family_name"], one["given_name"], "", one["sex"], one["birth_year"]),
            commune_of(one["village"].pk if one["village"] else None),
        )
        for one in facts
    ]
    return [
        with_groups([row.person for row in found[:MOST_ALIKE]], user=user) if found else []
        for found in likely_people(asked, among=among)
    ]
