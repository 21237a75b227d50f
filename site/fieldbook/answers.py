"""What the portal answers to phones, typed: the same structs make the API's description."""

import uuid
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from accounts.api.answers import Sentence
from protection.models import HandOverNote

from .payloads import ElectionRecord, MeetingRecord, Moment, RoundCounted

type Stage = Literal["", *HandOverNote.Stage.values]
type Outcome = Literal["taken", "known", "conflict", "refused", "held", "later"]


class TheirMeeting(MeetingRecord, frozen=True, kw_only=True):
    """The record that stands, in the shape of a ``meeting``: ids only, no names."""

    version: int
    recorded_by_me: bool
    made_at: Moment
    status: str = "recorded"


class TheirElection(ElectionRecord, frozen=True, kw_only=True):
    """The result that stands, in the shape of an ``election``: ids only, no names."""

    rounds: list[RoundCounted]
    version: int
    recorded_by_me: bool
    made_at: Moment | None
    status: str


class Answer(Struct, frozen=True, kw_only=True):
    """What became of one record. ``meeting``: what it is in the register, of an election the id of the election.

    ``stage``: how a hand-over note stands, and nothing else of it.
    """

    id: uuid.UUID | None
    outcome: Outcome
    receipt: str = ""
    meeting: uuid.UUID | None = None
    version: int | None = None
    notes: list[str] = []
    code: str = ""
    sentence: Sentence | None = None
    fixable: bool = False
    theirs: TheirMeeting | None = None
    election: TheirElection | None = None
    stage: Stage = ""


class DeviceState(Struct, frozen=True):
    state: Literal["active", "expired", "ended"]
    expires_on: date


class SealingKey(Struct, frozen=True):
    """The key of the portal to which phones seal."""

    kid: str
    jwk: dict[str, Any]


class BatchAnswer(Struct, frozen=True, kw_only=True):
    v: Literal[1] = 1
    now: Moment
    device: DeviceState
    key: SealingKey | None
    schema: int
    answers: list[Answer]


class EnrolmentAnswer(Struct, frozen=True, kw_only=True):
    device: DeviceState
    key: SealingKey | None
    schema: int


class SessionUser(Struct, frozen=True):
    id: int
    name: str
    language: str


class RosterUser(SessionUser, frozen=True):
    """``unchecked``: the code of conduct or a screening is missing or has ended; records are taken all the same."""

    unchecked: bool = False


class SessionAnswer(Struct, frozen=True, kw_only=True):
    user: SessionUser | None
    csrf: str
    now: Moment


# --- the roster ------------------------------------------------------------------------------------------------------
class RosterTopic(Struct, frozen=True):
    code: str
    type: str
    theme: str
    km: str
    en: str


class Reference(Struct, frozen=True):
    digest: str
    topics: list[RosterTopic]


class RosterPlan(Struct, frozen=True):
    id: uuid.UUID
    planned_on: date
    starts_at: str | None
    place_text: str


class RosterMember(Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """A member with as little as the screen needs: no birth date, no village, no family name."""

    id: uuid.UUID
    name: str
    initial: str
    post: str | None
    since: date
    until: date | None
    needs: list[str]
    photo: bool


class RosterPost(Struct, frozen=True):
    code: str
    km: str
    en: str


class RosterDecision(Struct, frozen=True):
    id: uuid.UUID
    text: str
    post: str | None
    due_on: date | None
    decided_on: date


class RosterReply(Struct, frozen=True):
    """An answer that was confirmed: its kind in both languages, and its words."""

    km: str
    en: str
    words: str


class RosterAsk(Struct, frozen=True):
    """What the children asked for and is under way. With a reply, it can be told now."""

    id: uuid.UUID
    text: str
    reply: RosterReply | None


class RosterSeat(Struct, frozen=True):
    """A seat to be filled. Kept seats of one kind have the same sign; for whom they are kept is only said of places."""

    id: uuid.UUID
    kept: str
    label: str


class RosterCandidate(Struct, frozen=True):
    """Who is on a ballot, with as little as a voter needs, and what the outcome is reckoned by."""

    id: uuid.UUID
    person: uuid.UUID
    name: str
    initial: str
    girl: bool
    pictogram: str
    kept: uuid.UUID | None


class RosterElection(Struct, frozen=True):
    """An election that was prepared at the desk."""

    id: uuid.UUID
    held_on: date
    method: str
    seats: list[RosterSeat]
    girls_minimum: int
    quorum: int
    began_on: date
    candidates: list[RosterCandidate]


class RosterMethod(Struct, frozen=True):
    code: str
    km: str
    en: str


class RosterCouncil(Struct, frozen=True):
    """What an election of this council is about: the seats that nobody has, and what was prepared."""

    seats: list[RosterSeat]
    girls_minimum: int
    quorum: int
    methods: list[RosterMethod]
    elections: list[RosterElection]


class RosterGroup(Struct, frozen=True, kw_only=True):
    id: uuid.UUID
    digest: str = ""
    code: str
    kind: str
    name_km: str
    name_latin: str
    area: str
    """Its commune, or what it is for where that is wider."""
    asks_quorum: bool
    rhythm_days: int
    last_met_on: date | None
    overdue_from: date
    valid_until: date
    next: RosterPlan | None
    members: list[RosterMember]
    posts: list[RosterPost]
    due: list[RosterDecision]
    asks: list[RosterAsk]
    topics: list[str]
    open: list[TheirMeeting]
    feeds: uuid.UUID | None = None
    council: RosterCouncil | None = None


class RosterAnswer(Struct, frozen=True, kw_only=True):
    v: Literal[1] = 1
    user: RosterUser
    now: Moment
    today: date
    ids: list[uuid.UUID]
    reference: Reference
    groups: list[RosterGroup]
