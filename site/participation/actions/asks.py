"""What is done to an ask, step by step along ``STEPS``: written, sent, answered, told to the children, closed.

Every step holds the row first and is refused where the ask has gone on meanwhile, so no order of calls breaks it.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import journal
from accounts.models import User
from people.names import tidy
from places.models import AdminArea

from ..ask_refusals import (
    AnswerBeforeSending,
    AskExists,
    AskNotThere,
    AskSentBefore,
    DueBeforeSending,
    RefusalWithoutWhy,
    SentBeforeRaised,
    ToldAtAnotherGroup,
    ToldBeforeTheAnswer,
    ToldLater,
)
from ..models import Ask, AskAnswer, AskStep, DutyBearer, Issue, Meeting, Topic
from ..models.ask import ANSWERABLE, STEPS
from .answer_links import end_links
from .locks import lock_meeting, refuse_future, refuse_unknown

Status = Ask.Status
WRITABLE = frozenset({"text", "level", "area", "body", "answer_due_on"})


@transaction.atomic
def draft_ask(
    *,
    issue: Issue,
    text: str,
    area: AdminArea,
    by: User,
    level: str = Ask.Level.COMMUNE,
    topics: Iterable[Topic] = (),
    body: DutyBearer | None = None,
    answer_due_on: date | None = None,
) -> Ask:
    """An issue becomes an ask, once. Nobody outside sees it before it is sent."""
    lock_meeting(issue.meeting)
    if Ask.objects.filter(issue=issue).exists():
        raise AskExists
    ask = Ask(issue=issue, text=tidy(text), level=level, area=area, body=body, answer_due_on=answer_due_on)
    ask.full_clean()
    ask.save(force_insert=True)
    ask.topics.set(topics)
    _keep_step(ask, by)
    journal.note("ask.drafted", about=ask, by=by, issue=issue.pk, group=issue.meeting.group_id)
    return ask


@transaction.atomic
def change_ask(*, ask: Ask, by: User, topics: Iterable[Topic] | None = None, **fields: object) -> Ask:
    """Put an ask right before it is sent; ``fields`` are the names in ``WRITABLE``."""
    refuse_unknown(fields, WRITABLE)
    _hold(ask, Status.DRAFTED)
    for name, value in fields.items():
        setattr(ask, name, tidy(value) if name == "text" else value)
    ask.full_clean()
    ask.save(force_update=True)
    if topics is not None:
        ask.topics.set(topics)
    journal.note("ask.changed", about=ask, by=by, fields=sorted(fields))
    return ask


@transaction.atomic
def send_ask(*, ask: Ask, body: DutyBearer, answer_due_on: date, by: User, sent_on: date | None = None) -> Ask:
    """It leaves the house: from now on its words stay, and somebody must answer by a day."""
    meeting = ask.issue.meeting
    lock_meeting(meeting)
    _hold(ask, Status.DRAFTED)
    ask.sent_on, ask.body, ask.answer_due_on = sent_on or timezone.localdate(), body, answer_due_on
    refuse_future(ask.sent_on, field="sent_on")
    if ask.sent_on < meeting.held_on:
        raise SentBeforeRaised
    if answer_due_on < ask.sent_on:
        raise DueBeforeSending
    return _go(ask, Status.SENT, "ask.sent", by, body=body.code, due_on=answer_due_on)


@transaction.atomic
def move_due_day(*, ask: Ask, answer_due_on: date, by: User) -> Ask:
    """Another day for the answer. If that passes too, the officers hear of it once more."""
    _hold(ask, Status.SENT)
    if answer_due_on < ask.sent_on:
        raise DueBeforeSending
    ask.answer_due_on, ask.overdue_told_at = answer_due_on, None
    ask.full_clean()
    ask.save(force_update=True)
    journal.note("ask.due_moved", about=ask, by=by, due_on=answer_due_on)
    return ask


@transaction.atomic
def record_answer(*, ask: Ask, kind: str, by: User, text: str = "", answered_on: date | None = None) -> AskAnswer:
    """What was answered on paper or by word of mouth, written down by who knows it. A further one may follow."""
    _hold(ask, *ANSWERABLE)
    now = timezone.now()
    answer = AskAnswer(
        ask=ask,
        kind=kind,
        text=as_told(text),
        answered_on=answered_on or timezone.localdate(),
        recorded_at=now,
        recorded_by=by,
        confirmed_at=now,
        confirmed_by=by,
    )
    refuse_future(answer.answered_on, field="answered_on")
    if answer.answered_on < ask.sent_on:
        raise AnswerBeforeSending
    keep_answer(answer)
    _count_answer(ask, answer, by)
    return answer


@transaction.atomic
def confirm_answer(*, answer: AskAnswer, by: User) -> AskAnswer:
    """An officer has made sure that an answer by link is really theirs: now it counts."""
    _hold(answer.ask, *ANSWERABLE)
    _hold_answer(answer)
    answer.confirmed_at, answer.confirmed_by = timezone.now(), by
    answer.full_clean()
    answer.save(update_fields=["confirmed_at", "confirmed_by"])
    _count_answer(answer.ask, answer, by)
    return answer


@transaction.atomic
def turn_down_answer(*, answer: AskAnswer, by: User) -> None:
    """An answer by link that was not theirs, or is no answer, goes away; its link stays used."""
    _hold(answer.ask, *Status)
    _hold_answer(answer)
    journal.note("ask.answer_turned_down", about=answer.ask, by=by, answer=answer.pk, kind=answer.kind)
    answer.delete()


@transaction.atomic
def tell_children(*, ask: Ask, meeting: Meeting, by: User) -> Ask:
    """The answer was told at a meeting of the group that raised it. The same said twice changes nothing."""
    lock_meeting(meeting)
    _hold(ask, Status.ANSWERED, Status.TOLD, Status.CLOSED)
    if ask.told_meeting_id == meeting.pk:
        return ask
    if ask.status != Status.ANSWERED:
        raise AskNotThere
    if meeting.group_id != ask.issue.meeting.group_id:
        raise ToldAtAnotherGroup
    if ask.answers.confirmed().filter(answered_on__gt=meeting.held_on).exists():
        raise ToldBeforeTheAnswer
    ask.told_meeting = meeting
    return _go(ask, Status.TOLD, "ask.told", by, meeting=meeting.pk)


@transaction.atomic
def take_back_telling(*, ask: Ask, by: User) -> Ask:
    """It was said by mistake that the children were told."""
    _hold(ask, Status.TOLD)
    ask.told_meeting = None
    return _go(ask, Status.ANSWERED, "ask.telling_taken_back", by)


@transaction.atomic
def close_ask(*, ask: Ask, by: User) -> Ask:
    """The children were told and nothing more is to come."""
    _hold(ask, Status.TOLD)
    ask.closed_on = timezone.localdate()
    return _go(ask, Status.CLOSED, "ask.closed", by)


@transaction.atomic
def withdraw_ask(*, ask: Ask, reason: str, by: User) -> Ask:
    """It is asked no longer; what was told to the children can only be closed."""
    _hold(ask, Status.DRAFTED, Status.SENT, Status.ANSWERED)
    ask.withdrawn_on, ask.withdraw_reason = timezone.localdate(), reason
    return _go(ask, Status.WITHDRAWN, "ask.withdrawn", by, reason=reason)


def drop_unsent_asks(issues: Iterable[Issue], *, by: User | None) -> None:
    """What never left the house goes with its issue; the caller holds the meeting."""
    unsent = Ask.objects.filter(issue__in=[issue.pk for issue in issues], sent_on__isnull=True)
    journal.note_all("ask.dropped", [(ask, {"issue": ask.issue_id}) for ask in unsent], by=by)
    unsent.delete()


def refuse_another_day(meeting: Meeting) -> None:
    """A meeting that gets another day stays before what was sent on from it, and behind what was told at it."""
    if Ask.objects.filter(issue__meeting=meeting, sent_on__lt=meeting.held_on).exists():
        raise AskSentBefore
    if AskAnswer.objects.confirmed().filter(ask__told_meeting=meeting, answered_on__gt=meeting.held_on).exists():
        raise ToldLater


def as_told(text: str) -> str:
    """What somebody wrote, line by line, without stray spaces."""
    return "\n".join(tidy(line) for line in (text or "").splitlines()).strip()


def keep_answer(answer: AskAnswer) -> None:
    """A new answer, checked whole."""
    if answer.kind == AskAnswer.Kind.REFUSED and not answer.text:
        raise RefusalWithoutWhy
    answer.full_clean()
    answer.save(force_insert=True)


def hold_answerable(ask: Ask) -> None:
    """Hold an ask that still takes answers, until the transaction ends."""
    _hold(ask, *ANSWERABLE)


def _hold(ask: Ask, *expected: str) -> None:
    """Nobody else moves the ask until the transaction ends; one that has gone on meanwhile is refused."""
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update(no_key=True))
    if ask.status not in expected:
        raise AskNotThere


def _hold_answer(answer: AskAnswer) -> None:
    fresh = AskAnswer.objects.unconfirmed().filter(pk=answer.pk).first()
    if fresh is None:
        raise AskNotThere
    answer.confirmed_at = None


def _count_answer(ask: Ask, answer: AskAnswer, by: User) -> None:
    """A confirmed answer moves its ask; one that was told already has something new to tell."""
    ask.answered_on = min(ask.answered_on or answer.answered_on, answer.answered_on)
    ask.told_meeting = None
    if ask.status == Status.ANSWERED:
        ask.full_clean()
        ask.save(force_update=True)
        journal.note("ask.answered", about=ask, by=by, kind=answer.kind)
    else:
        _go(ask, Status.ANSWERED, "ask.answered", by, kind=answer.kind)


def _go(ask: Ask, status: str, verb: str, by: User, **details: object) -> Ask:
    if status not in STEPS[ask.status]:
        raise AskNotThere
    ask.status = status
    ask.full_clean()
    ask.save(force_update=True)
    _keep_step(ask, by)
    if status in (Status.CLOSED, Status.WITHDRAWN):
        end_links(ask)
    journal.note(verb, about=ask, by=by, **details)
    return ask


def _keep_step(ask: Ask, by: User | None) -> None:
    AskStep(ask=ask, status=ask.status, at=timezone.now(), by=by).save(force_insert=True)
