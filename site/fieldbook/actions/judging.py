"""What is done at the desk with a record that waits: taken or refused by an officer, settled beside another, put right.

Each goes through the handler that a phone's delivery goes through. The record stays its maker's; the journal says who
judged it. What is settled is opened no more: the sealed copy goes.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.models import User
from accounts.refusals import Refusal
from councils.models import Election
from participation.actions.marks import Guests
from participation.actions.meetings import correct_meeting
from participation.actions.memberships import ORDINARY_POST, enrol_newcomer
from participation.aliases import kept_meeting_ids
from participation.models import Attendance, HeadCount, Meeting, Post
from participation.refusals import ChangedMeanwhile, PostOfAnotherKind

from ..envelope import KeyGone, Malformed, opened, record_header, typed
from ..models import Delivery
from ..payloads import (
    RECORDS,
    SCHEMA,
    ElectionRecord,
    ElectionResolution,
    MeetingRecord,
    Record,
    Resolution,
    SealedRecord,
)
from ..refusals import SENTENCES, NotWaiting, RecordHeld, RecordLater, RecordRefused
from ..sender import Sender
from .outcomes import InConflict, Taken
from .records import TAKERS

Outcome = Delivery.Outcome


class RefuseReason(models.TextChoices):
    """Why an officer does not take a record; the journal keeps the word."""

    NOT_HELD = "not_held", _("This meeting was not held")
    TWICE = "twice", _("It was recorded already in another way")
    NOT_THEIRS = "not_theirs", _("The sender had nothing to do with this group any more")
    NOT_CREDIBLE = "not_credible", _("It is not sure who made this record")


class CannotBeOpened(Refusal):
    message = _("The portal can no longer open this record. Its maker must unlock the app and send it again.")


class BeyondYourReach(Refusal):
    message = _("You record no meetings in this group.")


class ComesLater(Refusal):
    message = _("What this record belongs to is not here yet. Take that first.")


def record_of(delivery: Delivery) -> Record:
    """The record, opened for who judges it. Whoever shows it writes that down."""
    if delivery.sealed is None:
        raise NotWaiting
    try:
        sealed = msgspec.convert(delivery.sealed, SealedRecord)
        header = record_header(sealed)
        if header.schema != SCHEMA or header.kind not in RECORDS:
            raise CannotBeOpened
        return typed(opened(sealed).words, RECORDS[header.kind])
    except (KeyGone, Malformed, msgspec.ValidationError) as fault:
        raise CannotBeOpened from fault


@transaction.atomic
def take_held(*, delivery: Delivery, by: User) -> Delivery:
    """Record what was held, as its maker's. Where the register has such a meeting already, both are compared next."""
    _hold(delivery, Outcome.HELD)
    return _judge(delivery, record_of(delivery), by, verb="delivery.accepted")


@transaction.atomic
def refuse_held(*, delivery: Delivery, reason: str, by: User) -> Delivery:
    """Nothing comes of it. The phone keeps its copy and says that this can no longer be done."""
    reason = RefuseReason(reason)
    _hold(delivery, Outcome.HELD)
    delivery.outcome, delivery.code = Outcome.REFUSED, "not_allowed"
    return _settle(delivery, by, "delivery.turned_down", reason=reason.value)


@transaction.atomic
def set_aside(*, delivery: Delivery, by: User) -> Delivery:
    """A refused record that nobody needs, or one beside which theirs stands."""
    _hold(delivery, Outcome.REFUSED, Outcome.CONFLICT)
    if delivery.outcome == Outcome.CONFLICT:
        theirs = standing_of(record_of(delivery))
        delivery.outcome = Outcome.KNOWN
        delivery.meeting_id, delivery.version = (theirs.pk, theirs.version) if theirs else (None, None)
    return _settle(delivery, by, "delivery.set_aside", meeting=delivery.meeting_id or "")


