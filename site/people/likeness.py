"""Who may be the same person: candidates by index, then a score from names, sex, birth year and place.

Nothing is merged by a score. It only decides whom somebody is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Q, QuerySet

from .models import Person, PersonLikenessKey, Sex
from .sounds import reading, sameness, skeleton

LIKELY = 0.8
"""From this score on, people are asked."""

AT_ONCE = 200
COMMUNE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Facts:
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


def key_rows(person: Person) -> list[PersonLikenessKey]:
    """The rows to keep for a person, for writers in bulk; none for one whose name was removed."""
    facts = facts_of(person)
    if person.anonymised_on is not None:
        return []
    return [
        PersonLikenessKey(person_id=person.pk, key=key, birth_year=facts.birth_year, commune=facts.commune)
        for key in sorted(keys_of(facts))
    ]


def keep_keys(*people: Person) -> None:
    """Put the likeness keys of people right; what is right already stays."""
    rows = [row for person in people for row in key_rows(person)]
    wanted = {(row.person_id, row.key, row.birth_year, row.commune): row for row in rows}
    kept = PersonLikenessKey.objects.filter(person__in=people)
    stale = []
    for pk, *values in kept.values_list("pk", "person_id", "key", "birth_year", "commune"):
        if wanted.pop(tuple(values), None) is None:
            stale.append(pk)
    if stale:
        PersonLikenessKey.objects.filter(pk__in=stale).delete()
    if wanted:
        PersonLikenessKey.objects.bulk_create(wanted.values(), batch_size=2000)


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
        score -= 0.25
    return max(0.0, round(score, 3))


def likely_people(facts: Sequence[Facts], *, among: QuerySet[Person], least: float = LIKELY) -> list[list[Likeness]]:
    """For each of ``facts`` the people ``among`` whom somebody should be asked about, the likeliest first.

    Two queries for each 200 of them, both led by the index of keys.
    """
    found: list[list[Likeness]] = []
    for start in range(0, len(facts), AT_ONCE):
        found += _likely(facts[start : start + AT_ONCE], among, least)
    return found


def _likely(facts: Sequence[Facts], among: QuerySet[Person], least: float) -> list[list[Likeness]]:
    rows = _key_rows_near(facts)
    by_key: dict[str, set[object]] = defaultdict(set)
    for key, person in rows:
        by_key[key].add(person)
    people = among.in_bulk({person for _key, person in rows}) if rows else {}
    found = []
    for one in facts:
        near = set().union(*(by_key[key] for key in keys_of(one)))
        scored = ((people[key], likeness_of(one, facts_of(people[key]))) for key in near if key in people)
        likely = [Likeness(person, score) for person, score in scored if score >= least]
        found.append(sorted(likely, key=lambda row: (-row.score, row.person.name_sort, str(row.person.pk))))
    return found


def _key_rows_near(facts: Iterable[Facts]) -> list[tuple[str, object]]:
    """The key rows that share a key with one of the facts and may be of the same year."""
    years: dict[int | None, set[str]] = defaultdict(set)
    for one in facts:
        years[one.birth_year] |= keys_of(one)
    wanted = [Q(key__in=keys) & _near(year) for year, keys in years.items() if keys]
    if not wanted:
        return []
    return list(PersonLikenessKey.objects.filter(reduce(or_, wanted)).values_list("key", "person_id"))


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
