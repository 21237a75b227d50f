"""Hand-over notes from phones. Of a note nothing is kept but the note itself: no delivery, no sealed copy, no sender.

A note that is refused leaves nothing at all: what could not be read may hold what must not be stored. Nor is one held
for an officer: a phone that was ended, or somebody whose role is over, may be worried too, and a note names nobody.
"""

import uuid

from django.utils import timezone

from places.models import AdminArea
from protection.actions.hand_overs import receive_note
from protection.reads.hand_overs import standing_of, standings

from ..answers import Answer
from ..payloads import NoteRecord
from ..refusals import RecordRefused

KIND = "note"
MOST_SEALED = 4_000
"""Letters of base64. A note of choices and days is a tenth of it; more is no note."""


def take_note(record: NoteRecord, rid: uuid.UUID) -> Answer:
    """The note under the id of its record: sent again, also by another way, it is known.

    The phone cannot open it again to put a day right, so a clock that runs ahead is set back to today here.
    """
    area = AdminArea.objects.filter(pk=record.area).first()
    if area is None:
        raise RecordRefused("bad_value")
    today = timezone.localdate()
    noted_on = min(record.noted_on, today)
    note, is_new = receive_note(
        id=rid,
        area=area,
        noted_on=noted_on,
        channel=record.channel,
        urgency=record.urgency,
        handed_to=record.handed_to,
        handed_on=min(max(record.handed_on, noted_on), today),
    )
    standing = standing_of(note)
    return Answer(
        id=rid, outcome="taken" if is_new else "known", receipt=standing.reference, stage=standing.stage.value
    )


def answers_about(ids: list[uuid.UUID]) -> dict[uuid.UUID, Answer]:
    """How the notes stand that were sent under these ids; whoever knows such an id made it."""
    return {
        key: Answer(id=key, outcome="known", receipt=standing.reference, stage=standing.stage.value)
        for key, standing in standings(ids).items()
    }
