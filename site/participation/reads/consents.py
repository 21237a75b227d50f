"""How consent stands, as lights beside names; and the work list of what ends or is awaited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy

from accounts.models import User
from accounts.paging import Page, page_of
from people.consents import WITHOUT_PAPER, Standing, State, ending, standings, state_on, without_paper
from people.models import Consent, Person, Purpose

from ..models import CommunityGroup, Membership

EVERYWHERE = Q()
"""Wherever the reader sees people."""
LOOKS = {
    State.IN_FORCE: ("check", "ok"),
    State.EXPIRING: ("clock", "warn"),
    State.EXPIRED: ("warning", "danger"),
    State.AWAITED: ("question", "quiet"),
    State.WITHDRAWN: ("cross", "danger"),
}


PICTURES = {Purpose.MEMBERSHIP: "page", Purpose.PHOTO_INSIDE: "image", Purpose.PHOTO_PUBLIC: "globe"}
"""What a purpose looks like where there is no room for its words."""


@dataclass(frozen=True, slots=True)
class Light:
    """One purpose of one person: shape, colour and words."""

    text: Promise
    icon: str
    tone: str
    picture: str


def light_of(standing: Standing) -> Light:
    icon, tone = LOOKS[standing.state]
    text = format_lazy("{purpose}: {state}", purpose=standing.purpose.label, state=standing.state.label)
    return Light(text, icon, tone, PICTURES[standing.purpose])


@dataclass(frozen=True, slots=True)
class LightsLegend:
    """What the pictures stand for, and the shapes: (pictogram, words) and (pictogram, tone, words)."""

    purposes: list[tuple[str, Promise]]
    states: list[tuple[str, str, Promise]]


def legend_of_lights() -> LightsLegend:
    return LightsLegend(
        [(PICTURES[purpose], purpose.label) for purpose in Purpose],
        [(icon, tone, state.label) for state, (icon, tone) in LOOKS.items()],
    )


def lights_of(people: Iterable[Person], *, on: date) -> dict[object, list[Light]]:
    """The lights of a whole roster: one query."""
    return {person: [light_of(each) for each in found] for person, found in standings(people, on=on).items()}


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Somebody who must be asked: for what, by which day, and in which group of the reader."""

    person: Person
    light: Light | None
    last_day: date
    group: CommunityGroup | None


def ending_page(user: User, *, asked: Mapping[str, str]) -> tuple[Page, list[WaitingLine]]:
    """The page of ``ending_rows`` that is asked for: two queries."""
    page = page_of(ending_rows(user), keys=("valid_until", "pk"), asked=asked)
    return page, ending_lines(page.rows, user)


def ending_rows(user: User, within: Q = EVERYWHERE) -> QuerySet[Consent]:
    """Consents that end within 30 days or have ended, of members of today; ``within`` says of which memberships."""
    rows = ending(Consent.objects.visible_to(user), on=timezone.localdate()).select_related("person")
    return rows.filter(Exists(_members(user, within).filter(person_id=OuterRef("person_id"))))


def ending_lines(rows: Iterable[Consent], user: User, within: Q = EVERYWHERE) -> list[WaitingLine]:
    rows, today = list(rows), timezone.localdate()
    groups = _groups([row.person_id for row in rows], user, within)
    return [
        WaitingLine(
            row.person,
            light_of(Standing(Purpose(row.purpose), state_on(row, today), row)),
            row.valid_until,
            groups.get(row.person_id),
        )
        for row in rows
    ]


def awaited_page(user: User, *, asked: Mapping[str, str]) -> tuple[Page, list[WaitingLine]]:
    """The page of ``awaited_rows`` that is asked for: two queries."""
    page = page_of(awaited_rows(user), keys=("created_at", "pk"), asked=asked)
    return page, awaited_lines(page.rows, user)


def awaited_rows(user: User, within: Q = EVERYWHERE) -> QuerySet[Person]:
    """Members of today without a paper for the list; ``within`` says of which memberships."""
    rows = without_paper(Person.objects.visible_to(user), since=timezone.localdate())
    return rows.filter(Exists(_members(user, within).filter(person_id=OuterRef("pk"))))


def awaited_lines(rows: Iterable[Person], user: User, within: Q = EVERYWHERE) -> list[WaitingLine]:
    """With the day on which the name goes."""
    rows = list(rows)
    groups = _groups([person.pk for person in rows], user, within)
    return [
        WaitingLine(person, None, timezone.localdate(person.created_at) + WITHOUT_PAPER, groups.get(person.pk))
        for person in rows
    ]


def _members(user: User, within: Q) -> QuerySet[Membership]:
    return Membership.objects.visible_to(user).current(timezone.localdate()).filter(within)


def _groups(people: list, user: User, within: Q) -> dict[object, CommunityGroup]:
    """One group of today for each."""
    rows = _members(user, within).filter(person_id__in=people)
    return {row.person_id: row.group for row in rows.select_related("group").order_by("began_on", "pk")}


@dataclass(frozen=True, slots=True)
class PersonConsents:
    """What a person's page shows: the light of each purpose, and the papers, newest first."""

    lights: list[tuple[Light, Standing]]
    papers: list[Consent]


def consents_of(person: Person) -> PersonConsents:
    """The person comes from a scoped query: two queries."""
    (found,) = standings([person], on=timezone.localdate()).values()
    papers = Consent.objects.of([person.pk]).select_related("explained_by").order_by("-began_on", "-recorded_at", "pk")
    return PersonConsents([(light_of(each), each) for each in found], list(papers))
