"""One record from a phone: opened, judged by the action that the desk calls, and answered.

The row of the delivery and all that the record writes are committed together, and the answer is made after that: what
was acknowledged is in the database, and what is sent again finds its first receipt.
"""

import logging
import secrets
import uuid
from dataclasses import dataclass

import msgspec
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts import journal
from accounts.inserting import insert
from people.codes import ALPHABET

from ..answers import Answer, TheirElection, TheirMeeting
from ..envelope import KeyGone, Malformed, Opened, opened, record_header, typed
from ..models import Delivery
from ..payloads import RECORDS, SCHEMA, Record, RecordHeader, SealedRecord
from ..refusals import FIXABLE, RecordHeld, RecordLater, RecordRefused, code_of, sentence_of
from ..sender import Sender
from .elections import take_election
from .meetings import take_meeting
from .notes import KIND as NOTE
from .notes import MOST_SEALED, take_note
from .outcomes import InConflict, Taken
from .photos import take_photo
from .plans import take_missed, take_plan
from .setting_aside import take_set_aside

log = logging.getLogger(__name__)

Outcome = Delivery.Outcome
TAKERS = {
    "meeting": take_meeting,
    "missed": take_missed,
    "plan": take_plan,
    "set_aside": take_set_aside,
    "photo": take_photo,
    "election": take_election,
}
SENSIBLE_YEARS = range(1970, 2200)
"""A clock that was never set says 1970; beyond these, dates cannot be reckoned with everywhere."""
VERBS = {
    Outcome.HELD: "delivery.held",
    Outcome.CONFLICT: "delivery.in_conflict",
    Outcome.REFUSED: "delivery.refused",
}


@dataclass(slots=True)
class _Judged:
    """A delivery and what the phone is told beside it."""

    delivery: Delivery
    theirs: TheirMeeting | TheirElection | None = None
    outcome: str = ""

    def answer(self) -> Answer:
        return answer_of(self.delivery, theirs=self.theirs, outcome=self.outcome)


def take_record(raw: msgspec.Raw, sender: Sender) -> Answer:
    """What became of one sealed record. Nothing that goes wrong with it touches another of the batch."""
    rid = None
    try:
        sealed = typed(raw, SealedRecord)
        header = record_header(sealed)
        rid = header.rid
        if header.user != sender.user.pk:
            return refusal(rid, "wrong_user")
        if header.kind == NOTE:
            return _take_note(sealed, header)
        return _take(sealed, header, sender)
    except Malformed:
        return refusal(rid, "malformed")
    except RecordLater:
        pass
    except DatabaseError as error:
        log.error("A record could not be judged now: %s", type(error).__name__)
    except Exception as error:  # one record must never stop the others; what it holds stays out of the log
        log.error("A record met a fault of ours: %s at %s", type(error).__name__, _place_of(error))
    return Answer(id=rid, outcome="later")


def answer_of(delivery: Delivery, *, theirs: TheirMeeting | TheirElection | None = None, outcome: str = "") -> Answer:
    """What the phone is told about a delivery."""
    return Answer(
        id=delivery.pk,
        outcome=outcome or delivery.outcome,
        receipt=delivery.receipt,
        meeting=delivery.meeting_id,
        version=delivery.version,
        notes=delivery.notes,
        code=delivery.code,
        sentence=sentence_of(delivery.code) if delivery.code else None,
        fixable=delivery.code in FIXABLE,
        theirs=theirs if isinstance(theirs, TheirMeeting) else None,
        election=theirs if isinstance(theirs, TheirElection) else None,
    )


def refusal(rid: uuid.UUID | None, code: str) -> Answer:
    """A refusal of which no row is kept: the record is not this sender's to have one under that id."""
    return Answer(id=rid, outcome="refused", code=code, sentence=sentence_of(code), fixable=code in FIXABLE)


