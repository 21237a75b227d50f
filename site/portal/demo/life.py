"""The life of one group: who joined and left, when it met, who was there."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from participation.models import Attendance, CommunityGroup, HeadCount, Kind, Meeting, Membership
from people.codes import ALPHABET
from people.models import Difficulty, Sex

from .shape import GroupShape
from .words import BOYS, DECISIONS, DECISIONS_OF_NETWORKS, FAMILY, GIRLS, SUMMARIES

DAYS_KEPT = 730
SEATS = 40
"""More than any group has members."""
MIXER = 527_182_818_285
"""Has no divisor in common with the number of letters, so that no two people get one code."""

OF_CHILDREN = {
    "youth_adviser": (18, 19, 20, 21, 22, 23),
    "member": (7, 8, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 16),
}
ADULT = (28, 32, 35, 38, 41, 44, 47, 52, 56)
OF_NETWORKS = {"elder": (62, 66, 70, 74), "youth": (18, 19, 21, 22, 24), "child_representative": (12, 13, 14, 15, 16)}
"""Ages by post; any other post of a network is an adult's."""
ROLES_HELD = (
    ("coordinator", 0.94),
    ("deputy", 0.8),
    ("village_chief", 0.9),
    ("commune_committee", 0.85),
    ("teacher", 0.8),
    ("health_volunteer", 0.75),
    ("police_post", 0.55),
    ("elder", 0.6),
    ("parent", 0.95),
    ("parent", 0.8),
    ("youth", 0.7),
    ("child_representative", 0.9),
    ("child_representative", 0.8),
    ("member", 0.6),
)
"""The roles of a network, and how often somebody has them."""


@dataclass(slots=True)
class DemoPerson:
    """An invented person and how often they come."""

    id: uuid.UUID
    code: str
    family: tuple[str, str]
    given: tuple[str, str]
    sex: str
    village_id: str
    birth_year: int
    birth_month: int | None
    difficulty: str
    keenness: float


