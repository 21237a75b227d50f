"""An election from a phone: prepared there or at the desk, recorded by the actions that the desk calls."""

import uuid

from django.utils import timezone

from councils.actions.elections import (
    Counted,
    Drawn,
    Stand,
    WithdrawReason,
    prepare_election,
    record_election,
    withdraw_election,
)
from councils.election_refusals import ElectionHeldAlready, ElectionThatDayExists
from councils.models import Election, FillingMethod, Seat
from participation.forms.inputs import LAST_YEAR
from participation.models import CommunityGroup
from people.aliases import kept_ids
from people.models import Person

from ..models import Delivery
from ..payloads import ElectionRecord
from ..reads.elections import as_record, says_the_same
from ..refusals import RecordRefused
from ..sender import Sender
from .meetings import FIRST_DAY
from .outcomes import InConflict, Taken
from .setting_aside import settle_conflict
from .standing import group_for


def take_election(record: ElectionRecord, sender: Sender, delivery: Delivery) -> Taken:
    """The result, unless the register has another one of that election or of that day: then both are shown."""
    council = group_for(sender, record.group)
    if record.held_on < FIRST_DAY or record.began_on.year > LAST_YEAR:
        raise RecordRefused("bad_value")
    version = _resolved(record, council, sender)
    try:
        election = Election.objects.filter(pk=record.id, council=council).first() or _prepare(record, council, sender)
        known_version = election.version
        record_election(
            election=election,
            rounds=[_counted(each) for each in record.rounds],
            lots=[Drawn(frozenset(each.among), each.drawn) for each in record.lots],
            held_on=record.held_on,
            method=_method(record.method),
            recorded_at=min(delivery.made_at, timezone.now()),
            version=version,
            by=sender.user,
        )
    except ElectionHeldAlready:
        raise _conflict(Election.objects.get(pk=record.id), sender) from None
    except ElectionThatDayExists:
        return _beside(record, council, sender)
    if record.resolves is not None:
        settle_conflict(record=record.resolves.record, by=sender.user, meeting_id=election.pk, version=election.version)
    return Taken(council.pk, election.pk, election.version, is_known=election.version == known_version)


def _resolved(record: ElectionRecord, council: CommunityGroup, sender: Sender) -> int | None:
    """The version under which mine takes the place of theirs; another election of that day is withdrawn for it."""
    choice = record.resolves
    if choice is None:
        return record.version
    theirs = Election.objects.filter(pk=choice.election, council=council).first()
    if theirs is None:
        raise RecordRefused("election_gone")
    if theirs.version != choice.version:
        raise _conflict(theirs, sender)
    if theirs.pk == record.id:
        return theirs.version
    withdraw_election(election=theirs, reason=WithdrawReason.OTHER_RECORD, by=sender.user)
    return record.version


def _beside(record: ElectionRecord, council: CommunityGroup, sender: Sender) -> Taken:
    """Another election of that day stands: the same result leads to it, another is shown beside it."""
    theirs = Election.objects.standing().get(council=council, held_on=record.held_on)
    if not says_the_same(record, theirs):
        raise _conflict(theirs, sender)
    return Taken(council.pk, theirs.pk, theirs.version, is_known=True)


def _conflict(theirs: Election, sender: Sender) -> InConflict:
    return InConflict(theirs.council_id, as_record(theirs, to=sender.user))


def _prepare(record: ElectionRecord, council: CommunityGroup, sender: Sender) -> Election:
    seats = list(Seat.objects.filter(council=council, pk__in=record.seats))
    if len(seats) < len(set(record.seats)):
        raise RecordRefused("bad_value")
    old = kept_ids(each.person for each in record.candidates)
    ids = [old.get(each.person, each.person) for each in record.candidates]
    people, by_seat = Person.objects.in_bulk(ids), {seat.pk: seat for seat in seats}
    if len(people) < len(set(ids)):
        raise RecordRefused("cannot_stand")
    if any(each.kept and each.kept not in by_seat for each in record.candidates):
        raise RecordRefused("bad_value")
    return prepare_election(
        id=record.id,
        council=council,
        held_on=record.held_on,
        method=_method(record.method),
        seats=seats,
        candidates=[
            Stand(people[key], each.id, each.pictogram, by_seat.get(each.kept))
            for key, each in zip(ids, record.candidates, strict=True)
        ],
        began_on=record.began_on,
        by=sender.user,
    )


def _method(code: str) -> FillingMethod:
    method = FillingMethod.objects.filter(code=code).first()
    if method is None:
        raise RecordRefused("bad_value")
    return method


def _counted(told: object) -> Counted:
    votes: dict[uuid.UUID, int] = told.votes
    return Counted(told.girls_present, told.boys_present, told.ballots, told.spoilt, votes)
