"""A meeting from a phone: recorded, or put right under the version that the phone saw.

An ordinary meeting costs the same few statements at any number of members; everything else is looked at one by one.
"""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from datetime import date, time

from django.utils import timezone

from participation.actions.aliases import known_as
from participation.actions.asks import tell_children
from participation.actions.issues import IssueDraft
from participation.actions.marks import DecisionDraft, Guests, of_kept_people
from participation.actions.meetings import correct_meeting, next_slot, record_meeting, settle_decision
from participation.actions.members_of_day import MembersOfDay, members_of_day
from participation.actions.memberships import ORDINARY_POST, begin_earlier, enrol_newcomer
from participation.actions.planning import plan_meeting
from participation.aliases import kept_meeting_ids
from participation.ask_refusals import AskNotThere, ToldBeforeTheAnswer
from participation.combining import MeetingFacts, combine, facts_of
from participation.models import Ask, CommunityGroup, Decision, Meeting, Membership, Post, Topic
from participation.models.membership import first_membership_id
from participation.refusals import (
    AlreadyMember,
    BeforeBirth,
    ChangedMeanwhile,
    GroupDoesNotMeet,
    MeetingThatDayExists,
    PlannedInThePast,
    PlannedThatDayAlready,
    PlannedTooFarAhead,
)
from people.aliases import kept_ids
from people.models import Person

from ..models import Delivery
from ..payloads import DecisionSettled, MeetingRecord, NextMeeting
from ..reads.meetings import as_records, says_the_same
from ..refusals import RecordRefused
from ..sender import Sender
from .outcomes import InConflict, Taken
from .setting_aside import settle_conflict
from .standing import group_for, why_not

FIRST_DAY = date(2000, 1, 1)
"""Nobody wrote on a phone of ours before."""


def take_meeting(record: MeetingRecord, sender: Sender, delivery: Delivery) -> Taken:
    """Record or correct, then settle what was decided before, tell what was answered and plan what comes next."""
    if record.resolves is not None:
        taken = _resolve(record, sender, delivery)
    elif record.version is not None:
        group = group_for(sender, record.group)
        taken = _correct(record, group, record.id, record.version, sender)
    else:
        taken = _record(record, sender, delivery, is_another=record.slot is None)
    if not taken.is_known or record.settled or record.told or record.next:
        group = CommunityGroup.objects.get(pk=taken.group_id) if record.settled or record.next else None
        taken.notes += _settle(record.settled, group, record.held_on, sender)
        taken.notes += _tell(record.told, taken, sender)
        taken.notes += _plan(record.next, group, sender)
    taken.has_names = bool(record.typed_names) and not taken.is_known
    return taken


def _record(record: MeetingRecord, sender: Sender, delivery: Delivery, *, is_another: bool) -> Taken:
    """A new meeting, unless the register has one of that day: then it is the same, or both are shown."""
    newcomers = {each.id for each in record.newcomers}
    slot = 1 if is_another else record.slot
    known = _members(record, sender, slot=slot, people=record.marks.keys() - newcomers)
    if record.held_on < FIRST_DAY:
        raise RecordRefused("bad_value")
    group, notes = known.group, []
    if newcomers:
        _enrol(record, group, sender)
    if is_another:
        slot = next_slot(group=group, held_on=record.held_on)
    facts = _facts(record, group, notes)
    try:
        meeting = record_meeting(
            id=record.id,
            group=group,
            by=sender.user,
            slot=slot,
            recorded_at=min(delivery.made_at, timezone.now()),
            members=None if newcomers or slot != known.slot else known,
            marks=record.marks,
            **facts,
        )
    except MeetingThatDayExists:
        standing = Meeting.objects.get(group=group, held_on=record.held_on, slot=slot)
        return _beside(record, standing, sender)
    if meeting.group is not group:  # the register's own: recorded under this id, or one to which the id leads
        return _beside(record, meeting, sender)
    return Taken(group.pk, meeting.pk, meeting.version, notes)


def _members(record: MeetingRecord, sender: Sender, *, slot: int, people: Iterable[uuid.UUID]) -> MembersOfDay:
    """The group, if the sender may record in it today, with all that the recording asks: one query."""
    known = None
    if sender.is_trusted:
        known = members_of_day(
            group_id=record.group,
            meeting_id=record.id,
            held_on=record.held_on,
            people=list(people),
            by=sender.judged_as,
            slot=slot,
        )
    if known is None:
        raise why_not(sender, record.group)
    return known


