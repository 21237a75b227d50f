"""What is done to the record of a meeting: recording, correcting, approving, removing; and settling its decisions.

Recording costs the same few queries for ten marks and for a hundred.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.inserting import insert
from accounts.models import User
from people.names import tidy

from ..ask_refusals import ToldThere
from ..cells import cells_of
from ..models import Ask, CommunityGroup, Decision, Meeting, Topic
from ..refusals import (
    DecisionSettled,
    GroupIsClosed,
    IssueSentOn,
    MeetingEndsBeforeItBegins,
    MeetingIdTaken,
    MeetingLocked,
    MeetingNotApproved,
    MeetingNotOpen,
    MeetingThatDayExists,
)
from .asks import drop_unsent_asks, refuse_another_day, take_back_telling
from .deltas import count_again, count_in, count_out, counted_guests, look_again
from .groups import advance_dates, refresh_dates
from .issues import IssueDraft, keep_issues, replace_issues
from .joint_parts import refuse_day_apart, withdrawn_from_joint
from .locks import lock_group, lock_meeting, refuse_future, refuse_unknown
from .marks import (
    DecisionDraft,
    Guests,
    KnownAsAnother,
    counted_mark,
    keep_decisions,
    keep_guests,
    keep_topics,
    mark_members,
    refresh_first_times,
    remark_members,
    replace_decisions,
    replace_topics,
)
from .members_of_day import MembersOfDay
from .photos import forget_files
from .unchecked import warn_of_unchecked

Status = Meeting.Status


class WithdrawReason(models.TextChoices):
    """Why a meeting is taken out of the register; the journal keeps the word."""

    TWICE = "twice", _("It was recorded twice")
    WRONG_GROUP = "wrong_group", _("It belongs to another group")
    WRONG_DAY = "wrong_day", _("It was on another day")
    NOT_HELD = "not_held", _("It was not held")


def record_meeting(
    *,
    group: CommunityGroup,
    held_on: date,
    by: User,
    marks: Mapping[uuid.UUID, str],
    id: uuid.UUID | None = None,
    kind: str = Meeting.Kind.ORDINARY,
    number: int | None = None,
    slot: int | None = None,
    started_at: time | None = None,
    ended_at: time | None = None,
    place_text: str = "",
    topics: Iterable[Topic] = (),
    guests: Iterable[Guests] = (),
    decisions: Iterable[DecisionDraft] = (),
    issues: Iterable[IssueDraft] = (),
    summary: str = "",
    quorum_met: bool | None = None,
    minutes_approved: str = "",
    adults_present: int | None = None,
    felt_good: int = 0,
    felt_so_so: int = 0,
    felt_bad: int = 0,
    recorded_at: datetime | None = None,
    members: MembersOfDay | None = None,
) -> Meeting:
    """A meeting that was held, with the mark of each member (``marks``: person to state), guests and decisions.

    The same ``id`` sent again changes nothing and gives the meeting recorded first; one that is another name of a
    meeting gives that one. Without a ``slot`` the meeting is the first of its day; a second one that day needs
    ``next_slot``. Who has asked ``members_of_day`` about this very meeting gives the answer as ``members``, with its
    group as ``group``, and saves a query; the same is checked on it.
    """
    meeting = Meeting(
        id=id or uuid.uuid4(),
        group=group,
        held_on=held_on,
        slot=slot or 1,
        recorded_by=by,
        recorded_at=recorded_at or timezone.now(),
        **_tidied(
            kind=kind,
            number=number,
            started_at=started_at,
            ended_at=ended_at,
            place_text=place_text,
            summary=summary,
            quorum_met=quorum_met,
            minutes_approved=minutes_approved,
            adults_present=adults_present,
            felt_good=felt_good,
            felt_so_so=felt_so_so,
            felt_bad=felt_bad,
        ),
    )
    if members is not None:
        members.refuse_another(meeting, marks)
    try:
        with transaction.atomic():
            _check(meeting)
            # First of all the row itself: what was sent before stops here, whatever has changed since.
            insert(meeting)
            _refuse_after_closing(group, held_on)
            is_newest = group.last_met_on is None or held_on > group.last_met_on
            counted = mark_members(meeting, marks, is_newest=is_newest, may_be_known=id is not None, members=members)
            keep_topics(meeting, topics)
            counts = keep_guests(meeting, guests)
            keep_decisions(meeting, decisions)
            keep_issues(meeting, issues)
            count_in(meeting, cells_of(counted, map(counted_guests, counts)))
            if is_newest:
                advance_dates(group=group, held_on=held_on)
            journal.note("meeting.recorded", about=meeting, by=by, group=group.pk, held_on=held_on, marks=len(marks))
            warn_of_unchecked(meeting, by=by)
    except IntegrityError as clash:
        return _already_there(meeting, clash)
    except KnownAsAnother as known:
        return _kept(meeting, known.meeting_id)
    return meeting


CORRECTABLE = frozenset(
    {
        "kind",
        "number",
        "held_on",
        "slot",
        "started_at",
        "ended_at",
        "place_text",
        "summary",
        "quorum_met",
        "minutes_approved",
        "adults_present",
        "felt_good",
        "felt_so_so",
        "felt_bad",
    }
)


@transaction.atomic
def correct_meeting(
    *,
    meeting: Meeting,
    by: User,
    version: int | None = None,
    marks: Mapping[uuid.UUID, str] | None = None,
    topics: Iterable[Topic] | None = None,
    guests: Iterable[Guests] | None = None,
    decisions: Iterable[DecisionDraft] | None = None,
    issues: Iterable[IssueDraft] | None = None,
    **fields: object,
) -> Meeting:
    """Put right what was recorded; what is not given stays as it is. ``fields`` are the names in ``CORRECTABLE``.

    ``marks``, ``guests``, ``decisions`` and ``issues`` are each the whole list. A mark that stays keeps its sex, age
    group and difficulty, whatever was corrected about the person since; only another day brings another age group.
    """
    refuse_unknown(fields, CORRECTABLE)
    lock_group(meeting.group)
    lock_meeting(meeting, version=version)
    if meeting.status != Status.RECORDED:
        raise MeetingNotOpen
    day_before = meeting.held_on
    for name, value in _tidied(**fields).items():
        setattr(meeting, name, value)
    _check(meeting)
    day = {"group_id": meeting.group_id, "held_on": meeting.held_on, "slot": meeting.slot}
    if Meeting.objects.filter(**day).exclude(pk=meeting.pk).exists():
        raise MeetingThatDayExists
    _refuse_after_closing(meeting.group, meeting.held_on)
    if meeting.held_on != day_before:
        refuse_another_day(meeting)
        refuse_day_apart(meeting)
    meeting.version += 1
    meeting.save(force_update=True)
    marks_before, marks_after = remark_members(meeting, marks, is_other_day=meeting.held_on != day_before)
    if topics is not None and replace_topics(meeting, topics):
        look_again(meeting.group_id, since=min(meeting.held_on, day_before))
    guests_before = guests_after = [counted_guests(row) for row in meeting.head_counts.all()]
    if guests is not None:
        meeting.head_counts.all().delete()
        guests_after = [counted_guests(row) for row in keep_guests(meeting, guests)]
    if decisions is not None:
        replace_decisions(meeting, decisions)
    if issues is not None:
        replace_issues(meeting, issues, by=by)
    count_again(
        meeting,
        day_before=day_before,
        before=cells_of(marks_before, guests_before),
        after=cells_of(marks_after, guests_after),
    )
    refresh_dates(group=meeting.group)
    journal.note(
        "meeting.corrected", about=meeting, by=by, group=meeting.group_id, held_on=meeting.held_on, was_on=day_before
    )
    return meeting


@transaction.atomic
def withdraw_meeting(*, meeting: Meeting, by: User, reason: str) -> None:
    """Take a meeting recorded by mistake out of the register, with all that hangs on it.

    The journal keeps that it was there; a phone that sends it again is told so.
    """
    reason = WithdrawReason(reason)
    others = list(meeting.aliases.values_list("old_id", flat=True))
    _take_out(meeting, by, "meeting.withdrawn", reason=reason.value)
    for other in others:
        journal.note("meeting.withdrawn", about=Meeting(pk=other), by=by, group=meeting.group_id, reason=reason.value)


@transaction.atomic
def take_back_meeting(*, meeting: Meeting, by: User) -> None:
    """Take a meeting out again with the import that brought it; the same file may bring it once more."""
    _take_out(meeting, by, "meeting.taken_back")


def _take_out(meeting: Meeting, by: User, verb: str, **told: str) -> None:
    lock_group(meeting.group)
    lock_meeting(meeting)
    if meeting.status != Status.RECORDED:
        raise MeetingNotOpen
    if meeting.issues.sent_on().exists():
        raise IssueSentOn
    _untell(meeting, by)
    drop_unsent_asks(meeting.issues.all(), by=by)
    marks, guests = list(meeting.marks.all()), list(meeting.head_counts.all())
    people, photos = [row.person_id for row in marks], list(meeting.photos.all())
    journal.note(
        verb,
        about=meeting,
        by=by,
        group=meeting.group_id,
        held_on=meeting.held_on,
        **told,
        marks=len(people),
        guests=len(guests),
        decisions=meeting.decisions.count(),
        issues=meeting.issues.count(),
        photos=len(photos),
    )
    forget_files(photos)
    activities = withdrawn_from_joint(meeting)
    count_out(meeting, cells_of(map(counted_mark, marks), map(counted_guests, guests)), activities=activities)
    group = meeting.group
    meeting.delete()
    refresh_first_times(group, people)
    refresh_dates(group=group)


@transaction.atomic
def approve_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """An officer has read the record and it stands: it can no longer be corrected, only opened again."""
    lock_meeting(meeting)
    if meeting.status != Status.RECORDED:
        raise MeetingNotOpen
    return _turn(meeting, Status.APPROVED, "meeting.approved", by)


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """Let an approved meeting be corrected; a locked one stays."""
    lock_meeting(meeting)
    if meeting.status == Status.LOCKED:
        raise MeetingLocked
    if meeting.status != Status.APPROVED:
        raise MeetingNotApproved
    return _turn(meeting, Status.RECORDED, "meeting.reopened", by)


@transaction.atomic
def settle_decision(*, decision: Decision, by: User, done_on: date | None = None, dropped: bool = False) -> Decision:
    """A decision is done on a day, or given up; with neither it is pending again."""
    decision.refresh_from_db(from_queryset=Decision.objects.select_for_update(no_key=True))
    if done_on is not None and dropped:
        raise DecisionSettled
    if done_on is not None:
        refuse_future(done_on, field="done_on")
    decision.done_on, decision.is_dropped = done_on, dropped
    decision.full_clean()
    decision.save(update_fields=["done_on", "is_dropped"])
    outcome = "done" if done_on else "dropped" if dropped else "pending"
    journal.note("decision.settled", about=decision, by=by, meeting=decision.meeting_id, outcome=outcome)
    return decision


def next_slot(*, group: CommunityGroup, held_on: date) -> int:
    """The slot of one more meeting of a group on a day."""
    return (Meeting.objects.filter(group=group, held_on=held_on).aggregate(last=Max("slot"))["last"] or 0) + 1


def _tidied(**fields: object) -> dict[str, object]:
    """One line for the place; the summary keeps its lines."""
    if "place_text" in fields:
        fields["place_text"] = tidy(str(fields["place_text"] or ""))
    if "summary" in fields:
        lines = str(fields["summary"] or "").splitlines()
        fields["summary"] = "\n".join(tidy(line) for line in lines).strip()
    return fields


def _check(meeting: Meeting) -> None:
    """Everything about the meeting's own row that needs no look into the database; which holds the rest."""
    refuse_future(meeting.held_on, field="held_on")
    if meeting.ended_at and (meeting.started_at is None or meeting.ended_at <= meeting.started_at):
        raise MeetingEndsBeforeItBegins
    meeting.full_clean(exclude={"group", "recorded_by"}, validate_unique=False, validate_constraints=False)


