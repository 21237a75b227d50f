"""What hangs on a meeting's row, written in bulk: marks of members, counts of guests, topics, decisions."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.inserting import insert_values
from people.aliases import kept_ids
from people.names import tidy

from ..cells import Mark
from ..models import Attendance, CommunityGroup, Decision, HeadCount, Meeting, Membership, Post, Topic
from ..models.attendance import attendance_id
from ..refusals import (
    DecisionSettled,
    MeetingIdTaken,
    MeetingWithdrawn,
    MoreThanTheGuests,
    NotAMemberThatDay,
    PostOfAnotherKind,
    UnknownMark,
)
from .locks import refuse_future
from .members_of_day import CAME, Member, MembersOfDay, members_at

MORE_PRESENT = (*CAME, Attendance.State.EXCUSED, Attendance.State.ABSENT)
"""From the most to the least."""


@dataclass(frozen=True, slots=True)
class Guests:
    """Guests of one group, such as women: how many, how many of them with a difficulty, counted or estimated."""

    group: str
    number: int
    with_difficulty: int = 0
    basis: str = HeadCount.Basis.COUNTED


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as it comes from a form or a phone; with the id of one that exists, it is put right."""

    text: str
    id: uuid.UUID | None = None
    post: Post | None = None
    due_on: date | None = None
    done_on: date | None = None


class KnownAsAnother(Exception):  # noqa: N818 — not an error: the record is known
    """The id is another name of a meeting that is in the register."""

    def __init__(self, meeting_id: uuid.UUID) -> None:
        super().__init__(meeting_id)
        self.meeting_id = meeting_id


