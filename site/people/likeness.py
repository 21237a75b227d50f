"""Who may be the same person: candidates by index, then a score from names, sex, birth year and place.

Nothing is merged by a score. It only decides whom somebody is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.inserting import insert_values

from .models import Person, PersonLikenessKey, Sex
from .sounds import reading, sameness, skeleton

LIKELY = 0.8
"""From this score on, people are asked."""

ELSEWHERE = 0.25
"""What it takes from a score that two people live in different communes."""

KEY_COLUMNS = ("person", "key", "birth_year", "commune")

type KeyRow = tuple[UUID, str, int | None, str]
"""A likeness key, by ``KEY_COLUMNS``."""

AT_ONCE = 500
COMMUNE_LENGTH = 6


class Facts(NamedTuple):
    """What tells one person from another, of a record or of a newcomer who has none yet."""

    family_name: str
    given_name: str
    name_latin: str = ""
    sex: str = Sex.OTHER
    birth_year: int | None = None
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the same person, and how likely that is."""

    person: Person
    score: float


def commune_of(village_id: str | None) -> str:
    """The id of the commune in which a village lies; empty where the place is unknown or wider than a commune."""
    source = (village_id or "").rstrip("0123456789")
    code = (village_id or "")[len(source) :]
    return source + code[:COMMUNE_LENGTH] if len(code) >= COMMUNE_LENGTH else ""


def facts_of(person: Person) -> Facts:
    return Facts(
        family_name=person.family_name,
        given_name=person.given_name,
        name_latin=person.name_latin,
        sex=person.sex,
        birth_year=person.birth_year,
        commune=commune_of(person.village_id),
    )


def keys_of(facts: Facts) -> set[str]:
    """The keys of a name: one by its Khmer, one by its Latin spelling; often they are equal."""
    return {key for key in (skeleton(facts.family_name, facts.given_name), skeleton(facts.name_latin)) if key}


def key_rows(person: Person) -> list[KeyRow]:
    """The rows to keep for a person, for writers in bulk; none for one whose name was removed."""
    if person.anonymised_on is not None:
        return []
    facts = facts_of(person)
    return [(person.pk, key, facts.birth_year, facts.commune) for key in sorted(keys_of(facts))]


def keep_keys(*people: Person) -> None:
    """Put the likeness keys of people right; what is right already stays."""
    wanted = dict.fromkeys(row for person in people for row in key_rows(person))
    rows = PersonLikenessKey.objects.filter(person__in=people)
    kept = {tuple(row): pk for pk, *row in rows.values_list("pk", *KEY_COLUMNS)}
    if stale := [pk for row, pk in kept.items() if row not in wanted]:
        PersonLikenessKey.objects.filter(pk__in=stale).delete()
    insert_values(PersonLikenessKey, KEY_COLUMNS, (row for row in wanted if row not in kept))


def likeness_of(one: Facts, other: Facts) -> float:
    """From 0 (surely two people) to 1 (all that is known agrees)."""
    if one.sex != other.sex and Sex.OTHER not in (one.sex, other.sex):
        return 0.0
    score = _names(one, other)
    if one.birth_year is None or other.birth_year is None:
        score -= 0.02
    elif abs(one.birth_year - other.birth_year) > 1:
        return 0.0
    elif one.birth_year != other.birth_year:
        score -= 0.03
    if one.commune and other.commune and one.commune != other.commune:
        score -= ELSEWHERE
    return max(0.0, round(score, 3))


def likely_people(facts: Sequence[Facts], *, among: QuerySet[Person], least: float = LIKELY) -> list[list[Likeness]]:
    """For each of ``facts`` the people ``among`` whom somebody should be asked about, the likeliest first.

    Three queries for each 500 of them, led by the index of keys; only who is likely is read whole.
    """
    found: list[list[Likeness]] = []
    for start in range(0, len(facts), AT_ONCE):
        found += _likely(facts[start : start + AT_ONCE], among, least)
    return found


