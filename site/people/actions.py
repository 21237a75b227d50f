"""What is done to the record of a person: registering and correcting it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from places.models import AdminArea

from .likeness import keep_keys
from .models import Difficulty, Person, Purpose
from .names import has_letters, search_key, sorting_key, tidy_name
from .refusals import (
    AskedInTheFuture,
    BornInTheFuture,
    BornTooLongAgo,
    ChangedMeanwhile,
    NameNeedsConsent,
    NameWithoutLetters,
)

OLDEST = 120
"""Years; a birth year further back is a slip of the pen."""

NAMES = ("family_name", "given_name", "name_latin")

CORRECTABLE = frozenset(
    {
        "family_name",
        "given_name",
        "name_latin",
        "sex",
        "birth_year",
        "birth_month",
        "birth_is_estimated",
        "village",
        "difficulty",
        "difficulty_asked_on",
    }
)


@transaction.atomic
def register_person(
    *,
    by: User,
    family_name: str,
    given_name: str,
    sex: str,
    name_latin: str = "",
    birth_year: int | None = None,
    birth_month: int | None = None,
    birth_is_estimated: bool = False,
    village: AdminArea | None = None,
    difficulty: str = Difficulty.NOT_ASKED,
    difficulty_asked_on: date | None = None,
) -> Person:
    """A new person under a random code. Belonging to a group is a separate fact: see ``enrol_newcomer``."""
    person = Person(
        family_name=family_name,
        given_name=given_name,
        name_latin=name_latin,
        sex=sex,
        birth_year=birth_year,
        birth_month=birth_month,
        birth_is_estimated=birth_is_estimated,
        village=village,
        difficulty=difficulty,
        difficulty_asked_on=difficulty_asked_on,
        created_by=by,
    )
    _put_in_order(person)
    person.full_clean()
    person.save(force_insert=True)
    keep_keys(person)
    journal.note("person.registered", about=person, by=by)
    return person


@transaction.atomic
def correct_person(*, person: Person, by: User, version: int | None = None, **fields: object) -> Person:
    """Correct what is kept about a person; ``fields`` are the names in ``CORRECTABLE``.

    Marks of past meetings keep the sex, age group and difficulty under which they were counted.
    """
    unknown = fields.keys() - CORRECTABLE
    if unknown:
        raise TypeError(f"Not a field that can be corrected: {', '.join(sorted(unknown))}")
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if version is not None and version != person.version:
        raise ChangedMeanwhile
    before = _values(person, CORRECTABLE)
    for name, value in fields.items():
        setattr(person, name, value)
    _put_in_order(person)
    if person.anonymised_on is not None and any(getattr(person, name) != before[name] for name in NAMES):
        if not person.consents.filter(purpose=Purpose.MEMBERSHIP).in_force(timezone.localdate()).exists():
            raise NameNeedsConsent
        person.anonymised_on = None
    changed = sorted(name for name, value in _values(person, CORRECTABLE).items() if value != before[name])
    if not changed:
        return person
    person.version += 1
    person.full_clean()
    person.save(force_update=True)
    keep_keys(person)
    journal.note("person.corrected", about=person, by=by, fields=changed)
    return person


def _values(person: Person, names: frozenset[str]) -> Mapping[str, object]:
    return {name: getattr(person, "village_id" if name == "village" else name) for name in names}


def _put_in_order(person: Person) -> None:
    """Normal spellings, keys for finding and sorting, and the facts that a form alone cannot judge."""
    today = timezone.localdate()
    for name in NAMES:
        setattr(person, name, tidy_name(getattr(person, name) or ""))
    person.name_key = search_key(person.name, person.name_latin, length=260)
    person.name_sort = sorting_key(person.family_name, person.given_name, length=400)
    if person.name and not has_letters(person.name):
        raise NameWithoutLetters
    if person.birth_year is not None:
        if (person.birth_year, person.birth_month or 1) > (today.year, today.month):
            raise BornInTheFuture
        if person.birth_year < today.year - OLDEST:
            raise BornTooLongAgo
    else:
        person.birth_is_estimated = False
    if person.difficulty == Difficulty.NOT_ASKED:
        person.difficulty_asked_on = None
    elif person.difficulty_asked_on is None:
        person.difficulty_asked_on = today
    elif person.difficulty_asked_on > today:
        raise AskedInTheFuture
