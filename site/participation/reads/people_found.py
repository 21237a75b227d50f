"""Looking for a person within the reader's scope, and the question whether a newcomer is known already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from people.likeness import Facts, commune_of, likely_people
from people.models import Person
from places.models import AdminArea
from places.paths import path

from ..models import Membership

LIMIT = 50
MOST_READ = 500
"""A common name belongs to thousands: putting all of them in order would take longer than asking for another word."""
MANY = 2 * LIMIT
"""So many in the sample, one person in sixteen, and nobody looks further: the name is that of thousands."""
VILLAGE = ("village__parent__parent__parent",)
"""Brings the places above a village along, for its path."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person as a list of results shows them: enough to tell one child from another."""

    person: Person
    age: int | None
    village: str
    """The full path of the village; empty where none is known."""
    groups: list[Membership]
    """The memberships of today that the reader may see."""


@dataclass(frozen=True, slots=True)
class Found:
    rows: list[FoundPerson]
    has_more: bool
    """More were found than are shown: the reader is asked for another word."""


def find_people(text: str, *, user: User, limit: int = LIMIT) -> Found:
    """Persons in scope whose name holds the text, or whose code it is: four queries, whatever is found.

    Of very many the first in the order of their names are those of the ``MOST_READ`` that the database came upon.
    """
    matching = Person.objects.visible_to(user).matching(text).order_by().values("pk")
    of_sample = matching.in_the_sample()
    found = (of_sample if of_sample[:MANY].count() == MANY else matching)[:MOST_READ]
    first = Person.objects.filter(pk__in=found).by_name().values("pk")[: limit + 1]  # places are read of these alone
    people = list(Person.objects.filter(pk__in=first).select_related(*VILLAGE).by_name())
    return Found(rows=with_groups(people[:limit], user=user), has_more=len(people) > limit)


def likely_same(
    *,
    user: User,
    family_name: str,
    given_name: str,
    sex: str,
    birth_year: int | None,
    name_latin: str = "",
    village: AdminArea | None = None,
    limit: int = 5,
) -> list[FoundPerson]:
    """Persons in scope who may be this one, however the name is spelt; the likeliest first.

    What is not known of one of them (sex not said, no birth year, no village) does not tell two children apart.
    """
    facts = Facts(
        family_name, given_name, name_latin or "", sex, birth_year, commune_of(village.pk if village else None)
    )
    among = Person.objects.visible_to(user).select_related(*VILLAGE)
    (found,) = likely_people([facts], among=among)
    return with_groups([row.person for row in found[:limit]], user=user)


def with_groups(people: Iterable[Person], *, user: User, on: date | None = None) -> list[FoundPerson]:
    """The persons with their age and groups of a day."""
    people, day = list(people), on or timezone.localdate()
    memberships = Membership.objects.visible_to(user).current(day).filter(person__in=people).select_related("group")
    by_person: dict[object, list[Membership]] = defaultdict(list)
    for membership in memberships.order_by("began_on", "pk") if people else ():
        by_person[membership.person_id].append(membership)
    return [
        FoundPerson(
            person=person,
            age=person.age_on(day),
            village=path(person.village) if person.village else "",
            groups=by_person[person.pk],
        )
        for person in people
    ]
