"""What phones send, typed: each field with its limits, nothing else let in. The API is described by it."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Raw, Struct, UnsetType
from msgspec.json import Decoder as JsonDecoder

from councils.models import Candidate
from councils.models.council import MOST_SEATS
from councils.models.election import MOST_CANDIDATES, MOST_ROUNDS
from participation.models import Attendance, HeadCount, Issue, Meeting, MissedMeeting
from participation.models.attendance import MOST_GUESTS
from participation.models.meeting import MOST, MOST_OF_A_DAY
from people.models import Sex
from protection.models import HandOverNote

SCHEMA = 1
MOST_RECORDS = 50
MOST_ASKED = 500
MOST_BYTES = 1_000_000
MOST_MEMBERS = 500
LARGEST_PHOTO = 3_000_000

# No control characters but the line break: a NUL is no text to PostgreSQL. Python alone takes ``$`` for the place
# before a last line break too.
_LINE, _LINES = r"^[^\x00-\x1f\x7f]*$(?!\n)", r"^[^\x00-\x09\x0b-\x1f\x7f]*$(?!\n)"


def _line(most: int, least: int = 0) -> Meta:
    return Meta(max_length=most, min_length=least, pattern=_LINE)


type Moment = Annotated[datetime, Meta(tz=True)]
type Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)", examples=["14:00"])]
type Code = Annotated[str, Meta(max_length=40, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]
type Base64 = Annotated[str, Meta(max_length=1_000_000, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]
type Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
type Number = Annotated[int, Meta(ge=0, le=MOST)]
type UserId = Annotated[int, Meta(ge=1, le=2**53)]
type MeetingKind = Literal[tuple(Meeting.Kind.values)]
type Line = Annotated[str, _line(160)]


class _Strict(Struct, forbid_unknown_fields=True, frozen=True):
    """Refuses what it does not know, so that no client slips in what must not be stored."""


# --- the envelope ----------------------------------------------------------------------------------------------------
class BatchHeader(_Strict):
    alg: Literal["ES256"]
    kid: uuid.UUID
    typ: Literal["field-batch"]


class PhotoCallHeader(_Strict):
    alg: Literal["ES256"]
    kid: uuid.UUID
    typ: Literal["field-photo"] | UnsetType = UNSET


class Batch(_Strict):
    """What a phone signs: sealed records, what it asks about, and how it is."""

    v: Literal[1]
    device: uuid.UUID
    user: UserId
    sent_at: Moment
    app: Annotated[str, _line(40)] = ""
    persisted: bool | None = None
    unsent: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    records: Annotated[list[Raw], Meta(max_length=MOST_RECORDS)] = []
    ask: Annotated[list[uuid.UUID], Meta(max_length=MOST_ASKED)] = []


class PublicKey(_Strict):
    """The public half of a P-256 pair; what browsers add beside it is of no use here."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)")]
    y: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)")]
    ext: bool | UnsetType = UNSET
    key_ops: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=5)] | UnsetType = UNSET
    alg: Literal["ES256"] | UnsetType = UNSET
    use: Literal["sig"] | UnsetType = UNSET
    kid: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET


class RecipientHeader(_Strict):
    """``epk``: the public half of the pair that was made for this record alone."""

    alg: Literal["ECDH-ES+A256KW", "RSA-OAEP-256", "A256KW"]
    kid: Annotated[str, Meta(max_length=64)]
    epk: PublicKey | UnsetType = UNSET


