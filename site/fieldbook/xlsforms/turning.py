"""A submission turned into the record that a phone of the field app would have sent, with the limits of that."""

import uuid
from collections.abc import Mapping

import msgspec

from participation.models import CommunityGroup

from ..payloads import MeetingRecord, MissedRecord
from .schema import meeting_id, part_id

COPIED = ("kind", "number", "started_at", "ended_at", "place_text", "summary", "minutes_approved", "adults_present")
FEELINGS = ("felt_good", "felt_so_so", "felt_bad")
YES_NO = {"yes": True, "no": False}


def as_meeting(values: Mapping[str, object], group: CommunityGroup, marks: Mapping[uuid.UUID, str]) -> MeetingRecord:
    """The record; ``msgspec.ValidationError`` where a phone could not have sent it."""
    submission = str(values["submission"])
    told = {name: values[name] for name in (*COPIED, *FEELINGS) if values.get(name) is not None}
    told |= {
        "id": meeting_id(submission),
        "group": group.pk,
        "held_on": values["held_on"],
        "marks": marks,
        "topics": values["topics"],
        "guests": [
            {"group": guests, "number": number, "with_difficulty": difficulty, "basis": basis}
            for guests, number, difficulty, basis in values["guests"]
        ],
        "quorum_met": YES_NO.get(str(values.get("quorum_met"))),
        "decisions": [
            {"id": part_id(submission, "decision", number), "text": text, "post": post, "due_on": due}
            for number, (text, post, due) in enumerate(values["decisions"], 1)
        ],
        "issues": [
            {"id": part_id(submission, "issue", number), "text": text, "raised_by": raised_by}
            for number, (text, raised_by) in enumerate(values["issues"], 1)
        ],
    }
    return msgspec.convert({key: _plain(value) for key, value in told.items()}, MeetingRecord)


def as_missed(values: Mapping[str, object], group: CommunityGroup) -> MissedRecord:
    id = meeting_id(str(values["submission"]))
    return MissedRecord(id=id, group=group.pk, missed_on=values["held_on"], reason=str(values["missed_reason"]))


def _plain(value: object) -> object:
    return msgspec.to_builtins(value) if isinstance(value, dict | list) else value


def as_another(record: MeetingRecord) -> MeetingRecord:
    """The same, as one more meeting of its day."""
    return msgspec.structs.replace(record, slot=None)
