"""What is done to the record of a person: registering and correcting it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.cleaning import Cleaner
from accounts.inserting import insert_all, insert_values
from accounts.models import User
from places.models import AdminArea

from .anonymising import NAMELESS
from .codes import new_person_code
from .likeness import KEY_COLUMNS, keep_keys, key_rows
from .models import Difficulty, Person, PersonAlias, PersonLikenessKey, Purpose
from .names import has_letters, search_key, sorting_key, tidy_name
from .refusals import (
    AskedInTheFuture,
    BornInTheFuture,
    BornTooLongAgo,
    ChangedMeanwhile,
    NameNeedsConsent,
    NameWithoutLetters,
    PersonIdTaken,
)
from .support import needs_of, put_needs

OLDEST = 120
"""Years; a birth year further back is a slip of the pen."""

REGISTERED, CORRECTED = "person.registered", "person.corrected"
LINKS = ("village", "created_by")
"""Columns of which the database sees to it that they point at something."""

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
    support_needs: Iterable[str] = (),
    id: UUID | None = None,
) -> Person:
    """A new person under a random code. Belonging to a group is a separate fact: see ``enrol_newcomer``.

    ``id`` may come from a phone. One that the register has, or had before a merge, is refused (``PersonIdTaken``) and
    never answered with somebody's record: the caller looks whether it is a person of the group that sent it.
    """
    if id is not None and (Person.objects.filter(pk=id).exists() or PersonAlias.objects.filter(old_id=id).exists()):
        raise PersonIdTaken
    person = Person(
        id=id or uuid4(),
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
    _put_in_order(person, timezone.localdate())
    person.full_clean()
    try:
        person.save(force_insert=True)
    except IntegrityError as clash:
        if id is None:
            raise
        raise PersonIdTaken from clash  # the same newcomer came twice at once
    keep_keys(person)
    put_needs(person, support_needs)
    journal.note(REGISTERED, about=person, by=by)
    return person


@transaction.atomic
def register_people(*, people: Sequence[Person], by: User) -> None:
    """Register many, not saved yet, each under the rules of ``register_person``, with a few statements for them all.

    The facts of each are judged here, what binds rows together by the database. The first that is refused keeps all
    of them out: ``PersonRefused`` says who it was.
    """
    today, cleaner = timezone.localdate(), Cleaner(Person, exclude=LINKS)
    for person in people:
        person.created_by_id = by.pk
        try:
            _put_in_order(person, today)
            cleaner.clean_fields(person)
        except ValidationError as refusal:
            raise PersonRefused(person, refusal) from refusal
    _give_free_codes(people)
    insert_all(people)
    insert_values(PersonLikenessKey, KEY_COLUMNS, (row for person in people for row in key_rows(person)))
    journal.note_all(REGISTERED, ((person, {}) for person in people), by=by)


@transaction.atomic
def correct_person(
    *,
    person: Person,
    by: User,
    version: int | None = None,
    support_needs: Iterable[str] | None = None,
    **fields: object,
) -> Person:
    """Correct what is kept about a person; ``fields`` are the names in ``CORRECTABLE``, the needs are the whole list.

    Marks of past meetings keep the sex, age group and difficulty under which they were counted. Whose name was removed
    is corrected in all else, and gets a name again once a paper for the list is on file.
    """
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if version is not None and version != person.version:
        raise ChangedMeanwhile
    changed = _correct(person, fields)
    if support_needs is not None and person.anonymised_on is not None:
        support_needs = ()  # who has no name needs no room
    if support_needs is not None and needs_of(person) != set(support_needs):
        put_needs(person, support_needs)
        person.version += not changed
        changed = sorted([*changed, "support_needs"])
    if not changed:
        return person
    person.full_clean(exclude=_unnamed(person))
    person.save(force_update=True)
    keep_keys(person)
    journal.note(CORRECTED, about=person, by=by, fields=changed)
    return person


@transaction.atomic
def correct_people(*, people: Sequence[tuple[Person, Mapping[str, object]]], by: User) -> None:
    """Correct many, each with its own fields and under the rules of ``correct_person``, keys and journal at once.

    The first that is refused keeps all corrections out: ``PersonRefused`` says of whom it was.
    """
    fresh = Person.objects.select_for_update().in_bulk([person.pk for person, _fields in people])
    told: list[tuple[Person, list[str]]] = []
    for person, fields in people:
        for column in Person._meta.concrete_fields:
            setattr(person, column.attname, getattr(fresh[person.pk], column.attname))
        try:
            changed = _correct(person, fields)
            person.clean_fields(exclude={*LINKS, *_unnamed(person)})
        except ValidationError as refusal:
            raise PersonRefused(person, refusal) from refusal
        if changed:
            person.save(force_update=True)
            told.append((person, changed))
    keep_keys(*(person for person, _changed in told))
    journal.note_all(CORRECTED, ((person, {"fields": changed}) for person, changed in told), by=by)


@transaction.atomic
def put_people_back(*, columns: Mapping[UUID, Mapping[str, object]], by: User) -> None:
    """Every column of some people as it stood at an earlier moment, moments and version too; for an undo."""
    people = Person.objects.select_for_update().in_bulk(list(columns))
    told = []
    for key, person in people.items():
        changed = sorted(name for name in CORRECTABLE if _differs(person, name, columns[key]))
        for name, value in columns[key].items():
            setattr(person, name, value)
        Person.objects.filter(pk=key).update(**columns[key])
        told.append((person, changed))
    keep_keys(*people.values())
    journal.note_all(CORRECTED, ((person, {"fields": changed}) for person, changed in told), by=by)


def _differs(person: Person, name: str, columns: Mapping[str, object]) -> bool:
    column = Person._meta.get_field(name).attname
    return getattr(person, column) != columns[column]


def _correct(person: Person, fields: Mapping[str, object]) -> list[str]:
    """Put the fields on the instance and everything in order; the names of what is other now."""
    unknown = fields.keys() - CORRECTABLE
    if unknown:
        raise TypeError(f"Not a field that can be corrected: {', '.join(sorted(unknown))}")
    before = _values(person, CORRECTABLE)
    for name, value in fields.items():
        setattr(person, name, value)
    _put_in_order(person, timezone.localdate())
    if person.anonymised_on is not None:
        _name_again(person, is_new=any(getattr(person, name) != before[name] for name in NAMES))
    changed = sorted(name for name, value in _values(person, CORRECTABLE).items() if value != before[name])
    person.version += bool(changed)
    return changed


def _unnamed(person: Person) -> tuple[str, ...]:
    """The columns that stand empty once a name was removed."""
    return ("given_name", "name_key", "name_sort") if person.anonymised_on else ()


def _name_again(person: Person, *, is_new: bool) -> None:
    """A name that was removed comes back with consent only; until then nothing finds or sorts the person by one."""
    if not is_new:
        person.name_key = person.name_sort = ""
        person.birth_month = None
        return
    if not person.consents.filter(purpose=Purpose.MEMBERSHIP).in_force(timezone.localdate()).exists():
        raise NameNeedsConsent
    person.anonymised_on = person.forgotten_on = None
    if person.family_name == NAMELESS:
        person.family_name = ""


class PersonRefused(Exception):
    """One of many people cannot be registered."""

    def __init__(self, person: Person, refusal: ValidationError) -> None:
        super().__init__(refusal)
        self.person = person
        self.refusal = refusal


def _give_free_codes(people: Sequence[Person]) -> None:
    """A random code is hardly ever taken, but thousands are drawn at once."""
    while taken := set(
        Person.objects.filter(code__in=[person.code for person in people]).values_list("code", flat=True)
    ):
        for person in people:
            if person.code in taken:
                person.code = new_person_code()


def _values(person: Person, names: frozenset[str]) -> Mapping[str, object]:
    return {name: getattr(person, "village_id" if name == "village" else name) for name in names}


def _put_in_order(person: Person, today: date) -> None:
    """Normal spellings, keys for finding and sorting, and the facts that a form alone cannot judge."""
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
