"""How the taking of a record ends, apart from a refusal or a hold."""

import uuid
from dataclasses import dataclass, field

from ..answers import TheirElection, TheirMeeting


@dataclass(slots=True)
class Taken:
    """Done, or known already. ``notes`` name what was left out while the rest counts."""

    group_id: uuid.UUID | None = None
    meeting_id: uuid.UUID | None = None
    version: int | None = None
    notes: list[str] = field(default_factory=list)
    is_known: bool = False
    has_names: bool = False
    stays_sealed: bool = False
    """The words are needed once more: to match names, or to open a photo that follows."""


class InConflict(Exception):  # noqa: N818 — not an error: both records are kept
    """Another record of the same meeting or election stands."""

    def __init__(self, group_id: uuid.UUID, theirs: TheirMeeting | TheirElection) -> None:
        super().__init__(str(theirs.id))
        self.group_id = group_id
        self.theirs = theirs