def _beside(record: MeetingRecord, standing: Meeting, sender: Sender) -> Taken:
    """The register has a meeting of that day: the same facts lead to it, others are shown beside it."""
    (theirs,) = as_records([standing], to=sender.user)
    if not says_the_same(record, theirs):
        raise InConflict(standing.group_id, theirs)
    _lead(record.id, standing, sender)
    return Taken(standing.group_id, standing.pk, standing.version, is_known=True)


def _correct(
    record: MeetingRecord, group: CommunityGroup, meeting_id: uuid.UUID, version: int, sender: Sender
) -> Taken:
    """Put a meeting right under the version that the phone saw; a newer one is shown beside it."""
    meeting_id = kept_meeting_ids([meeting_id]).get(meeting_id, meeting_id)
    meeting = Meeting.objects.select_related("group").filter(pk=meeting_id, group=group).first()
    if meeting is None:
        raise RecordRefused("meeting_gone")
    if meeting.version != version:
        return _beside(record, meeting, sender)
    if record.held_on < FIRST_DAY:
        raise RecordRefused("bad_value")
    _enrol(record, group, sender)
    notes: list[str] = []
    facts = _facts(record, group, notes, done=dict(meeting.decisions.values_list("pk", "done_on")))
    facts["marks"] = record.marks
    slot = meeting.slot if record.slot is None or record.resolves else record.slot
    if record.resolves and record.resolves.choice == "combine":
        facts |= _combined(meeting, facts)
    try:
        correct_meeting(meeting=meeting, by=sender.user, version=version, slot=slot, **facts)
    except ChangedMeanwhile:
        return _beside(record, Meeting.objects.get(pk=meeting.pk), sender)
    except MeetingThatDayExists:
        standing = Meeting.objects.get(group=group, held_on=record.held_on, slot=slot)
        (theirs,) = as_records([standing], to=sender.user)
        raise InConflict(group.pk, theirs) from None
    return Taken(group.pk, meeting.pk, meeting.version, notes)


def _combined(meeting: Meeting, facts: dict[str, object]) -> dict[str, object]:
    """What both records say; a phone that put them together itself loses nothing by it."""
    names = {each.name for each in fields(MeetingFacts)}
    mine = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items() if name in names}
    return combine(facts_of(meeting), MeetingFacts(**mine | {"marks": of_kept_people(facts["marks"])})).as_fields()


def _resolve(record: MeetingRecord, sender: Sender, delivery: Delivery) -> Taken:
    """The maker looked at both: theirs is put right with mine or with both, or mine is one more of that day."""
    choice = record.resolves
    if choice.choice == "two_meetings":
        taken = _record(record, sender, delivery, is_another=True)
    else:
        group = group_for(sender, record.group)
        taken = _correct(record, group, choice.meeting, choice.version, sender)
        _lead(record.id, Meeting.objects.get(pk=taken.meeting_id), sender)
    settle_conflict(record=choice.record, by=sender.user, meeting_id=taken.meeting_id, version=taken.version)
    return taken


def _lead(id: uuid.UUID, meeting: Meeting, sender: Sender) -> None:
    """The id under which the phone has the meeting leads to the register's own."""
    if id != meeting.pk:
        known_as(meeting=meeting, id=id, by=sender.user)


def _enrol(record: MeetingRecord, group: CommunityGroup, sender: Sender) -> None:
    """Who came for the first time and is in no register; who was sent before is there already."""
    if not record.newcomers:
        return
    ids = [each.id for each in record.newcomers]
    there = {*Person.objects.filter(pk__in=ids).values_list("pk", flat=True), *kept_ids(ids)}
    post = Post.objects.filter(kind=group.kind, code=ORDINARY_POST).first()
    for each in record.newcomers:
        if each.id not in there:
            enrol_newcomer(
                group=group,
                post=post,
                began_on=record.held_on,
                by=sender.user,
                id=each.id,
                family_name=each.family_name,
                given_name=each.given_name,
                sex=each.sex,
                birth_year=each.birth_year,
            )
    _begin_with_the_earliest(record, group, ids, sender)


