"""Writing the demo in bulk, a commune at a time, with every kept fact (keys, tokens, dates) as the actions keep it."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from string import ascii_lowercase

from django.db import models, transaction
from django.utils import timezone

from clubs.models import ClubProfile
from councils.models import CouncilProfile
from participation.actions.groups import KIND_LETTERS
from participation.actions.words import search_tokens
from participation.models import (
    Attendance,
    CommunityGroup,
    Decision,
    Facilitation,
    GroupStatus,
    GroupWord,
    HeadCount,
    Kind,
    KindRule,
    Meeting,
    Membership,
    Partner,
    Post,
    Project,
    ProjectGroup,
    School,
    Topic,
)
from participation.models.attendance import attendance_id
from people.ages import age_group_on
from people.models import Difficulty, Person
from people.names import search_key, sorting_key

from .life import DemoPerson, GroupLife, live
from .shape import GroupShape, shapes
from .words import PARTNERS, PROJECTS

PER_FACILITATOR = 3


@dataclass(slots=True)
class Tally:
    """What was written."""

    groups: int = 0
    people: int = 0
    meetings: int = 0
    marks: int = 0
    group_ids: list[tuple[uuid.UUID, str]] = field(default_factory=list)


@transaction.atomic
def load(
    today: date, *, facilitators: list, factor: int = 1, progress: Callable[[Tally], None] = lambda tally: None
) -> Tally:
    """Write the demo.

    :param facilitators: users who take the groups in turn, three groups each.
    """
    tally = Tally()
    writer = _Writer(today, facilitators)
    for _turn, commune_shapes in groupby(shapes(today, factor), key=lambda shape: shape.turn):
        writer.write_commune(list(commune_shapes), tally)
        progress(tally)
    return tally


class _Writer:
    """Reference rows looked up once, and one method a commune."""

    def __init__(self, today: date, facilitators: list) -> None:
        self.today = today
        self.facilitators = facilitators
        self.codes: Counter[str] = Counter()
        self.posts = {(post.kind, post.code): post.pk for post in Post.objects.all()}
        self.rules = {rule.kind: rule for rule in KindRule.objects.all()}
        self.topics = list(Topic.objects.filter(is_active=True).order_by("position", "pk").values_list("pk", flat=True))
        self.partners = [
            Partner.objects.get_or_create(name_km=km, defaults={"name_en": en, "type": kind})[0]
            for km, en, kind in PARTNERS
        ]
        self.projects = [
            Project.objects.get_or_create(
                code=code,
                defaults={
                    "name_km": km,
                    "name_en": en,
                    "partner": self.partners[turn],
                    "began_on": today - timedelta(days=900),
                },
            )[0]
            for turn, (code, km, en) in enumerate(PROJECTS)
        ]

    def write_commune(self, commune: list[GroupShape], tally: Tally) -> None:
        """The clubs first, so that the council may draw members from them; parents before children for the database."""
        borrowed: list[DemoPerson] = []
        council_id = None
        lives: list[tuple[GroupShape, CommunityGroup, GroupLife]] = []
        for shape in sorted(commune, key=lambda shape: shape.kind != Kind.CLUB):
            life = live(shape, self.today, borrowed)
            if shape.kind == Kind.CLUB:
                borrowed += [
                    row.person for row in life.memberships if row.post != "youth_adviser" and row.ended_on is None
                ][:6]
            lives.append((shape, self._group(shape, life), life))
        _bulk(School, [group.school for _, group, _ in lives if group.school])
        _bulk(CommunityGroup, [group for _, group, _ in lives])
        council_id = next((group.pk for shape, group, _ in lives if shape.kind == Kind.COUNCIL), None)
        _bulk(Person, [self._person(person, shape) for shape, _, life in lives for person in life.people])
        for shape, group, life in lives:
            self._write_group(shape, group, life, council_id)
            tally.groups += 1
            tally.people += len(life.people)
            tally.meetings += len(life.meetings)
            tally.marks += sum(len(meeting.marks) for meeting in life.meetings)
            tally.group_ids.append((group.pk, group.area_id))

    def _group(self, shape: GroupShape, life: GroupLife) -> CommunityGroup:
        rule = self.rules[shape.kind]
        school = None
        if shape.school:
            school = School(
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
            if shape.kind == Kind.CLUB
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

    def _person(self, person: DemoPerson, shape: GroupShape) -> Person:
        latin = f"{person.family[1]} {person.given[1]}"
        return Person(
            id=person.id,
            code=person.code,
            family_name=person.family[0],
            given_name=person.given[0],
            name_latin=latin,
            name_key=search_key(f"{person.family[0]} {person.given[0]}", latin),
            name_sort=sorting_key(person.family[0], person.given[0]),
            sex=person.sex,
            birth_year=person.birth_year,
            birth_month=person.birth_month,
            birth_is_estimated=person.birth_month is None,
            village_id=shape.area_id if shape.kind == Kind.CLUB else None,
            difficulty=person.difficulty,
            difficulty_asked_on=None if person.difficulty == Difficulty.NOT_ASKED else self.today - timedelta(days=200),
        )

    def _write_group(
        self, shape: GroupShape, group: CommunityGroup, life: GroupLife, council_id: uuid.UUID | None
    ) -> None:
        _bulk(GroupStatus, _statuses(group))
        _bulk(GroupWord, _words(group))
        if shape.kind == Kind.COUNCIL:
            CouncilProfile.objects.create(group=group, level="school" if group.school_id else "commune")
        else:
            ClubProfile.objects.create(group=group, feeds_id=council_id)
        facilitator = self.facilitators[(shape.number - 1) // PER_FACILITATOR % len(self.facilitators)]
        Facilitation.objects.create(user=facilitator, group=group, began_on=group.founded_on, ended_on=life.ended_on)
        ProjectGroup.objects.create(
            project=self.projects[shape.number % 2],
            group=group,
            began_on=max(group.founded_on, self.projects[0].began_on),
            ended_on=life.ended_on,
        )
        _bulk(
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
        self._write_meetings(group, life, facilitator)

    def _write_meetings(self, group: CommunityGroup, life: GroupLife, facilitator) -> None:
        meetings, marks, guests, decisions, topics, met = [], [], [], [], [], set()
        for row in life.meetings:
            moment = timezone.make_aware(datetime.combine(row.held_on, row.ended_at))
            meetings.append(
                Meeting(
                    id=row.id,
                    group=group,
                    kind=row.kind,
                    number=row.number,
                    held_on=row.held_on,
                    started_at=row.started_at,
                    ended_at=row.ended_at,
                    summary=row.summary,
                    adults_present=row.adults,
                    felt_good=row.felt[0],
                    felt_so_so=row.felt[1],
                    felt_bad=row.felt[2],
                    status=Meeting.Status.APPROVED
                    if row.held_on < self.today - timedelta(days=60)
                    else Meeting.Status.RECORDED,
                    recorded_by=facilitator,
                    recorded_at=moment,
                    received_at=moment,
                )
            )
            for person, state in row.marks:
                came = state in (Attendance.State.PRESENT, Attendance.State.LATE)
                marks.append(_mark(row.id, person, state, row.held_on, first=came and person.id not in met))
                if came:
                    met.add(person.id)
            guests += [HeadCount(meeting_id=row.id, group=kind, number=number) for kind, number in row.guests]
            decisions += [
                Decision(
                    id=pk, meeting_id=row.id, text=text, due_on=due, done_on=min(due, self.today) if done else None
                )
                for pk, text, due, done in row.decisions
            ]
            if self.topics:
                topics += [(row.id, self.topics[draw % len(self.topics)]) for draw in row.topics]
        _bulk(Meeting, meetings)
        _bulk(Attendance, marks)
        _bulk(HeadCount, guests)
        _bulk(Decision, decisions)
        through = Meeting.topics.through
        _bulk(through, [through(meeting_id=meeting, topic_id=topic) for meeting, topic in dict.fromkeys(topics)])


def _mark(meeting_id: uuid.UUID, person: DemoPerson, state: str, day: date, *, first: bool) -> Attendance:
    return Attendance(
        id=attendance_id(meeting_id, person.id),
        meeting_id=meeting_id,
        person_id=person.id,
        state=state,
        is_first_time=first,
        sex=person.sex,
        age_group=age_group_on(day, birth_year=person.birth_year, birth_month=person.birth_month),
        difficulty=person.difficulty,
    )


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


def _bulk(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=2000)