def of_kept_people(marks: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    """The marks under the ids of today: those of a record that was merged away go to the kept person.

    Of two marks of one person the more present stands, as when the records were merged.
    """
    kept, found = kept_ids(marks), {}
    for person, state in marks.items():
        key = kept.get(person, person)
        found[key] = min(found.get(key, state), state, key=_presence)
    return found


def _presence(state: str) -> int:
    """A word that is no mark comes first: it must be refused, not lost."""
    return MORE_PRESENT.index(state) if state in MORE_PRESENT else -1


def mark_members(
    meeting: Meeting,
    marks: Mapping[uuid.UUID, str],
    *,
    is_newest: bool,
    may_be_known: bool,
    members: MembersOfDay | None = None,
) -> list[Mark]:
    """The first marks of a meeting, as they are counted: two statements, three where later meetings are recorded.

    One statement less with ``members``. ``may_be_known``: the id came from elsewhere, and may have been taken out of
    the register or lead to another meeting.
    """
    day = members or members_at(meeting, marks)
    if len(day.people) < len(marks) and (kept := of_kept_people(marks)) != marks:
        marks, day = kept, members_at(meeting, kept)
    if may_be_known and day.was_withdrawn():
        raise MeetingWithdrawn
    if may_be_known and day.kept_as:
        raise KnownAsAnother(day.kept_as)
    rows = _write(meeting, marks, day.people)
    if not is_newest:
        came = [person for person, state in marks.items() if state in CAME]
        same_day = Q(meeting__held_on=meeting.held_on, meeting__slot__gt=meeting.slot)
        after = Q(meeting__held_on__gt=meeting.held_on) | same_day
        later = Attendance.objects.filter(after, meeting__group_id=meeting.group_id, person_id__in=came)
        later.filter(is_first_time=True).update(is_first_time=False)
    return rows


def remark_members(
    meeting: Meeting, marks: Mapping[uuid.UUID, str] | None, *, is_other_day: bool
) -> tuple[list[Mark], list[Mark]]:
    """Correct the marks of a meeting: what stays keeps its copies, unless the meeting was on another day.

    Answers what was counted before and what is now.
    """
    rows = {row.person_id: row for row in meeting.marks.all()}
    before = [counted_mark(row) for row in rows.values()]
    if marks is None:
        marks = {person: row.state for person, row in rows.items()}
    if not marks.keys() <= rows.keys():
        marks = of_kept_people(marks)
    if not set(marks.values()) <= set(Attendance.State.values):
        raise UnknownMark
    touched = rows.keys() ^ marks.keys()
    Attendance.objects.filter(meeting=meeting, person_id__in=rows.keys() - marks.keys()).delete()
    stay = [rows[person] for person in rows.keys() & marks.keys()]
    for row in stay:
        if row.state != marks[row.person_id]:
            row.state = marks[row.person_id]
            touched.add(row.person_id)
    if is_other_day and stay:
        touched |= {row.person_id for row in stay}
        _age_again(meeting, stay)
    Attendance.objects.bulk_update(
        [row for row in stay if row.person_id in touched], ["state", "age_group"], batch_size=100
    )
    new = {person: state for person, state in marks.items() if person not in rows}
    added = _write(meeting, new, members_at(meeting, new).people) if new else []
    refresh_first_times(meeting.group, touched)
    return before, [*map(counted_mark, stay), *added]


def refresh_first_times(group: CommunityGroup, people: Collection[uuid.UUID]) -> None:
    """Of each person's marks in a group, the earliest that says they came is their first time, and no other."""
    rows = Attendance.objects.filter(meeting__group=group, person_id__in=people)
    in_order = rows.order_by("meeting__held_on", "meeting__slot", "meeting_id")
    seen: set[uuid.UUID] = set()
    wrong: dict[bool, list[uuid.UUID]] = {True: [], False: []}
    for pk, person, state, was_first in in_order.values_list("pk", "person_id", "state", "is_first_time"):
        is_first = state in CAME and person not in seen
        if state in CAME:
            seen.add(person)
        if is_first != was_first:
            wrong[is_first].append(pk)
    for is_first, keys in wrong.items():
        if keys:
            Attendance.objects.filter(pk__in=keys).update(is_first_time=is_first)


def counted_mark(row: Attendance) -> Mark:
    """A mark as the kept counts see it."""
    return row.sex, row.age_group, row.difficulty, row.state


def keep_topics(meeting: Meeting, topics: Iterable[Topic]) -> None:
    """What the meeting was about; each topic once."""
    through = Meeting.topics.through
    through.objects.bulk_create(
        through(meeting_id=meeting.pk, topic_id=key) for key in dict.fromkeys(topic.pk for topic in topics)
    )


def replace_topics(meeting: Meeting, topics: Iterable[Topic]) -> bool:
    """The topics of a meeting as the whole list; answers whether it is about something else now."""
    before, topics = set(meeting.topics.values_list("pk", flat=True)), list(topics)
    if before == {topic.pk for topic in topics}:
        return False
    meeting.topics.clear()
    keep_topics(meeting, topics)
    return True


def keep_guests(meeting: Meeting, guests: Iterable[Guests]) -> list[HeadCount]:
    """The guests by group; a group of none leaves no row."""
    rows = [
        HeadCount(
            meeting=meeting,
            group=guest.group,
            number=guest.number,
            with_difficulty=guest.with_difficulty,
            basis=guest.basis,
        )
        for guest in {guest.group: guest for guest in guests}.values()
        if guest.number or guest.with_difficulty
    ]
    for row in rows:
        clean_part(row, exclude={"meeting"})
        if row.with_difficulty > row.number:
            raise MoreThanTheGuests
    return HeadCount.objects.bulk_create(rows)


def keep_decisions(meeting: Meeting, drafts: Iterable[DecisionDraft]) -> None:
    """The decisions of a new meeting; a draft without words leaves no row."""
    Decision.objects.bulk_create(_decision(meeting, draft) for draft in drafts if tidy(draft.text))


def replace_decisions(meeting: Meeting, drafts: Iterable[DecisionDraft]) -> None:
    """The decisions of a meeting as the whole list: known ones are put right, others added, missing ones removed."""
    known = {decision.pk: decision for decision in meeting.decisions.all()}
    rows = [_decision(meeting, draft) for draft in drafts if tidy(draft.text)]
    kept = [row for row in rows if row.pk in known]
    new = [row for row in rows if row.pk not in known]
    for row in kept:
        row.is_dropped = known[row.pk].is_dropped
        if row.is_dropped and row.done_on:
            raise DecisionSettled
    if Decision.objects.filter(pk__in=[row.pk for row in new]).exists():
        raise MeetingIdTaken
    meeting.decisions.exclude(pk__in=[row.pk for row in kept]).delete()
    Decision.objects.bulk_update(kept, ["text", "post", "due_on", "done_on"])
    Decision.objects.bulk_create(new)


def _decision(meeting: Meeting, draft: DecisionDraft) -> Decision:
    if draft.post is not None and draft.post.kind != meeting.group.kind:
        raise PostOfAnotherKind
    if draft.done_on is not None:
        refuse_future(draft.done_on)
    row = Decision(
        id=draft.id or uuid.uuid4(),
        meeting=meeting,
        text=tidy(draft.text),
        post=draft.post,
        due_on=draft.due_on,
        done_on=draft.done_on,
    )
    clean_part(row, exclude={"meeting", "post"})
    return row


WRITTEN = ("id", "meeting", "person", "state", "is_first_time", "sex", "age_group", "difficulty")


def _write(meeting: Meeting, marks: Mapping[uuid.UUID, str], people: Mapping[uuid.UUID, Member]) -> list[Mark]:
    """One row for each mark, with what the person is on that day; answers what is counted."""
    if not set(marks.values()) <= set(Attendance.State.values):
        raise UnknownMark
    if people.keys() != set(marks):
        raise NotAMemberThatDay
    rows, counted = [], []
    for person_id, state in marks.items():
        person = people[person_id]
        is_first_time = state in CAME and not person.has_come_before
        kind = (person.sex, person.age_group_on(meeting.held_on), person.difficulty)
        rows.append((attendance_id(meeting.pk, person_id), meeting.pk, person_id, state, is_first_time, *kind))
        counted.append((*kind, state))
    insert_values(Attendance, WRITTEN, rows)
    return counted


def _age_again(meeting: Meeting, rows: list[Attendance]) -> None:
    """The meeting was on another day: everyone marked must have been a member then, and is as old as then."""
    members = Membership.objects.filter(group_id=meeting.group_id, person_id__in=[row.person_id for row in rows])
    people = {row.person_id: row.person for row in members.current(meeting.held_on).select_related("person")}
    for row in rows:
        if row.person_id not in people:
            raise NotAMemberThatDay
        row.age_group = people[row.person_id].age_group_on(meeting.held_on)


def clean_part(row: models.Model, *, exclude: set[str]) -> None:
    """Check a row of a batch without a query. Its field names mean nothing to the form of the meeting."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        raise ValidationError(error.messages) from error
