"""Writing the demo in bulk, a commune at a time, with every kept fact (keys, tokens, dates) as the actions keep it."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from clubs.models import ClubProfile
from councils.models import CouncilProfile, Mandate, Representation, Seat
from participation.actions.group_codes import KIND_LETTERS
from participation.actions.words import search_tokens
from participation.models import (
    CommunityGroup,
    Facilitation,
    GroupStatus,
    GroupWord,
    Kind,
    KindRule,
    Membership,
    MissedMeeting,
    PlannedMeeting,
    Post,
    ProjectGroup,
    School,
    Topic,
)
from people.likeness import key_rows
from people.models import Consent, Difficulty, Person, PersonLikenessKey
from people.names import search_key, sorting_key

from .asks import Asking
from .consents import papers
from .life import DemoPerson, GroupLife, live
from .meetings import write_meetings
from .plans import outlook
from .rows import CopiedRows, OrmRows, Rows, without_indexes
from .seats import Seats
from .shape import GroupShape, network_shapes, shapes
from .supporters import partners, projects
from .together import lived_together

PER_FACILITATOR = 3


@dataclass(slots=True)
class Tally:
    """What was written."""

    groups: int = 0
    people: int = 0
    meetings: int = 0
    marks: int = 0

    def count(self, life: GroupLife) -> None:
        """One more group."""
        self.groups += 1
        self.people += len(life.people)
        self.meetings += len(life.meetings)
        self.marks += sum(len(meeting.marks) for meeting in life.meetings)


@transaction.atomic
def load(
    today: date,
    *,
    facilitators: list,
    factor: int = 1,
    copies: bool | None = None,
    progress: Callable[[Tally], None] = lambda tally: None,
) -> Tally:
    """Write the demo.

    :param facilitators: users who take the groups in turn, three groups each.
    :param copies: whether through COPY; where nothing is said, wherever the database knows it.
    """
    tally = Tally()
    copies = connection.vendor == "postgresql" if copies is None else copies
    rows = CopiedRows() if copies else OrmRows()
    writer = Writer(today, facilitators, rows)
    with without_indexes() if copies else nullcontext():
        for _turn, commune_shapes in groupby(shapes(today, factor), key=lambda shape: shape.turn):
            writer.write_commune(list(commune_shapes), tally)
            rows.commune_done()
            progress(tally)
        for _turn, networks in groupby(network_shapes(today, factor), key=lambda shape: shape.turn):
            writer.write_networks(list(networks), tally)
            rows.commune_done()
            progress(tally)
        rows.finish()
    return tally


class Writer:
    """Partners, projects and other rows that all refer to, found or made once, and one method a commune."""

    def __init__(self, today: date, facilitators: list, rows: Rows) -> None:
        self.today = today
        self.add = rows.add
        self.seats = Seats(today)
        self.facilitators = facilitators
        self.asking = Asking(today)
        self.codes: Counter[str] = Counter()
        self.guests: set[uuid.UUID] = set()
        self.posts = {(post.kind, post.code): post.pk for post in Post.objects.all()}
        self.rules = {rule.kind: rule for rule in KindRule.objects.all()}
        self.articles = dict(Topic.objects.filter(type=Topic.Type.ARTICLE).values_list("number", "pk"))
        self.topics = list(Topic.objects.filter(is_active=True).order_by("position", "pk").values_list("pk", flat=True))
        self.partners = partners()
        self.projects = projects(self.partners, today)

    def write_commune(self, commune: list[GroupShape], tally: Tally) -> None:
        """The clubs first, so that the council may draw members from them; parents before children for the database."""
        borrowed: list[DemoPerson] = []
        lives: list[tuple[GroupShape, CommunityGroup, GroupLife]] = []
        for shape in sorted(commune, key=lambda shape: shape.kind != Kind.CLUB):
            life = live(shape, self.today, borrowed)
            if shape.kind == Kind.CLUB:
                borrowed += [
                    row.person for row in life.memberships if row.post != "youth_adviser" and row.ended_on is None
                ][:6]
            lives.append((shape, self._group(shape, life), life))
        ahead = [outlook(group, life, shape.number, self.today) for shape, group, life in lives]
        self.add(School, [group.school for _, group, _ in lives if group.school])
        self.add(CommunityGroup, [group for _, group, _ in lives])
        self.add(PlannedMeeting, [plan for one in ahead for plan in one.plans])
        self.add(MissedMeeting, [missed for one in ahead for missed in one.missed])
        council_id = next((group.pk for shape, group, _ in lives if shape.kind == Kind.COUNCIL), None)
        self._write_people(lives)
        club_id = next((group.pk for shape, group, _ in lives if shape.kind == Kind.CLUB), None)
        lived = [(shape.number, group, life) for shape, group, life in lives]
        beside = lived_together(lived, self.today, posts=self.posts, articles=self.articles)
        self.guests = beside.guests
        for model, rows in beside.rows.items():
            self.add(model, rows)
        for shape, group, life in lives:
            self._write_group(shape, group, life, council_id)
            if shape.kind == Kind.COUNCIL:
                self._write_seats(shape, group, life, club_id)
            tally.count(life)

    def write_networks(self, networks: list[GroupShape], tally: Tally) -> None:
        """Networks of a commune, each with its people and meetings."""
        lives = [(shape, self._group(shape, life), life) for shape, life in self._lived(networks)]
        ahead = [outlook(group, life, shape.number, self.today) for shape, group, life in lives]
        self.add(CommunityGroup, [group for _, group, _ in lives])
        self.add(PlannedMeeting, [plan for one in ahead for plan in one.plans])
        self.add(MissedMeeting, [missed for one in ahead for missed in one.missed])
        self._write_people(lives)
        for shape, group, life in lives:
            self._write_group(shape, group, life, None)
            tally.count(life)

    def _lived(self, networks: list[GroupShape]) -> Iterator[tuple[GroupShape, GroupLife]]:
        return ((shape, live(shape, self.today, [])) for shape in networks)

    def _write_people(self, lives: list[tuple[GroupShape, CommunityGroup, GroupLife]]) -> None:
        people = [self._person(person) for _, _, life in lives for person in life.people]
        self.add(Person, people)
        self.add(PersonLikenessKey, [row for person in people for row in key_rows(person)])
        now = timezone.now()
        drawn = ((person, self._facilitator(shape).pk) for shape, _, life in lives for person in life.people)
        self.add(Consent, [row for person, by in drawn for row in papers(person, self.today, now, explained_by=by)])

    def _group(self, shape: GroupShape, life: GroupLife) -> CommunityGroup:
        rule = self.rules[shape.kind]
        school = None
        if shape.school:
            school = School(
                id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo school {shape.number}"),
                name_km=shape.school[0],
                name_latin=shape.school[1],
                level=School.Level.PRIMARY,
                area_id=shape.commune_id,
            )
            school.name_key = search_key(school.name_km, school.name_latin)
        last = life.meetings[-1].held_on if life.meetings else None
        stopped = shape.status in (CommunityGroup.Status.PAUSED, CommunityGroup.Status.CLOSED)
        since = (last or shape.founded_on) if stopped else shape.founded_on
        return CommunityGroup(
            id=uuid.uuid5(uuid.NAMESPACE_OID, f"demo group {shape.number}"),
            kind=shape.kind,
            code=self._code(shape),
            name_km=shape.name_km,
            name_latin=shape.name_latin,
            name_key=search_key(shape.name_km, shape.name_latin, *(shape.school or ())),
            name_sort=sorting_key(shape.name_km),
            setting=CommunityGroup.Setting.SCHOOL
            if school
            else CommunityGroup.Setting.VILLAGE
            if shape.kind in (Kind.CLUB, Kind.NETWORK)
            else CommunityGroup.Setting.OTHER,
            area_id=shape.area_id,
            school=school,
            founded_on=shape.founded_on,
            founded_by=self.partners[shape.number % 2],
            status=shape.status,
            status_since=since,
            status_reason="ការងាររដូវកាល" if shape.status == "paused" else "ក្រុមបានបញ្ចូលជាមួយក្រុមជិតខាង" if stopped else "",
            rhythm_days=shape.rhythm_days,
            age_from=rule.age_from,
            age_to=rule.age_to,
            last_met_on=last,
            overdue_after=max(last or since, since) + timedelta(days=shape.rhythm_days * 3 // 2),
        )

    def _code(self, shape: GroupShape) -> str:
        """The next code of the kind in the district, as the register itself would give it."""
        prefix = f"{KIND_LETTERS[Kind(shape.kind)]}-{shape.area_id.lstrip(ascii_lowercase)[:4]}-"
        self.codes[prefix] += 1
        return f"{prefix}{self.codes[prefix]:04d}"

    def _person(self, person: DemoPerson) -> Person:
        latin, key, sort = _name_keys(person.family, person.given)
        return Person(
            id=person.id,
            code=person.code,
            family_name=person.family[0],
            given_name=person.given[0],
            name_latin=latin,
            name_key=key,
            name_sort=sort,
            sex=person.sex,
            birth_year=person.birth_year,
            birth_month=person.birth_month,
            birth_is_estimated=person.birth_month is None,
            village_id=person.village_id,
            difficulty=person.difficulty,
            difficulty_asked_on=None if person.difficulty == Difficulty.NOT_ASKED else self.today - timedelta(days=200),
        )

    def _facilitator(self, shape: GroupShape) -> User:
        return self.facilitators[(shape.number - 1) // PER_FACILITATOR % len(self.facilitators)]

    def _write_group(
        self, shape: GroupShape, group: CommunityGroup, life: GroupLife, council_id: uuid.UUID | None
    ) -> None:
        self.add(GroupStatus, _statuses(group))
        self.add(GroupWord, _words(group))
        if shape.kind == Kind.CLUB:
            self.add(ClubProfile, [ClubProfile(group=group, feeds_id=council_id)])
        facilitator = self._facilitator(shape)
        facilitation = Facilitation(
            id=uuid.uuid5(group.pk, "facilitation"),
            user=facilitator,
            group=group,
            began_on=group.founded_on,
            ended_on=life.ended_on,
        )
        support = ProjectGroup(
            id=uuid.uuid5(group.pk, "support"),
            project=self.projects[shape.number % 2],
            group=group,
            began_on=max(group.founded_on, self.projects[0].began_on),
            ended_on=life.ended_on,
        )
        self.add(Facilitation, [facilitation])
        self.add(ProjectGroup, [support])
        self.add(
            Membership,
            [
                Membership(
                    id=uuid.uuid5(group.pk, f"{row.person.id}:{row.began_on}:{row.post}"),
                    person_id=row.person.id,
                    group=group,
                    post_id=self.posts[shape.kind, row.post],
                    how_filled=row.how_filled,
                    began_on=row.began_on,
                    ended_on=row.ended_on,
                    end_reason=row.end_reason,
                )
                for row in life.memberships
            ],
        )
        write_meetings(
            self.add,
            group,
            life,
            facilitator=facilitator,
            today=self.today,
            guests_at=self.guests,
            topics_known=self.topics,
        )
        if shape.kind == Kind.NETWORK:  # asks are children's
            return
        for table, rows in self.asking.of(group, life, shape.number, facilitator).tables():
            self.add(table, rows)

    def _write_seats(
        self, shape: GroupShape, group: CommunityGroup, life: GroupLife, club_id: uuid.UUID | None
    ) -> None:
        seating = self.seats.seating(group, life, shape.number, club_id, by=self._facilitator(shape))
        self.add(CouncilProfile, [self.seats.profile(group, shape.number)])
        self.add(Seat, seating.seats)
        for vote in seating.votes:
            for model, rows in vote.rows():
                self.add(model, rows)
        self.add(Mandate, seating.mandates)
        self.add(Representation, seating.voices)


@lru_cache(maxsize=2048)
def _name_keys(family: tuple[str, str], given: tuple[str, str]) -> tuple[str, str, str]:
    """The Latin name, and what it is searched and sorted by: a thousand names serve all people of the demo."""
    latin = f"{family[1]} {given[1]}"
    return latin, search_key(f"{family[0]} {given[0]}", latin), sorting_key(family[0], given[0])


def _words(group: CommunityGroup) -> list[GroupWord]:
    return [GroupWord(group=group, token=token) for token in sorted(search_tokens(group))]


def _statuses(group: CommunityGroup) -> Iterator[GroupStatus]:
    """The periods behind the group's status today."""
    if group.status_since > group.founded_on:
        yield GroupStatus(
            group=group,
            status=CommunityGroup.Status.ACTIVE,
            began_on=group.founded_on,
            ended_on=group.status_since - timedelta(days=1),
        )
    yield GroupStatus(group=group, status=group.status, began_on=group.status_since, reason=group.status_reason)
