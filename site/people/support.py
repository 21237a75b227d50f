"""What rooms need for people: reading it for a list, writing it as a whole."""

from collections.abc import Iterable
from uuid import UUID

from .models import Person, SupportNeed
from .refusals import UnknownNeed


def needs_of(person: Person) -> set[str]:
    return set(person.support_needs.values_list("need", flat=True))


def needs_of_people(people: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The needs of people on a list, in the order in which they are asked for; the people come from a scoped list."""
    order = {need: place for place, need in enumerate(SupportNeed.Need.values)}
    found: dict[UUID, list[str]] = {}
    for person, need in SupportNeed.objects.filter(person__in=list(people)).values_list("person_id", "need"):
        found.setdefault(person, []).append(need)
    return {person: sorted(needs, key=lambda need: order[need]) for person, needs in found.items()}


def put_needs(person: Person, needs: Iterable[str]) -> None:
    """The whole list, for an action that has the person in its hands."""
    asked = set(needs)
    if not asked <= set(SupportNeed.Need.values):
        raise UnknownNeed
    if not person._state.adding:
        known = needs_of(person)
        person.support_needs.filter(need__in=known - asked).delete()
        asked -= known
    SupportNeed.objects.bulk_create(SupportNeed(person=person, need=need) for need in sorted(asked))