@dataclass(slots=True)
class DemoMembership:
    person: DemoPerson
    post: str
    how_filled: str
    began_on: date
    ended_on: date | None = None
    end_reason: str = ""

    def covers(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(slots=True)
class DemoMeeting:
    """One meeting with its marks and counts; ids are derived, so that a second load would meet the first."""

    id: uuid.UUID
    number: int
    held_on: date
    kind: str
    started_at: time
    ended_at: time
    marks: list[tuple[DemoPerson, str]]
    guests: list[tuple[str, int]] = field(default_factory=list)
    decisions: list[tuple[uuid.UUID, str, date, bool]] = field(default_factory=list)
    summary: str = ""
    felt: tuple[int, int, int] = (0, 0, 0)
    adults: int = 2
    topics: tuple[int, ...] = ()


@dataclass(slots=True)
class GroupLife:
    people: list[DemoPerson]
    memberships: list[DemoMembership]
    meetings: list[DemoMeeting]
    ended_on: date | None


def live(shape: GroupShape, today: date, borrowed: list[DemoPerson]) -> GroupLife:
    """Draw a group's life.

    :param borrowed: members of the commune's clubs who may also sit in this council.
    """
    rng = shape.rng()
    active = shape.status == CommunityGroup.Status.ACTIVE
    last_day = today - timedelta(days=shape.quiet_days + (0 if active and not shape.quiet_days else shape.rhythm_days))
    first_day = max(shape.founded_on, today - timedelta(days=DAYS_KEPT))
    last_day = max(first_day, min(last_day, today))
    closed = shape.status == CommunityGroup.Status.CLOSED
    end = last_day if closed else None
    people: list[DemoPerson] = []
    memberships: list[DemoMembership] = []
    for seat, post in enumerate(_posts(shape.kind, rng)):
        person = _person(shape, rng, seat, post, today)
        people.append(person)
        memberships += _memberships(shape, rng, person, post, first_day, last_day, end)
    if shape.kind == Kind.COUNCIL:
        for person in rng.sample(borrowed, min(len(borrowed), 3)):
            memberships += _memberships(shape, rng, person, "member", first_day, last_day, end)
    if shape.kind != Kind.NETWORK:
        _change_leader(shape, rng, memberships, first_day, last_day)
    return GroupLife(people, memberships, list(_meetings(shape, rng, memberships, first_day, last_day)), end)


def _person(shape: GroupShape, rng: Random, seat: int, post: str, today: date) -> DemoPerson:
    female = rng.random() < 0.64
    ages, usual = (OF_NETWORKS, ADULT) if shape.kind == Kind.NETWORK else (OF_CHILDREN, (12, 13, 14, 14, 15, 16, 17))
    age = rng.choice(ages.get(post, usual))
    return DemoPerson(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        code=code_of(shape.number * SEATS + seat),
        family=tuple(rng.choice(FAMILY)),
        given=tuple(rng.choice(GIRLS if female else BOYS)),
        sex=Sex.FEMALE if female else Sex.MALE,
        village_id=shape.villages[seat % len(shape.villages)],
        birth_year=today.year - age,
        birth_month=rng.randrange(1, 13) if rng.random() < 0.7 else None,
        difficulty=rng.choices((Difficulty.NO, Difficulty.YES, Difficulty.NOT_ASKED), (62, 5, 33))[0],
        keenness=rng.betavariate(9, 2),
    )


def code_of(number: int) -> str:
    """The eight letters and digits of a number: mixed, and never the same for two numbers."""
    rest, found = (number * MIXER) % len(ALPHABET) ** 8, ""
    for _ in range(8):
        rest, letter = divmod(rest, len(ALPHABET))
        found += ALPHABET[letter]
    return found


def _posts(kind: str, rng: Random) -> list[str]:
    """The post of each seat; in a network some roles are free."""
    if kind == Kind.NETWORK:
        return [post for post, held in ROLES_HELD if rng.random() < held]
    seats = rng.randrange(16, 30) if kind == Kind.CLUB else rng.randrange(14, 24)
    return [_post(kind, seat) for seat in range(seats)]


def _post(kind: str, seat: int) -> str:
    posts = ("leader", "deputy", "secretary", "treasurer")
    if seat < len(posts):
        return posts[seat]
    return "youth_adviser" if kind == Kind.CLUB and seat == len(posts) else "member"


def _memberships(
    shape: GroupShape, rng: Random, person: DemoPerson, post: str, first: date, last: date, end: date | None
) -> Iterator[DemoMembership]:
    span = max((last - first).days, 1)
    began = first if post != "member" or rng.random() < 0.55 else first + timedelta(days=rng.randrange(span))
    how = Membership.HowFilled.ELECTED if post != "member" else ""
    if shape.kind == Kind.NETWORK:
        how = Membership.HowFilled.CONSENSUS
    if post == "member" and rng.random() < 0.16 and (last - began).days > 60:
        left = began + timedelta(days=rng.randrange(30, (last - began).days))
        reason = rng.choice(
            (Membership.EndReason.MOVED_AWAY, Membership.EndReason.CHOSE_TO_LEAVE, Membership.EndReason.AGED_OUT)
        )
        yield DemoMembership(person, post, how, began, left, reason)
        return
    yield DemoMembership(person, post, how, began, end, Membership.EndReason.GROUP_CLOSED if end else "")


def _change_leader(shape: GroupShape, rng: Random, rows: list[DemoMembership], first: date, last: date) -> None:
    """In half of the groups the deputy followed the leader at some time."""
    if (last - first).days < 240 or rng.random() < 0.5:
        return
    day = first + timedelta(days=rng.randrange(120, (last - first).days - 60))
    leader, deputy = rows[0], rows[1]
    for row, post in ((leader, "member"), (deputy, "leader")):
        rows.append(
            DemoMembership(
                row.person,
                post,
                Membership.HowFilled.ELECTED if post == "leader" else "",
                day,
                row.ended_on,
                row.end_reason,
            )
        )
        row.ended_on, row.end_reason = day - timedelta(days=1), Membership.EndReason.POST_CHANGED


def _meetings(
    shape: GroupShape, rng: Random, memberships: list[DemoMembership], first: date, last: date
) -> Iterator[DemoMeeting]:
    if shape.status == CommunityGroup.Status.FORMING:
        first = max(first, last - timedelta(days=2 * shape.rhythm_days))
    day, number = first + timedelta(days=rng.randrange(5, 20)), 0
    while day <= last:
        quiet_season = day.month == 4 or (day.month in (9, 10) and rng.random() < 0.5)
        if rng.random() > (0.4 if quiet_season else 0.05):
            number += 1
            yield _meeting(shape, rng, memberships, day, number)
        day += timedelta(days=max(5, shape.rhythm_days + rng.randrange(-4, 5)))


def _meeting(shape: GroupShape, rng: Random, memberships: list[DemoMembership], day: date, number: int) -> DemoMeeting:
    meeting_id = uuid.uuid5(uuid.NAMESPACE_OID, f"demo:{shape.number}:{day}")
    here = {row.person.id: row.person for row in memberships if row.covers(day)}
    marks = [(person, _state(rng, person)) for person in here.values()]
    present = sum(state in (Attendance.State.PRESENT, Attendance.State.LATE) for _, state in marks)
    guests = []
    if rng.random() < 0.3:
        for group in rng.sample(HeadCount.Group.values, rng.randrange(1, 4)):
            guests.append((group, rng.randrange(1, 12)))
    decisions, offered = [], DECISIONS_OF_NETWORKS if shape.kind == Kind.NETWORK else DECISIONS
    if rng.random() < 0.45:
        for turn, text in enumerate(rng.sample(offered, rng.randrange(1, 3))):
            done = rng.random() < 0.7
            decisions.append(
                (uuid.uuid5(meeting_id, f"decision {turn}"), text, day + timedelta(days=shape.rhythm_days), done)
            )
    good = int(present * rng.uniform(0.6, 0.9))
    so_so = (present - good) * 2 // 3
    start = rng.choice((8, 13, 14, 15))
    return DemoMeeting(
        id=meeting_id,
        number=number,
        held_on=day,
        kind=rng.choices((Meeting.Kind.ORDINARY, Meeting.Kind.TRAINING, Meeting.Kind.CAMPAIGN), (88, 8, 4))[0],
        started_at=time(start, 0),
        ended_at=time(start + 1, rng.choice((0, 15, 30))),
        marks=marks,
        guests=guests,
        decisions=decisions,
        summary=rng.choice(SUMMARIES) if rng.random() < 0.6 and shape.kind != Kind.NETWORK else "",
        felt=(good, so_so, present - good - so_so) if rng.random() < 0.7 else (0, 0, 0),
        adults=rng.choice((1, 2, 2, 2, 3)),
        topics=tuple(rng.randrange(10_000) for _ in range(rng.randrange(1, 3))),
    )


def _state(rng: Random, person: DemoPerson) -> str:
    if rng.random() < person.keenness:
        return Attendance.State.LATE if rng.random() < 0.05 else Attendance.State.PRESENT
    return Attendance.State.EXCUSED if rng.random() < 0.45 else Attendance.State.ABSENT
