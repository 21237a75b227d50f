"""How consent stands, as lights beside names; and the work list of what ends or is awaited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy

from accounts.models import User
from people.consents import WITHOUT_PAPER, Standing, State, ending, standings, state_on, without_paper
from people.models import Consent, Person, Purpose

from ..models import CommunityGroup, Membership
from ..paging import Page, page_of

LOOKS = {
    State.IN_FORCE: ("check", "ok"),
    State.EXPIRING: ("clock", "warn"),
    State.EXPIRED: ("warning", "danger"),
    State.AWAITED: ("question", "quiet"),
    State.WITHDRAWN: ("cross", "danger"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """One purpose of one person: shape, colour and words."""

    text: Promise
    icon: str
    tone: str


def light_of(standing: Standing) -> Light:
    icon, tone = LOOKS[standing.state]
    text = format_lazy("{purpose}: {state}", purpose=standing.purpose.label, state=standing.state.label)
    return Light(text, icon, tone)


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
    """Consents that end within 30 days or have ended, of members of today, the oldest first: two queries."""
    today = timezone.localdate()
    rows = ending(Consent.objects.visible_to(user), on=today).filter(Exists(_members(user, "person_id")))
    page = page_of(rows.select_related("person"), keys=("valid_until", "pk"), asked=asked)
    groups = _groups([row.person_id for row in page.rows], user)
    lines = [
        WaitingLine(
            row.person,
            light_of(Standing(Purpose(row.purpose), state_on(row, today), row)),
            row.valid_until,
            groups.get(row.person_id),
        )
        for row in page.rows
    ]
    return page, lines


def awaited_page(user: User, *, asked: Mapping[str, str]) -> tuple[Page, list[WaitingLine]]:
    """Members of today without a paper for the list, those first whose name goes soonest: two queries."""
    today = timezone.localdate()
    rows = without_paper(Person.objects.visible_to(user), since=today).filter(Exists(_members(user, "pk")))
    page = page_of(rows, keys=("created_at", "pk"), asked=asked)
    groups = _groups([person.pk for person in page.rows], user)
    lines = [
        WaitingLine(person, None, timezone.localdate(person.created_at) + WITHOUT_PAPER, groups.get(person.pk))
        for person in page.rows
    ]
    return page, lines


def _members(user: User, key: str) -> QuerySet[Membership]:
    current = Membership.objects.visible_to(user).current(timezone.localdate())
    return current.filter(person_id=OuterRef(key))


def _groups(people: list, user: User) -> dict[object, CommunityGroup]:
    """One group of today for each."""
    rows = Membership.objects.visible_to(user).current(timezone.localdate()).filter(person_id__in=people)
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
