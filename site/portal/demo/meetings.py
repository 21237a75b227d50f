"""The meetings of a demo group as rows: marks, guests, decisions, topics, and the kept counts that follow from them."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter

from django.db import models
from django.utils import timezone

from accounts.models import User
from participation.cells import cells_of
from participation.models import Attendance, CommunityGroup, CountDelta, Decision, HeadCount, Meeting
from participation.models.attendance import attendance_id
from people.ages import age_group_on

from .life import DemoPerson, GroupLife

Adding = Callable[[type[models.Model], Iterable], None]


def write_meetings(
    add: Adding,
    group: CommunityGroup,
    life: GroupLife,
    *,
    facilitator: User,
    today: date,
    guests_at: Collection[uuid.UUID],
    topics_known: Sequence[int],
) -> None:
    """Every meeting of a life. ``guests_at``: meetings that another group hosted, which are no activity of this one."""
    meetings, marks, guests, decisions, topics, steps, met = [], [], [], [], [], [], set()
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
                status=Meeting.Status.APPROVED if row.held_on < today - timedelta(days=60) else Meeting.Status.RECORDED,
                recorded_by=facilitator,
                recorded_at=moment,
                received_at=moment,
            )
        )
        begins = len(marks)
        for person, state in row.marks:
            came = state in (Attendance.State.PRESENT, Attendance.State.LATE)
            marks.append(_mark(row.id, person, state, row.held_on, first=came and person.id not in met))
            if came:
                met.add(person.id)
        cells = cells_of(
            map(COUNTED, marks[begins:]), ((kind, COUNTED_BASIS, number, 0) for kind, number in row.guests)
        )
        steps.append(
            CountDelta(
                group_id=group.pk,
                held_on=row.held_on,
                meeting_id=row.id,
                at=moment,
                meetings=1,
                activities=int(row.id not in guests_at),
                marks=cells.marks,
                guests=cells.guests,
            )
        )
        guests += [HeadCount(meeting_id=row.id, group=kind, number=number) for kind, number in row.guests]
        decisions += [
            Decision(id=pk, meeting_id=row.id, text=text, due_on=due, done_on=min(due, today) if done else None)
            for pk, text, due, done in row.decisions
        ]
        if topics_known:
            topics += [(row.id, topics_known[draw % len(topics_known)]) for draw in row.topics]
    add(Meeting, meetings)
    add(Attendance, marks)
    add(HeadCount, guests)
    add(Decision, decisions)
    through = Meeting.topics.through
    add(CountDelta, steps)
    add(through, [through(meeting_id=meeting, topic_id=topic) for meeting, topic in dict.fromkeys(topics)])


COUNTED = itemgetter(5, 6, 7, 3)
"""Sex, age group, difficulty and state of what ``_mark`` gives."""
COUNTED_BASIS = HeadCount.Basis.COUNTED.value


def _mark(meeting_id: uuid.UUID, person: DemoPerson, state: str, day: date, *, first: bool) -> tuple:
    """The values of one mark in the order of the columns: a country has twenty million of them."""
    return (
        attendance_id(meeting_id, person.id),
        meeting_id,
        person.id,
        state,
        first,
        person.sex,
        _age_group(day.year, day.month, person.birth_year, person.birth_month),
        person.difficulty,
    )


@lru_cache(maxsize=4096)
def _age_group(year: int, month: int, birth_year: int, birth_month: int | None) -> str:
    return age_group_on(date(year, month, 1), birth_year=birth_year, birth_month=birth_month).value
