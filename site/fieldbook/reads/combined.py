"""A phone's record and the register's meeting in one shape, so that both are compared and put together."""

import uuid
from collections.abc import Mapping
from datetime import time

import msgspec

from participation.actions.issues import IssueDraft
from participation.actions.marks import DecisionDraft, Guests, of_kept_people
from participation.combining import MeetingFacts, combine, facts_of
from participation.models import Meeting, Post, Topic

from ..payloads import DecisionMade, GuestCount, IssueRaised, MeetingRecord
from .meetings import as_time


def facts_of_record(record: MeetingRecord, kind: str) -> MeetingFacts:
    """What the record says; ``kind`` is that of its group, whose posts are meant."""
    posts = {post.code: post for post in Post.objects.filter(kind=kind)}
    return MeetingFacts(
        marks=of_kept_people(record.marks) if record.marks else {},
        guests=tuple(Guests(each.group, each.number, each.with_difficulty, each.basis) for each in record.guests),
        topics=tuple(Topic.objects.filter(code__in=record.topics).order_by("pk")) if record.topics else (),
        decisions=tuple(
            DecisionDraft(each.text, each.id, posts.get(each.post), each.due_on) for each in record.decisions
        ),
        issues=tuple(IssueDraft(each.id, each.text, each.raised_by) for each in record.issues),
        started_at=_time(record.started_at),
        ended_at=_time(record.ended_at),
        **{
            name: getattr(record, name)
            for name in (
                *("summary", "place_text", "number", "quorum_met", "minutes_approved", "adults_present"),
                *("felt_good", "felt_so_so", "felt_bad"),
            )
        },
    )


def with_facts(record: MeetingRecord, facts: Mapping[str, object]) -> MeetingRecord:
    """The record with other facts, under the names of ``record_meeting``; what they do not tell of stays."""
    changed = {name: value for name, value in facts.items() if name in PLAIN}
    if "marks" in facts:
        changed["marks"] = dict(facts["marks"])
    for name in ("started_at", "ended_at"):
        if name in facts:
            changed[name] = as_time(facts[name])
    if "topics" in facts:
        changed["topics"] = [topic.code for topic in facts["topics"]]
    if "guests" in facts:
        changed["guests"] = [
            GuestCount(one.group, one.number, one.with_difficulty, one.basis) for one in facts["guests"]
        ]
    if "decisions" in facts:
        changed["decisions"] = [
            DecisionMade(one.id or uuid.uuid4(), one.text, one.post.code if one.post else None, one.due_on)
            for one in facts["decisions"]
        ]
    if "issues" in facts:
        changed["issues"] = [IssueRaised(one.id or uuid.uuid4(), one.text, one.raised_by) for one in facts["issues"]]
    return msgspec.structs.replace(record, **changed)


def both(record: MeetingRecord, theirs: Meeting) -> MeetingRecord:
    """One record that says what both say, on the day and as the kind that theirs has."""
    facts = combine(facts_of(theirs), facts_of_record(record, theirs.group.kind)).as_fields()
    return with_facts(record, facts | {"held_on": theirs.held_on, "kind": theirs.kind})


PLAIN = frozenset(
    {
        *("held_on", "kind", "number", "place_text", "summary", "quorum_met", "minutes_approved", "adults_present"),
        *("felt_good", "felt_so_so", "felt_bad"),
    }
)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