def _begin_with_the_earliest(
    record: MeetingRecord, group: CommunityGroup, newcomers: list[uuid.UUID], sender: Sender
) -> None:
    """One newcomer on two days, of which the later arrived first: they belong to the group since the earlier one.

    Only what a record of the same user began is moved. Where the register knows better, the mark is refused as ever.
    """
    begun_by_phone = [first_membership_id(group.pk, id) for id in newcomers if id in record.marks]
    later = Membership.objects.real().filter(pk__in=begun_by_phone, created_by=sender.user, group=group)
    for membership in later.filter(began_on__gt=record.held_on).select_related("group", "person"):
        with suppress(AlreadyMember, BeforeBirth):
            begin_earlier(membership=membership, began_on=record.held_on, by=sender.user)


def _facts(
    record: MeetingRecord,
    group: CommunityGroup,
    notes: list[str],
    done: dict[uuid.UUID, date | None] | None = None,
) -> dict[str, object]:
    """What the actions of the register take, with topics and posts by their codes; a code that is gone is noted.

    A decision that was done stays done when a phone corrects the meeting: it does not know.
    """
    topics = list(Topic.objects.filter(code__in=record.topics)) if record.topics else []
    if len(topics) < len(set(record.topics)):
        notes.append("topic_gone")
    codes = {each.post for each in record.decisions if each.post}
    posts = {post.code: post for post in Post.objects.filter(kind=group.kind, code__in=codes)} if codes else {}
    if len(posts) < len(codes):
        notes.append("post_gone")
    return {
        "held_on": record.held_on,
        "kind": record.kind,
        "number": record.number,
        "started_at": as_time_of_day(record.started_at),
        "ended_at": as_time_of_day(record.ended_at),
        "place_text": record.place_text,
        "topics": topics,
        "guests": [Guests(each.group, each.number, each.with_difficulty, each.basis) for each in record.guests],
        "decisions": [
            DecisionDraft(each.text, each.id, posts.get(each.post), each.due_on, (done or {}).get(each.id))
            for each in record.decisions
        ],
        "issues": [IssueDraft(each.id, each.text, each.raised_by) for each in record.issues],
        "summary": record.summary,
        "quorum_met": record.quorum_met,
        "minutes_approved": record.minutes_approved,
        "adults_present": record.adults_present,
        "felt_good": record.felt_good,
        "felt_so_so": record.felt_so_so,
        "felt_bad": record.felt_bad,
    }


def _settle(settled: list[DecisionSettled], group: CommunityGroup | None, day: date, sender: Sender) -> list[str]:
    """What became of earlier decisions; one that is gone, or is of another group, is left out."""
    if not settled:
        return []
    rows = Decision.objects.filter(meeting__group=group).in_bulk([each.id for each in settled])
    for each in settled:
        if (decision := rows.get(each.id)) is None:
            continue
        done_on = (each.done_on or day) if each.outcome == "done" else None
        is_dropped = each.outcome == "dropped"
        if (decision.done_on, decision.is_dropped) != (done_on, is_dropped):
            settle_decision(decision=decision, by=sender.user, done_on=done_on, dropped=is_dropped)
    return ["decision_gone"] if len(rows) < len({each.id for each in settled}) else []


def _tell(told: list[uuid.UUID], taken: Taken, sender: Sender) -> list[str]:
    """Answers that the children heard at this meeting; one that is gone, or cannot be told there, is left out."""
    if not told:
        return []
    asks = Ask.objects.of_group(taken.group_id).in_bulk(told)
    meeting = Meeting.objects.select_related("group").get(pk=taken.meeting_id)
    left_out = len(set(told) - asks.keys())
    for ask in asks.values():
        try:
            tell_children(ask=ask, meeting=meeting, by=sender.user)
        except (AskNotThere, ToldBeforeTheAnswer):
            left_out += 1
    return ["ask_gone"] if left_out else []


def _plan(wish: NextMeeting | None, group: CommunityGroup | None, sender: Sender) -> list[str]:
    """The next meeting, as far as it can still be planned: the one that was held counts in any case."""
    if wish is None:
        return []
    try:
        plan_meeting(
            group=group,
            planned_on=wish.planned_on,
            by=sender.user,
            starts_at=as_time_of_day(wish.starts_at),
            place_text=wish.place_text,
        )
    except PlannedInThePast:
        return ["plan_past"]
    except PlannedThatDayAlready:
        return ["plan_known"]
    except (GroupDoesNotMeet, PlannedTooFarAhead):
        return ["plan_refused"]
    return []


def as_time_of_day(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
