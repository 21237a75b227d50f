"""The work list of pairs that may be one person, and two records side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import CharField, Exists, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from people.likeness import facts_of, likely_people
from people.models import NotTheSame, Person, PersonLikenessKey

from ..models import Attendance, Membership
from ..paging import Page, page_of
from .people_found import VILLAGE, FoundPerson, with_groups

SIZE = 50
"""People looked at on one page; each may be like several others or, after the closer look, like none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person, the likelier pair first."""

    one: FoundPerson
    other: FoundPerson
    percent: int


def page_of_pairs(user: User, asked: Mapping[str, str]) -> tuple[list[Pair], Page[Person]]:
    """The pairs of one page: the same few queries, however many people there are."""
    among = Person.objects.editable_by(user).select_related(*VILLAGE)
    page = page_of(with_a_likeness(among), keys=("pk",), asked=asked, size=SIZE)
    found = likely_people([facts_of(person) for person in page.rows], among=among) if page.rows else []
    apart = _told_apart(page.rows)
    pairs = [
        (person, like.person, like.score)
        for person, likes in zip(page.rows, found, strict=True)
        for like in likes
        if person.pk < like.person.pk and (person.pk, like.person.pk) not in apart
    ]
    pairs.sort(key=lambda pair: (-pair[2], pair[0].name_sort, str(pair[0].pk)))
    people = {person.pk: person for pair in pairs for person in pair[:2]}
    shown = {row.person.pk: row for row in with_groups(people.values(), user=user)}
    return [Pair(shown[one.pk], shown[other.pk], round(score * 100)) for one, other, score in pairs], page


def with_a_likeness(people: QuerySet[Person]) -> QuerySet[Person]:
    """People for whom another with a higher id sounds alike, of a near year and no other commune; led by the index."""
    year = OuterRef("birth_year")
    near = Q(birth_year__range=(year - 1, year + 1)) | Q(birth_year=None) | Q(unknown_year=None)
    here = Q(commune=OuterRef("commune")) | Q(commune="") | Q(of_other="")
    others = PersonLikenessKey.objects.filter(key=OuterRef("key"), person_id__gt=OuterRef("person_id"))
    others = others.annotate(
        unknown_year=ExpressionWrapper(year, IntegerField()),
        of_other=ExpressionWrapper(OuterRef("commune"), CharField()),
    ).filter(near & here)
    keys = PersonLikenessKey.objects.filter(person_id=OuterRef("pk"))
    return people.filter(Exists(keys.filter(Exists(others))))


def _told_apart(people: Iterable[Person]) -> set[tuple[object, object]]:
    people = list(people)
    return set(NotTheSame.objects.filter(first__in=people).values_list("first_id", "second_id")) if people else set()


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both records."""

    label: str
    one: object
    other: object

    @property
    def differs(self) -> bool:
        return self.one != self.other


def side_by_side(one: FoundPerson, other: FoundPerson, *, user: User) -> list[Line]:
    """What is kept about both, fact by fact; counts are of the groups that the reader may see."""
    people = [one.person, other.person]
    memberships = list(
        Membership.objects.visible_to(user).filter(person__in=people).values_list("person_id", flat=True)
    )
    marks = list(Attendance.objects.visible_to(user).filter(person__in=people).values_list("person_id", flat=True))
    facts = (
        (_("Family name"), lambda row: row.person.family_name),
        (_("Given name"), lambda row: row.person.given_name),
        (_("Name in Latin letters"), lambda row: row.person.name_latin),
        (_("Code"), lambda row: row.person.code),
        (_("Sex"), lambda row: row.person.get_sex_display()),
        (_("Birth year"), lambda row: row.person.birth_year),
        (_("Village"), lambda row: row.village),
        (_("Groups today"), lambda row: ", ".join(membership.group.name for membership in row.groups)),
        (_("Memberships"), lambda row: memberships.count(row.person.pk)),
        (_("Marks"), lambda row: marks.count(row.person.pk)),
    )
    return [Line(label, value(one), value(other)) for label, value in facts]
