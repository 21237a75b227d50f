"""Meetings of the register in the shape in which phones send them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import time

from accounts.models import User
from participation.actions.marks import of_kept_people
from participation.models import Attendance, Decision, HeadCount, Issue, Meeting
from people.names import tidy

from ..answers import TheirMeeting
from ..payloads import DecisionMade, GuestCount, IssueRaised, MeetingRecord


def as_records(meetings: Iterable[Meeting], *, to: User) -> list[TheirMeeting]:
    """Meetings as phones know them, with ids and no names: five queries for any number."""
    meetings = list(meetings)
    ids = [meeting.pk for meeting in meetings]
    if not ids:
        return []
    marks, guests, topics, decisions, issues = (defaultdict(list) for _ in range(5))
    for meeting, person, state in Attendance.objects.filter(meeting__in=ids).values_list(
        "meeting_id", "person_id", "state"
    ):
        marks[meeting].append((person, state))
    for row in HeadCount.objects.filter(meeting__in=ids).order_by("group"):
        guests[row.meeting_id].append(GuestCount(row.group, row.number, row.with_difficulty, row.basis))
    for meeting, code in Meeting.topics.through.objects.filter(meeting__in=ids).values_list(
        "meeting_id", "topic__code"
    ):
        topics[meeting].append(code)
    for row in Decision.objects.filter(meeting__in=ids).select_related("post").order_by("pk"):
        post = row.post.code if row.post else None
        decisions[row.meeting_id].append(DecisionMade(row.pk, row.text, post, row.due_on))
    for row in Issue.objects.filter(meeting__in=ids).order_by("pk"):
        issues[row.meeting_id].append(IssueRaised(row.pk, row.text, row.raised_by))
    return [
        TheirMeeting(
            id=meeting.pk,
            group=meeting.group_id,
            held_on=meeting.held_on,
            slot=meeting.slot,
            version=meeting.version,
            kind=meeting.kind,
            number=meeting.number,
            started_at=as_time(meeting.started_at),
            ended_at=as_time(meeting.ended_at),
            place_text=meeting.place_text,
            marks=dict(marks[meeting.pk]),
            guests=guests[meeting.pk],
            topics=sorted(topics[meeting.pk]),
            decisions=decisions[meeting.pk],
            issues=issues[meeting.pk],
            summary=meeting.summary,
            quorum_met=meeting.quorum_met,
            minutes_approved=meeting.minutes_approved,
            adults_present=meeting.adults_present,
            felt_good=meeting.felt_good,
            felt_so_so=meeting.felt_so_so,
            felt_bad=meeting.felt_bad,
            recorded_by_me=meeting.recorded_by_id == to.pk,
            made_at=meeting.recorded_at,
            status=meeting.status,
        )
        for meeting in meetings
    ]


def as_time(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment else None


def says_the_same(mine: MeetingRecord, theirs: TheirMeeting) -> bool:
    """Whether a record tells what the register has already, whatever ids its decisions and issues got."""
    return _facts(mine, of_kept_people(mine.marks) if mine.marks else {}) == _facts(theirs, theirs.marks)


def _facts(record: MeetingRecord, marks: dict[uuid.UUID, str]) -> tuple[object, ...]:
    return (
        record.held_on,
        record.kind,
        record.number,
        record.started_at,
        record.ended_at,
        tidy(record.place_text),
        marks,
        sorted(record.typed_names),
        {(each.group, each.number, each.with_difficulty, each.basis) for each in record.guests if each.number},
        set(record.topics),
        sorted((tidy(each.text), each.post or "", str(each.due_on or "")) for each in record.decisions),
        sorted((tidy(each.text), each.raised_by) for each in record.issues),
        tidy(record.summary),
        record.quorum_met,
        record.minutes_approved,
        record.adults_present,
        record.felt_good,
        record.felt_so_so,
        record.felt_bad,
    )