def new_receipt() -> str:
    """Four signs that are not mistaken for one another over the phone, and four numbers."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"{signs}-{secrets.randbelow(10_000):04d}"


@dataclass(slots=True)
class _Content:
    """A record as far as it could be opened: its words, or the code of what stands in the way."""

    record: Record | None = None
    digest: str = ""
    code: str = ""


def _take(sealed: SealedRecord, header: RecordHeader, sender: Sender) -> Answer:
    content = _content(sealed, header)
    delivery = Delivery(
        id=header.rid,
        receipt=new_receipt(),
        user=sender.user,
        device=sender.device,
        kind=header.kind if header.kind in Delivery.Kind else Delivery.Kind.MEETING,
        digest=content.digest,
        made_at=header.made_at if header.made_at.year in SENSIBLE_YEARS else timezone.now(),
        received_at=timezone.now(),
        outcome=Outcome.TAKEN,
    )
    try:
        return _judge(delivery, content, sealed, sender, is_new=True).answer()
    except IntegrityError:
        first = Delivery.objects.filter(pk=header.rid).first()
        if first is None and delivery.photo_id is not None:
            return refusal(header.rid, "id_reused")
        if first is None:
            raise
    return _again(first, content, sealed, sender)


def _take_note(sealed: SealedRecord, header: RecordHeader) -> Answer:
    """A hand-over note: taken or refused, and of a refused one no trace is kept."""
    if len(sealed.ciphertext) > MOST_SEALED:
        return refusal(header.rid, "bad_value")
    content = _content(sealed, header)
    try:
        if content.code:
            raise RecordRefused(content.code)
        return take_note(content.record, header.rid)
    except RecordRefused as refused:
        return refusal(header.rid, refused.code)
    except ValidationError as refused:
        return refusal(header.rid, code_of(refused))


def _again(first: Delivery, content: _Content, sealed: SealedRecord, sender: Sender) -> Answer:
    """The id is known. What was settled keeps its first receipt; what was refused may be another record by now."""
    is_same = first.user_id == sender.user.pk and content.digest == first.digest
    may_change = first.user_id == sender.user.pk and first.outcome == Outcome.REFUSED and first.settled_at is None
    if not is_same and not may_change:
        return refusal(first.pk, "id_reused")
    if first.outcome in Delivery.SETTLED:
        return answer_of(first, outcome="known")
    if first.outcome == Outcome.HELD or first.settled_at is not None:
        return answer_of(first)
    first.digest = content.digest
    return _judge(first, content, sealed, sender, is_new=False).answer()


def _content(sealed: SealedRecord, header: RecordHeader) -> _Content:
    if header.schema != SCHEMA or header.kind not in RECORDS:
        return _Content(code="schema_unknown")
    try:
        words: Opened = opened(sealed)
    except KeyGone:
        return _Content(code="key_gone")
    try:
        return _Content(record=typed(words.words, RECORDS[header.kind]), digest=words.digest)
    except Malformed as fault:
        return _Content(digest=words.digest, code="bad_value" if fault.can_be_put_right else "malformed")


def _judge(delivery: Delivery, content: _Content, sealed: SealedRecord, sender: Sender, *, is_new: bool) -> _Judged:
    """Claim the id, do what the record asks, and keep what became of it: one transaction, or a second for a no."""
    was = "" if is_new else f"{delivery.outcome} {delivery.code}"
    try:
        if content.code:
            raise RecordRefused(content.code)
        with transaction.atomic():
            if settled := _claim(delivery, content.record, is_new=is_new):
                return _Judged(settled, outcome="known" if settled.outcome in Delivery.SETTLED else "")
            expected = _told(delivery)
            _note(delivery, TAKERS[delivery.kind](content.record, sender, delivery), sealed)
            if not is_new or _told(delivery) != expected:
                delivery.save(force_update=True)
        return _Judged(delivery)
    except RecordHeld as held:
        return _keep(delivery, sealed, was, outcome=Outcome.HELD, group_id=held.group_id, why_held=held.why)
    except InConflict as conflict:
        judged = _keep(delivery, sealed, was, outcome=Outcome.CONFLICT, group_id=conflict.group_id)
        judged.theirs = conflict.theirs
        return judged
    except RecordRefused as refused:
        code, group_id = refused.code, None if refused.code == "unknown_group" else delivery.group_id
    except ValidationError as refused:
        code, group_id = code_of(refused), delivery.group_id
    return _keep(delivery, sealed, was, outcome=Outcome.REFUSED, group_id=group_id, code=code)


def _claim(delivery: Delivery, record: Record, *, is_new: bool) -> Delivery | None:
    """Take the id before anything is done, with what the record will most likely be noted as: that saves a write.

    Of two processes with one record the second waits here, and finds what the first one made of it.
    """
    if not is_new:
        fresh = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if fresh.outcome in (*Delivery.SETTLED, Outcome.HELD):
            return fresh
    delivery.group_id = getattr(record, "group", None)
    delivery.outcome, delivery.code, delivery.why_held, delivery.notes = Outcome.TAKEN, "", "", []
    delivery.meeting_id = delivery.version = delivery.photo_id = delivery.photo_size = None
    if delivery.kind == Delivery.Kind.MEETING:
        delivery.meeting_id, delivery.version = record.id, 1
    elif delivery.kind == Delivery.Kind.PHOTO:
        delivery.photo_id = record.id
    if is_new:
        insert(delivery)
    return None


def _told(delivery: Delivery) -> tuple[object, ...]:
    names = ("group_id", "outcome", "notes", "meeting_id", "version", "photo_size", "has_names", "sealed")
    return tuple(getattr(delivery, name) for name in names)


def _note(delivery: Delivery, taken: Taken, sealed: SealedRecord) -> None:
    delivery.outcome = Outcome.KNOWN if taken.is_known else Outcome.TAKEN
    delivery.group_id, delivery.meeting_id, delivery.version = taken.group_id, taken.meeting_id, taken.version
    delivery.notes, delivery.has_names = taken.notes, taken.has_names
    delivery.sealed = msgspec.to_builtins(sealed) if taken.stays_sealed or taken.has_names else None


def _keep(delivery: Delivery, sealed: SealedRecord, was: str, **facts: object) -> _Judged:
    """Nothing came of it yet: the row says why, and the sealed record waits for whoever looks at it."""
    facts = {"code": "", "why_held": "", **facts}
    facts |= dict.fromkeys(("meeting_id", "version", "photo_id", "photo_size")) | {"notes": [], "has_names": False}
    for name, value in facts.items():
        setattr(delivery, name, value)
    delivery.sealed = msgspec.to_builtins(sealed)
    is_new = not was
    with transaction.atomic():
        delivery.save(force_insert=is_new, force_update=not is_new)
        if was != f"{delivery.outcome} {delivery.code}":
            told = {"about": delivery, "by": delivery.user, "record": delivery.kind, "group": delivery.group_id or ""}
            journal.note(VERBS[delivery.outcome], **told, why=delivery.code or delivery.why_held)
    return _Judged(delivery)


def _place_of(error: Exception) -> str:
    """File and line of a fault: enough to find it, and nothing of what was being judged."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_qualname}:{step.tb_lineno}" if step is not None else "?"