@transaction.atomic
def resolve(*, delivery: Delivery, record: MeetingRecord, choice: str, version: int | None, by: User) -> Delivery:
    """Mine, both put together (``record`` says so), or two meetings; theirs as it was shown, at its ``version``."""
    _hold(delivery, Outcome.CONFLICT)
    theirs = theirs_of(record)
    if theirs is None or version != theirs.version:
        raise ChangedMeanwhile
    # Whoever makes the record settles the conflict with it; here that is somebody else, whom the journal names below.
    Delivery.objects.filter(pk=delivery.pk).update(outcome=Outcome.KNOWN)
    resolution = Resolution(record=delivery.pk, meeting=theirs.pk, version=theirs.version, choice=choice)
    resolved = msgspec.structs.replace(record, resolves=resolution)
    return _judge(delivery, resolved, by, verb="delivery.resolved", choice=choice)


@transaction.atomic
def keep_result(*, delivery: Delivery, version: int | None, by: User) -> Delivery:
    """Of two results of an election the one from the phone stands; theirs as it was shown, at its ``version``."""
    _hold(delivery, Outcome.CONFLICT)
    record = record_of(delivery)
    theirs = election_of(record)
    if theirs is None or version != theirs.version:
        raise ChangedMeanwhile
    Delivery.objects.filter(pk=delivery.pk).update(outcome=Outcome.KNOWN)
    resolution = ElectionResolution(delivery.pk, theirs.pk, theirs.version, "keep_mine")
    return _judge(
        delivery, msgspec.structs.replace(record, resolves=resolution), by, verb="delivery.resolved", choice="keep_mine"
    )


