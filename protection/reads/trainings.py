"""Trainings as the desk shows them: the rows of the list, and those who took part in one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Capability
from accounts.scoping import NOBODY
from participation.reads.people_found import VILLAGE, FoundPerson, with_groups
from people.likeness import Facts, commune_of, likely_people
from people.models import Person, Sex
from places.paths import parts_for

from ..models import Sector, Training, TrainingPlace
from ..scopes import held_above, own_people
from ..scopes import trainings as within_reach

MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training and how many took part; numbers only. Of one held for a wider place: how many of the reader's own."""

    training: Training
    path: list[str]
    is_wider: bool
    people: int
    female: int
    male: int
    by_sector: Counter[str]

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """The sectors that had somebody there, in their order."""
        return [(str(sector.label), self.by_sector[sector]) for sector in Sector if self.by_sector[sector]]


def training_rows(trainings: Iterable[Training], *, user: User) -> list[TrainingRow]:
    """The same queries for a page of any length; the trainings came with their topics."""
    trainings = list(trainings)
    wider = wider_than_reach(trainings, user=user)
    paths = parts_for({training.area_id for training in trainings})
    sexes: dict[UUID, Counter[str]] = defaultdict(Counter)
    sectors: dict[UUID, Counter[str]] = defaultdict(Counter)
    places = TrainingPlace.objects.filter(training__in=trainings).order_by()
    if wider:
        places = places.filter(~Q(training__in=wider) | own_people(user, Capability.SEE_GROUPS))
    for key, sex, sector, number in places.values_list("training_id", "person__sex", "sector").annotate(Count("pk")):
        sexes[key][sex] += number
        sectors[key][sector] += number
    return [
        TrainingRow(
            training=training,
            path=paths[training.area_id],
            is_wider=training.pk in wider,
            people=sexes[training.pk].total(),
            female=sexes[training.pk][Sex.FEMALE],
            male=sexes[training.pk][Sex.MALE],
            by_sector=sectors[training.pk],
        )
        for training in trainings
    ]


def wider_than_reach(trainings: Sequence[Training], *, user: User) -> set[UUID]:
    """Those of them that were held for a place above the reader's: only their own people are theirs to see."""
    if held_above(user, Capability.SEE_GROUPS) == NOBODY:
        return set()
    keys = {training.pk for training in trainings}
    within = Training.objects.filter(within_reach(Capability.SEE_GROUPS)(user), pk__in=keys)
    return keys - set(within.values_list("pk", flat=True))


def participants(training: Training, *, user: User) -> list[TrainingPlace] | None:
    """Who took part, by name; of a training for a wider place the own people. ``None`` without the right to names."""
    reached = within_reach(Capability.SEE_PEOPLE)(user) | held_above(user, Capability.SEE_PEOPLE)
    if not Training.objects.filter(reached, pk=training.pk).exists():
        return None
    places = TrainingPlace.objects.visible_to(user).filter(training=training)
    return list(places.select_related("person__village").order_by("person__name_sort", "pk"))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the list to be signed; ``age`` is that of the last day, as far as it is known."""

    place: TrainingPlace
    age: int | None
    is_guess: bool


def register_lines(training: Training, places: Iterable[TrainingPlace]) -> list[RegisterLine]:
    return [
        RegisterLine(place, place.person.age_on(training.ended_on), place.person.birth_is_estimated) for place in places
    ]


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