def _likely(facts: Sequence[Facts], among: QuerySet[Person], least: float) -> list[list[Likeness]]:
    by_key: dict[str, list[tuple[object, int | None, str]]] = defaultdict(list)
    for key, *row in _key_rows_near(facts, least):
        by_key[key].append(row)
    near = [
        {
            person
            for key in keys_of(one)
            for person, year, commune in by_key[key]
            if _may_be_near(one, year, commune, least)
        }
        for one in facts
    ]
    told = _facts_of_many(set().union(*near), among)
    scores: list[dict[object, float]] = []
    for one, people in zip(facts, near, strict=True):
        scored = {person: likeness_of(one, told[person]) for person in people & told.keys()}
        scores.append({person: score for person, score in scored.items() if score >= least})
    likely = set().union(*scores)
    people = among.in_bulk(likely) if likely else {}
    return [
        sorted(
            (Likeness(people[person], score) for person, score in scored.items() if person in people),
            key=lambda row: (-row.score, row.person.name_sort, str(row.person.pk)),
        )
        for scored in scores
    ]


def _facts_of_many(keys: set[object], among: QuerySet[Person]) -> dict[object, Facts]:
    """What is compared, of many records that will mostly turn out to be other people."""
    if not keys:
        return {}
    columns = ("pk", "family_name", "given_name", "name_latin", "sex", "birth_year", "village_id")
    rows = among.filter(pk__in=keys).order_by().values_list(*columns)
    return {key: Facts(*told, commune_of(village)) for key, *told, village in rows}


def _may_be_near(one: Facts, year: int | None, commune: str, least: float) -> bool:
    """Of many facts asked for at once the index gives everybody who fits one of them; this tells whether it is this."""
    is_of_age = one.birth_year is None or year is None or abs(one.birth_year - year) <= 1
    is_here = not one.commune or not commune or one.commune == commune
    return is_of_age and (is_here or least <= 1 - ELSEWHERE)


def _key_rows_near(facts: Iterable[Facts], least: float) -> list[tuple[str, object, int | None, str]]:
    """The key rows that share a key with one of the facts, may be of the same year and are not of another commune:
    key, person, birth year, commune.

    Where somebody of another commune could still be likely enough, the commune is left out.
    """
    keys: dict[tuple[int | None, bool], set[str]] = defaultdict(set)
    communes: dict[tuple[int | None, bool], set[str]] = defaultdict(lambda: {""})
    for one in facts:
        kind = one.birth_year, bool(one.commune) and least > 1 - ELSEWHERE
        keys[kind] |= keys_of(one)
        communes[kind].add(one.commune)
    wanted = [
        Q(key__in=some) & _near(kind[0]) & (Q(commune__in=communes[kind]) if kind[1] else Q())
        for kind, some in keys.items()
        if some
    ]
    if not wanted:
        return []
    columns = ("key", "person_id", "birth_year", "commune")
    return list(PersonLikenessKey.objects.filter(reduce(or_, wanted)).values_list(*columns))


def _near(year: int | None) -> Q:
    return Q() if year is None else Q(birth_year__range=(year - 1, year + 1)) | Q(birth_year=None)


def _names(one: Facts, other: Facts) -> float:
    """How alike two names are. A name in Latin letters may help a Khmer one, and stands for it where scripts differ."""
    native = _parts(_readings(one.family_name, one.given_name), _readings(other.family_name, other.given_name))
    latin = _latin_parts(one.name_latin, other.name_latin)
    if latin is None:
        return native
    if native >= LIKELY:
        return max(native, latin)
    return max(native, 0.55 * latin + 0.45 * native)


def _parts(one: tuple[str, str], other: tuple[str, str]) -> float:
    """The weaker of family and given name counts; as they stand, changed about, or written in one."""
    straight = min(sameness(one[0], other[0]), sameness(one[1], other[1]))
    swapped = min(sameness(one[0], other[1]), sameness(one[1], other[0]))
    return max(straight, swapped, 1.0 if "".join(one) == "".join(other) else 0.0)


def _latin_parts(one: str, other: str) -> float | None:
    if not one or not other:
        return None
    (family, *given), (other_family, *other_given) = one.split(), other.split()
    return _parts(_readings(family, "".join(given)), _readings(other_family, "".join(other_given)))


@lru_cache(maxsize=4096)
def _readings(family_name: str, given_name: str) -> tuple[str, str]:
    return reading(family_name), reading(given_name)
