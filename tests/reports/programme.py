"""A programme drawn by chance: groups, people, meetings, marks, guests, projects, joint meetings, services."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from participation.cells import cells_of
from participation.models import (
    Attendance,
    CommunityGroup,
    CountDelta,
    HeadCount,
    JointMeeting,
    JointPart,
    Kind,
    Meeting,
    Membership,
    Project,
    ProjectGroup,
    Topic,
)
from participation.models.attendance import attendance_id
from people.models import Person
from tests.factories.participation import make_group, make_post, make_project, make_topic
from tests.factories.places import make_village
from tests.factories.services import make_coverage, make_service, make_type

TODAY = date(2026, 11, 28)
FIRST_DAY = date(2025, 1, 6)
VILLAGES = ("05060101", "05060102", "05060201", "05070101", "17010101", "17010201", "16020301", "16020302")
KINDS = (Kind.CLUB, Kind.CLUB, Kind.CLUB, Kind.COUNCIL, Kind.NETWORK, Kind.PARENTS)


@dataclass
class Programme:
    groups: list[CommunityGroup] = field(default_factory=list)
    members: dict[object, list[Person]] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    projects: list[Project] = field(default_factory=list)
    marks: int = 0


def draw(rng: Random, *, groups: int, members: int, meetings: int) -> Programme:
    """Written in bulk, with the steps that the actions would have left."""
    made = Programme(projects=[make_project(), make_project()])
    made.topics = {topic.code: topic for topic in (Topic.objects.get(code="self_protection"), make_topic())}
    posts = {kind: make_post(kind) for kind in set(KINDS)}
    for number in range(groups):
        kind = KINDS[number % len(KINDS)]
        village = make_village(VILLAGES[rng.randrange(len(VILLAGES))])
        founded_on = date(rng.randrange(2002, 2024), rng.randrange(1, 13), rng.randrange(1, 28))
        status = rng.choice(("active", "active", "active", "paused"))
        group = make_group(
            kind=kind,
            area=village,
            founded_on=founded_on,
            rhythm_days=rng.choice((7, 14, 30)),
            status=status,
            status_reason="" if status == "active" else "ការងាររដូវកាល",
        )
        made.groups.append(group)
    people = [_person(rng, group) for group in made.groups for _turn in range(members)]
    Person.objects.bulk_create(people)
    memberships = []
    for turn, group in enumerate(made.groups):
        own = people[turn * members : (turn + 1) * members]
        borrowed = rng.sample(people, 3)
        made.members[group.pk] = list({person.pk: person for person in (*own, *borrowed)}.values())
        memberships += [
            Membership(person=person, group=group, post=posts[group.kind], began_on=date(2025, 1, 1))
            for person in made.members[group.pk]
        ]
    Membership.objects.bulk_create(memberships)
    _supports(rng, made)
    _meetings(rng, made, meetings)
    _services(rng)
    return made


def _person(rng: Random, group: CommunityGroup) -> Person:
    sex = rng.choice(("female", "female", "male", "other"))
    year = rng.choice((None, 1990, 2003, *range(2007, 2019)))
    difficulty = rng.choice(("yes", "no", "no", "not_asked"))
    return Person(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        code=f"{rng.getrandbits(60):015x}"[:8].upper(),
        family_name="សុខ",
        given_name="សុភា",
        name_key="sok",
        name_sort="sok",
        sex=sex,
        birth_year=year,
        difficulty=difficulty,
        difficulty_asked_on=None if difficulty == "not_asked" else date(2025, 1, 20),
    )


def _supports(rng: Random, made: Programme) -> None:
    rows = []
    for group in made.groups:
        for project in rng.sample(made.projects, rng.randrange(3)):
            began_on = FIRST_DAY + timedelta(days=rng.randrange(300))
            ended_on = began_on + timedelta(days=rng.randrange(400)) if rng.random() < 0.5 else None
            rows.append(ProjectGroup(project=project, group=group, began_on=began_on, ended_on=ended_on))
    ProjectGroup.objects.bulk_create(rows)


def _meetings(rng: Random, made: Programme, number: int) -> None:
    meetings, marks, heads, steps, about, joint, parts = [], [], [], [], [], [], []
    moment, bound = timezone.now(), set()
    for turn in range(number):
        group = made.groups[turn % len(made.groups)]
        day = FIRST_DAY + timedelta(days=(turn // len(made.groups)) * 3 + rng.randrange(3))
        if rng.random() < 0.2:
            day += timedelta(days=400)
        meeting = Meeting(
            id=uuid.UUID(int=rng.getrandbits(128), version=4),
            group=group,
            held_on=min(day, TODAY),
            slot=turn // len(made.groups) % 20 + 1,
            recorded_at=moment,
        )
        meetings.append(meeting)
        own = [_mark(rng, meeting, person) for person in made.members[group.pk]]
        guests = [
            HeadCount(
                meeting=meeting, group=one, number=rng.randrange(3, 40), with_difficulty=rng.randrange(3), basis=how
            )
            for one, how in (("girls", "counted"), ("boys", "estimated"), ("women", "counted"))
            if rng.random() < 0.4
        ]
        cells = cells_of(
            ((mark.sex, mark.age_group, mark.difficulty, mark.state) for mark in own),
            ((head.group, head.basis, head.number, head.with_difficulty) for head in guests),
        )
        is_guest = bool(turn) and meetings[-2].held_on == meeting.held_on and meetings[-2].pk not in bound
        if is_guest:
            joint.append(JointMeeting(id=uuid.UUID(int=rng.getrandbits(128), version=4)))
            parts.append(JointPart(meeting=meetings[-2], joint=joint[-1], is_host=True))
            parts.append(JointPart(meeting=meeting, joint=joint[-1], is_host=False))
            bound |= {meetings[-2].pk, meeting.pk}
        steps.append(
            CountDelta(
                group=group,
                held_on=meeting.held_on,
                meeting_id=meeting.pk,
                meetings=1,
                activities=0 if is_guest else 1,
                marks=cells.marks,
                guests=cells.guests,
            )
        )
        marks += own
        heads += guests
        about += [(meeting.pk, topic.pk) for topic in made.topics.values() if rng.random() < 0.4]
    Meeting.objects.bulk_create(meetings)
    Attendance.objects.bulk_create(marks, batch_size=2000)
    HeadCount.objects.bulk_create(heads)
    CountDelta.objects.bulk_create(steps)
    JointMeeting.objects.bulk_create(joint)
    JointPart.objects.bulk_create(parts)
    through = Meeting.topics.through
    through.objects.bulk_create(through(meeting_id=meeting, topic_id=topic) for meeting, topic in about)
    made.marks = len(marks)
    last: dict[object, date] = {}
    for meeting in meetings:
        last[meeting.group_id] = max(meeting.held_on, last.get(meeting.group_id, meeting.held_on))
    for group, day in last.items():
        CommunityGroup.objects.filter(pk=group).update(last_met_on=day)


def _mark(rng: Random, meeting: Meeting, person: Person) -> Attendance:
    return Attendance(
        id=attendance_id(meeting.pk, person.pk),
        meeting=meeting,
        person=person,
        state=rng.choice(("present", "present", "present", "late", "absent", "excused")),
        sex=person.sex,
        age_group=person.age_group_on(meeting.held_on),
        difficulty=person.difficulty,
    )


def _services(rng: Random) -> None:
    types = [make_type(code) for code in ("health", "police", "legal", "shelter")]
    for village in VILLAGES:
        commune = make_village(village).parent
        for type in types:
            if rng.random() < 0.7:
                began_on = date(2024, 1, 1) + timedelta(days=rng.randrange(700))
                ended_on = began_on + timedelta(days=rng.randrange(60, 600)) if rng.random() < 0.3 else None
                service = make_service(type=type, area=commune, is_checked=rng.random() < 0.9)
                make_coverage(service=service, began_on=began_on, ended_on=ended_on)