def _refuse_after_closing(group: CommunityGroup, held_on: date) -> None:
    """A closed group may have met up to the day on which it closed."""
    if group.status == CommunityGroup.Status.CLOSED and held_on > group.status_since:
        raise GroupIsClosed


def _already_there(meeting: Meeting, clash: IntegrityError) -> Meeting:
    """Which meeting stands in the way of a new one: itself, sent before, or another of that day."""
    first = Meeting.objects.filter(pk=meeting.pk).first()
    if first is not None and first.group_id == meeting.group_id:
        return first
    day = {"group_id": meeting.group_id, "held_on": meeting.held_on, "slot": meeting.slot}
    if first is None and Meeting.objects.filter(**day).exists():
        raise MeetingThatDayExists from clash
    raise MeetingIdTaken from clash


def _kept(meeting: Meeting, kept_as: uuid.UUID) -> Meeting:
    """The meeting to which the id of a new one leads, if it is one of the same group."""
    kept = Meeting.objects.filter(pk=kept_as, group_id=meeting.group_id).first()
    if kept is None:
        raise MeetingIdTaken
    return kept


def _untell(meeting: Meeting, by: User) -> None:
    """What was told at a meeting that was none is to be told again."""
    told = list(meeting.asks_told.all())
    if any(ask.status == Ask.Status.CLOSED for ask in told):
        raise ToldThere
    for ask in told:
        take_back_telling(ask=ask, by=by)


def _turn(meeting: Meeting, status: str, verb: str, by: User) -> Meeting:
    meeting.status = status
    meeting.version += 1
    meeting.save(update_fields=["status", "version"])
    journal.note(verb, about=meeting, by=by, group=meeting.group_id, held_on=meeting.held_on)
    return meeting