@transaction.atomic
def put_right(*, delivery: Delivery, record: MeetingRecord, by: User) -> Delivery:
    """A refused meeting as it was put right at the desk."""
    _hold(delivery, Outcome.REFUSED)
    return _judge(delivery, record, by, verb="delivery.put_right")


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant by a typed name: a member, somebody new, a guest of a group, or nobody who is counted."""

    member: uuid.UUID | None = None
    newcomer: Mapping[str, object] | None = None
    guest: str = ""


class MarkedAlready(Refusal):
    message = _("Two names stand for one member, or a member who is marked already.")


@transaction.atomic
def match_names(*, delivery: Delivery, matches: list[Match], version: int, by: User) -> Delivery:
    """Whoever was typed is marked as present, or counted as a guest; then the names are kept no more."""
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())
    if not delivery.has_names or delivery.sealed is None:
        raise NotWaiting
    meeting = meeting_of(delivery)
    if meeting is None:
        raise NotWaiting
    marks = dict(meeting.marks.values_list("person_id", "state"))
    people = [match.member for match in matches if match.member]
    if len(set(people)) < len(people) or marks.keys() & set(people):
        raise MarkedAlready
    people += [_enrol(meeting, match.newcomer, by) for match in matches if match.newcomer]
    marks |= dict.fromkeys(people, Attendance.State.PRESENT.value)
    guests = _with_guests(meeting, [match.guest for match in matches if match.guest])
    correct_meeting(meeting=meeting, by=by, version=version, marks=marks, guests=guests)
    delivery.has_names, delivery.version = False, meeting.version
    return _settle(delivery, by, "delivery.names_matched", meeting=meeting.pk, names=len(matches))


def meeting_of(delivery: Delivery) -> Meeting | None:
    """The meeting that came of a delivery, whatever id it has by now."""
    key = kept_meeting_ids([delivery.meeting_id]).get(delivery.meeting_id, delivery.meeting_id)
    return Meeting.objects.select_related("group").filter(pk=key).first()


def standing_of(record: Record) -> Meeting | Election | None:
    """The meeting or the election that stands in the way of a record."""
    return theirs_of(record) if isinstance(record, MeetingRecord) else election_of(record)


def election_of(record: ElectionRecord) -> Election | None:
    """The election of which the register has another result, or another one of that day."""
    elections = Election.objects.filter(council=record.group).select_related("method")
    same = elections.filter(pk=record.id).first()
    return same or elections.standing().filter(held_on=record.held_on).first()


def theirs_of(record: MeetingRecord) -> Meeting | None:
    """The meeting that stands in the way of a record: the newer version of its own, or another of that day."""
    meetings = Meeting.objects.select_related("group").filter(group=record.group)
    if record.version is not None:
        key = kept_meeting_ids([record.id]).get(record.id, record.id)
        return meetings.filter(pk=key).first()
    return (
        meetings.filter(held_on=record.held_on, slot=record.slot or 1).first() or meetings.filter(pk=record.id).first()
    )


def _hold(delivery: Delivery, *outcomes: str) -> None:
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update())
    if delivery.outcome not in outcomes or delivery.sealed is None:
        raise NotWaiting


def _judge(delivery: Delivery, record: Record, by: User, *, verb: str, **details: object) -> Delivery:
    """What the register says now: taken, or beside another one; what it refuses is told and changes nothing."""
    user = User.objects.get(pk=delivery.user_id)
    sender = Sender(device=delivery.device, user=user, is_trusted=True, key=None, vouched_by=by)
    try:
        with transaction.atomic():
            taken: Taken = TAKERS[delivery.kind](record, sender, delivery)
    except InConflict as conflict:
        if delivery.outcome == Outcome.CONFLICT:
            raise ChangedMeanwhile from conflict
        delivery.outcome, delivery.code, delivery.why_held = Outcome.CONFLICT, "", ""
        delivery.group_id = conflict.group_id
        delivery.save(force_update=True)
        told = {"about": delivery, "by": by, "record": delivery.kind, "group": conflict.group_id}
        journal.note("delivery.in_conflict", **told)
        return delivery
    except RecordHeld as held:
        raise BeyondYourReach from held
    except RecordLater as later:
        raise ComesLater from later
    except RecordRefused as refused:
        raise ValidationError(SENTENCES[refused.code]) from refused
    delivery.outcome = Outcome.KNOWN if taken.is_known else Outcome.TAKEN
    delivery.code, delivery.why_held, delivery.notes = "", "", taken.notes
    delivery.group_id, delivery.meeting_id, delivery.version = taken.group_id, taken.meeting_id, taken.version
    delivery.has_names = taken.has_names
    keeps = taken.has_names or taken.stays_sealed
    return _settle(delivery, by, verb, keeps_seal=keeps, meeting=taken.meeting_id or "", **details)


def _settle(delivery: Delivery, by: User, verb: str, *, keeps_seal: bool = False, **details: object) -> Delivery:
    if not keeps_seal:
        delivery.sealed = None
    delivery.why_held = ""
    delivery.settled_at, delivery.settled_by = timezone.now(), by
    delivery.save(force_update=True)
    journal.note(verb, about=delivery, by=by, group=delivery.group_id or "", maker=delivery.user_id, **details)
    return delivery


def _enrol(meeting: Meeting, newcomer: Mapping[str, object], by: User) -> uuid.UUID:
    post = Post.objects.filter(kind=meeting.group.kind, code=ORDINARY_POST).first()
    if post is None:
        raise PostOfAnotherKind
    membership = enrol_newcomer(group=meeting.group, post=post, began_on=meeting.held_on, by=by, **newcomer)
    return membership.person_id


def _with_guests(meeting: Meeting, more: list[str]) -> list[Guests]:
    """The guests as they were counted, and one more for each name."""
    counts = {row.group: row for row in meeting.head_counts.all()}
    found = []
    for group in HeadCount.Group.values:
        row, added = counts.get(group), more.count(group)
        if row or added:
            number, difficulty = (row.number, row.with_difficulty) if row else (0, 0)
            basis = row.basis if row else HeadCount.Basis.COUNTED
            found.append(Guests(group, number + added, difficulty, basis))
    return found
