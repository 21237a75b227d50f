"""Two records of one meeting as one: nothing that either of them says is lost.

Of two marks the more present stands, of two counts of guests the larger (never their sum), of two feelings the larger.
Topics, decisions and issues are put together: by id, then by their words as they sound folded. Of texts theirs comes
first and what mine has beyond it follows. What can hold one answer only keeps theirs, and takes mine where none is.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from typing import Protocol

from khmertext.folding import fold

from .actions.issues import IssueDraft
from .actions.marks import MORE_PRESENT, DecisionDraft, Guests
from .models import HeadCount, Issue, Meeting, Topic

PLACE_LENGTH = Meeting._meta.get_field("place_text").max_length


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What a record of a meeting says, under the names that ``record_meeting`` and ``correct_meeting`` take."""

    marks: Mapping[uuid.UUID, str] = field(default_factory=dict)
    guests: tuple[Guests, ...] = ()
    topics: tuple[Topic, ...] = ()
    decisions: tuple[DecisionDraft, ...] = ()
    issues: tuple[IssueDraft, ...] = ()
    summary: str = ""
    place_text: str = ""
    number: int | None = None
    started_at: time | None = None
    ended_at: time | None = None
    quorum_met: bool | None = None
    minutes_approved: str = ""
    adults_present: int | None = None
    felt_good: int = 0
    felt_so_so: int = 0
    felt_bad: int = 0

    def as_fields(self) -> dict[str, object]:
        """The keyword arguments for the two actions."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def facts_of(meeting: Meeting) -> MeetingFacts:
    """What the register says of a meeting: five queries."""
    own = {"number", "started_at", "ended_at", "quorum_met", "minutes_approved", "adults_present"}
    own |= {"summary", "place_text", "felt_good", "felt_so_so", "felt_bad"}
    return MeetingFacts(
        marks=dict(meeting.marks.values_list("person_id", "state")),
        guests=tuple(
            Guests(row.group, row.number, row.with_difficulty, row.basis) for row in meeting.head_counts.order_by("pk")
        ),
        topics=tuple(meeting.topics.order_by("pk")),
        decisions=tuple(
            DecisionDraft(row.text, row.pk, row.post, row.due_on, row.done_on)
            for row in meeting.decisions.select_related("post").order_by("due_on", "pk")
        ),
        issues=tuple(
            IssueDraft(row.pk, row.text, row.raised_by) for row in meeting.issues.order_by("created_at", "pk")
        ),
        **{name: getattr(meeting, name) for name in own},
    )


def combine(theirs: MeetingFacts, mine: MeetingFacts) -> MeetingFacts:
    """One record that says what both say."""
    place, left_over = _one_line(theirs.place_text, mine.place_text)
    started_at, ended_at = _times(theirs, mine)
    return MeetingFacts(
        marks=_marks(theirs.marks, mine.marks),
        guests=_guests(theirs.guests, mine.guests),
        topics=tuple({topic.pk: topic for topic in (*theirs.topics, *mine.topics)}.values()),
        decisions=_drafts(theirs.decisions, mine.decisions, _one_decision),
        issues=_drafts(theirs.issues, mine.issues, _one_issue),
        summary=_lines(_lines(theirs.summary, mine.summary), left_over),
        place_text=place,
        number=_said(theirs.number, mine.number),
        started_at=started_at,
        ended_at=ended_at,
        quorum_met=_said(theirs.quorum_met, mine.quorum_met),
        minutes_approved=theirs.minutes_approved or mine.minutes_approved,
        adults_present=_said(theirs.adults_present, mine.adults_present),
        felt_good=max(theirs.felt_good, mine.felt_good),
        felt_so_so=max(theirs.felt_so_so, mine.felt_so_so),
        felt_bad=max(theirs.felt_bad, mine.felt_bad),
    )


def _said[Answer](theirs: Answer | None, mine: Answer | None) -> Answer | None:
    return mine if theirs is None else theirs


def _marks(theirs: Mapping[uuid.UUID, str], mine: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    return {
        person: min((marks[person] for marks in (theirs, mine) if person in marks), key=MORE_PRESENT.index)
        for person in {**theirs, **mine}
    }


def _guests(theirs: Iterable[Guests], mine: Iterable[Guests]) -> tuple[Guests, ...]:
    """The larger number of each group; of two equal ones the counted."""
    found: dict[str, Guests] = {}
    for count in (*theirs, *mine):
        known = found.get(count.group, count)
        larger = max(known, count, key=lambda each: (each.number, each.basis == HeadCount.Basis.COUNTED))
        found[count.group] = replace(larger, with_difficulty=max(known.with_difficulty, count.with_difficulty))
    return tuple(found[group] for group in HeadCount.Group.values if group in found)


class _Draft(Protocol):
    id: uuid.UUID | None
    text: str


def _drafts[Draft: _Draft](
    theirs: Iterable[Draft], mine: Iterable[Draft], as_one: Callable[[Draft, Draft], Draft]
) -> tuple[Draft, ...]:
    found = list(theirs)
    for draft in mine:
        same = next((place for place, one in enumerate(found) if draft.id and one.id == draft.id), None)
        if same is None:
            same = next((place for place, one in enumerate(found) if fold(one.text) == fold(draft.text)), None)
        if same is None:
            found.append(draft)
        else:
            found[same] = as_one(found[same], draft)
    return tuple(found)


def _one_decision(theirs: DecisionDraft, mine: DecisionDraft) -> DecisionDraft:
    return replace(
        theirs,
        post=_said(theirs.post, mine.post),
        due_on=_said(theirs.due_on, mine.due_on),
        done_on=_said(theirs.done_on, mine.done_on),
    )


def _one_issue(theirs: IssueDraft, mine: IssueDraft) -> IssueDraft:
    """The girls said it and the boys said it: all did."""
    return theirs if theirs.raised_by == mine.raised_by else replace(theirs, raised_by=Issue.RaisedBy.ALL)


def _lines(theirs: str, mine: str) -> str:
    """Their text, then the lines of mine that it has not."""
    known = {fold(line) for line in theirs.splitlines()}
    more = [line for line in mine.splitlines() if fold(line) and fold(line) not in known]
    return "\n".join(filter(None, [theirs, *more]))


def _one_line(theirs: str, mine: str) -> tuple[str, str]:
    """Two places on one line; where there is no room for both, mine is left over."""
    if not theirs or fold(mine) in {fold(part) for part in (theirs, *theirs.split(" · "))}:
        return theirs or mine, ""
    both = " · ".join(filter(None, [theirs, mine]))
    return (both, "") if len(both) <= PLACE_LENGTH else (theirs, mine)


def _times(theirs: MeetingFacts, mine: MeetingFacts) -> tuple[time | None, time | None]:
    """From and until belong together; mine fill in only what still makes sense beside theirs."""
    started_at, ended_at = _said(theirs.started_at, mine.started_at), _said(theirs.ended_at, mine.ended_at)
    if started_at is not None and ended_at is not None and ended_at <= started_at:
        ended_at = None
    return started_at, ended_at