class Recipient(_Strict):
    header: RecipientHeader
    encrypted_key: Annotated[str, Meta(max_length=1000, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]


class SealedRecord(_Strict):
    """A JWE in general JSON serialization (RFC 7516)."""

    protected: Annotated[str, Meta(max_length=2000, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]
    iv: Annotated[str, Meta(max_length=40, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]
    ciphertext: Base64
    tag: Annotated[str, Meta(max_length=40, pattern=r"^[A-Za-z0-9_-]*$(?!\n)")]
    recipients: Annotated[list[Recipient], Meta(min_length=1, max_length=2)]


class RecordHeader(_Strict):
    """What the encryption authenticates beside the record."""

    enc: Literal["A256GCM"]
    typ: Literal["field-record"]
    rid: uuid.UUID
    kind: Annotated[str, Meta(max_length=20)]
    user: UserId
    device: uuid.UUID
    schema: int
    made_at: Moment


class PhotoCall(_Strict):
    """What a phone signs for each piece of a photo."""

    device: uuid.UUID
    user: UserId
    photo: uuid.UUID
    offset: Annotated[int, Meta(ge=0, le=LARGEST_PHOTO)]
    sha256: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?$(?!\n)")]
    sent_at: Moment


# --- the records -----------------------------------------------------------------------------------------------------
class Newcomer(_Strict):
    id: uuid.UUID
    family_name: Annotated[str, _line(60, 1)]
    given_name: Annotated[str, _line(60, 1)]
    sex: Literal[tuple(Sex.values)]
    birth_year: Annotated[int, Meta(ge=1900, le=2100)] | None = None


class GuestCount(_Strict):
    group: Literal[tuple(HeadCount.Group.values)]
    number: Annotated[int, Meta(ge=0, le=MOST_GUESTS)]
    with_difficulty: Annotated[int, Meta(ge=0, le=MOST_GUESTS)] = 0
    basis: Literal[tuple(HeadCount.Basis.values)] = "counted"


class DecisionMade(_Strict):
    id: uuid.UUID
    text: Annotated[str, _line(500, 1)]
    post: Code | None = None
    due_on: date | None = None


class DecisionSettled(_Strict):
    id: uuid.UUID
    outcome: Literal["done", "dropped", "pending"]
    done_on: date | None = None


class IssueRaised(_Strict):
    id: uuid.UUID
    text: Annotated[str, _line(500, 1)]
    raised_by: Literal[tuple(Issue.RaisedBy.values)] = "all"


class NextMeeting(_Strict):
    planned_on: date
    starts_at: Time | None = None
    place_text: Line = ""


class Resolution(_Strict):
    """How the maker settled a conflict: under the version of theirs that was shown."""

    record: uuid.UUID
    meeting: uuid.UUID
    version: Annotated[int, Meta(ge=1)]
    choice: Literal["keep_mine", "combine", "two_meetings"]


class MeetingRecord(_Strict):
    """A meeting that was held, or with ``version`` a correction of one."""

    id: uuid.UUID
    group: uuid.UUID
    held_on: date
    slot: Annotated[int, Meta(ge=1, le=MOST_OF_A_DAY)] | None = 1
    version: Annotated[int, Meta(ge=1)] | None = None
    kind: MeetingKind = "ordinary"
    number: Number | None = None
    started_at: Time | None = None
    ended_at: Time | None = None
    place_text: Line = ""
    marks: Annotated[dict[uuid.UUID, Literal[tuple(Attendance.State.values)]], Meta(max_length=MOST_MEMBERS)] = {}
    newcomers: Annotated[list[Newcomer], Meta(max_length=100)] = []
    typed_names: Annotated[list[Annotated[str, _line(120, 1)]], Meta(max_length=MOST_MEMBERS)] = []
    guests: Annotated[list[GuestCount], Meta(max_length=10)] = []
    topics: Annotated[list[Code], Meta(max_length=60)] = []
    decisions: Annotated[list[DecisionMade], Meta(max_length=50)] = []
    settled: Annotated[list[DecisionSettled], Meta(max_length=100)] = []
    told: Annotated[list[uuid.UUID], Meta(max_length=100)] = []
    issues: Annotated[list[IssueRaised], Meta(max_length=50)] = []
    summary: Annotated[str, Meta(max_length=4000, pattern=_LINES)] = ""
    quorum_met: bool | None = None
    minutes_approved: Literal["", "yes", "changed", "no"] = ""
    adults_present: Number | None = None
    felt_good: Number = 0
    felt_so_so: Number = 0
    felt_bad: Number = 0
    next: NextMeeting | None = None
    resolves: Resolution | None = None


class MissedRecord(_Strict):
    id: uuid.UUID
    group: uuid.UUID
    missed_on: date
    reason: Literal[tuple(MissedMeeting.Reason.values)]


class PlanRecord(_Strict):
    id: uuid.UUID
    group: uuid.UUID
    planned_on: date
    starts_at: Time | None = None
    place_text: Line = ""
    kind: MeetingKind = "ordinary"


class SetAsideRecord(_Strict):
    """Of two records of one meeting theirs stands; mine is dropped by its maker."""

    record: uuid.UUID
    meeting: uuid.UUID


class PhotoRecord(_Strict):
    """What is needed to open a photo that follows in pieces; ``size`` and ``sha256`` are of the encrypted file."""

    id: uuid.UUID
    meeting: uuid.UUID
    key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$(?!\n)")]
    iv: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16}$(?!\n)")]
    size: Annotated[int, Meta(ge=17, le=LARGEST_PHOTO)]
    sha256: Digest
    type: Literal["image/jpeg"] = "image/jpeg"
    shown: Annotated[list[uuid.UUID], Meta(max_length=MOST_MEMBERS)] | None = None


class Stands(_Strict):
    """A candidate, in the order of the ballot. ``kept``: one of the seats, of whose kind they may take one."""

    id: uuid.UUID
    person: uuid.UUID
    pictogram: Literal["", *Candidate.Pictogram.values] = ""
    kept: uuid.UUID | None = None


class RoundCounted(_Strict):
    """One voting: totals by candidate, and nothing by voter."""

    girls_present: Number
    boys_present: Number
    ballots: Number
    spoilt: Number
    votes: Annotated[dict[uuid.UUID, Number], Meta(max_length=MOST_CANDIDATES)]


class LotDrawn(_Strict):
    among: Annotated[list[uuid.UUID], Meta(min_length=2, max_length=MOST_CANDIDATES)]
    drawn: uuid.UUID


class ElectionResolution(_Strict):
    """The maker keeps the own result beside another one, under the version of theirs that was shown."""

    record: uuid.UUID
    election: uuid.UUID
    version: Annotated[int, Meta(ge=1)]
    choice: Literal["keep_mine"]


class ElectionRecord(_Strict):
    """An election that was held: who stood, and what was counted in each round. First among all, then among equals."""

    id: uuid.UUID
    group: uuid.UUID
    held_on: date
    method: Code
    seats: Annotated[list[uuid.UUID], Meta(min_length=1, max_length=MOST_SEATS)]
    began_on: date
    candidates: Annotated[list[Stands], Meta(min_length=1, max_length=MOST_CANDIDATES)]
    rounds: Annotated[list[RoundCounted], Meta(min_length=1, max_length=MOST_ROUNDS)]
    lots: Annotated[list[LotDrawn], Meta(max_length=MOST_CANDIDATES)] = []
    version: Annotated[int, Meta(ge=1)] | None = None
    resolves: ElectionResolution | None = None


class NoteRecord(_Strict):
    """That somebody who helps was told of a child, under the id of its record. Nothing of the child.

    ``area``: a district or a commune by its code, nothing smaller.
    """

    area: Annotated[str, Meta(pattern=r"^[a-z]{1,10}[0-9]{4}([0-9]{2})?$(?!\n)", examples=["mef050601"])]
    noted_on: date
    channel: Literal[tuple(HandOverNote.Channel.values)]
    urgency: Literal[tuple(HandOverNote.Urgency.values)]
    handed_to: Literal[tuple(HandOverNote.HandedTo.values)]
    handed_on: date


type Record = MeetingRecord | MissedRecord | PlanRecord | SetAsideRecord | PhotoRecord | ElectionRecord | NoteRecord

RECORDS: dict[str, type[Record]] = {
    "meeting": MeetingRecord,
    "missed": MissedRecord,
    "plan": PlanRecord,
    "set_aside": SetAsideRecord,
    "photo": PhotoRecord,
    "election": ElectionRecord,
    "note": NoteRecord,
}


# --- enrolling -------------------------------------------------------------------------------------------------------
class Enrolment(_Strict):
    device: uuid.UUID
    jwk: PublicKey
    label: Annotated[str, _line(60)] = ""


# What the library knows about a struct is built when the first JSON is read into it, and two threads that do so at once
# crash the process (msgspec 0.22). So it is built here, while one thread imports this and the others wait for it.
for _shape in _Strict.__subclasses__():
    JsonDecoder(_shape)
