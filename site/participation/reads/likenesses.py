"""The work list of pairs that may be one person, and two records side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.paging import Page, page_of
from people.likeness import facts_of, likely_people
from people.models import NotTheSame, Person, PersonLikenessKey

from ..models import Attendance, Membership
from .people_found import VILLAGE, FoundPerson, with_groups

SIZE = 50
"""People looked at for one page; each may be like several others or, after the closer look, like none."""

MOST_PAIRS = 20
"""Pairs on one page, the likeliest of each person: the next one follows when it is decided. The next page goes on with
the person after the last of them."""


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
    found = []
    if page.rows:  # each pair stands with the lower id, and the rows come by id
        others = among.filter(pk__gt=page.rows[0].pk)
        found = likely_people([facts_of(person) for person in page.rows], among=others)
    apart = _told_apart(page.rows)
    pairs: list[tuple[Person, Person, float]] = []
    for looked_at, (person, likes) in enumerate(zip(page.rows, found, strict=True)):
        if len(pairs) >= MOST_PAIRS:
            page = replace(page, rows=page.rows[:looked_at], next=page.rows[looked_at - 1].pk)
            break
        others_after = (like for like in likes if person.pk < like.person.pk)
        like = next((like for like in others_after if (person.pk, like.person.pk) not in apart), None)
        if like is not None:
            pairs.append((person, like.person, like.score))
    pairs.sort(key=lambda pair: (-pair[2], pair[0].name_sort, str(pair[0].pk)))
    people = {person.pk: person for pair in pairs for person in pair[:2]}
    shown = {row.person.pk: row for row in with_groups(people.values(), user=user)}
    return [Pair(shown[one.pk], shown[other.pk], round(score * 100)) for one, other, score in pairs], page


def with_a_likeness(people: QuerySet[Person]) -> QuerySet[Person]:
    """People for whom another with a higher id sounds alike, of a near year and no other commune; led by the index.

    The choice by case, and the person named twice, keep PostgreSQL from finding all such people of the country before
    it gives the first fifty.
    """
    year = OuterRef("birth_year")
    near = Q(birth_year__range=(year - 1, year + 1)) | Q(birth_year=None) | Q(unknown_year=None)
    others = PersonLikenessKey.objects.filter(key=OuterRef("key"), person_id__gt=OuterRef("person_id"))
    others = others.annotate(
        unknown_year=ExpressionWrapper(year, IntegerField()),
        of_other=ExpressionWrapper(OuterRef("commune"), CharField()),
    ).filter(near)
    here, anywhere = others.filter(commune__in=[OuterRef("commune"), ""]), others.filter(of_other="")
    keys = PersonLikenessKey.objects.filter(person_id=OuterRef("pk"), person_id__gte=OuterRef("pk"))
    return people.filter(
        Case(When(Exists(keys.filter(Exists(here) | Exists(anywhere))), then=Value(True)), default=Value(False))
    )


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
