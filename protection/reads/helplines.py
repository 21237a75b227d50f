"""Helplines as the desk sees them: with what their test calls tell."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..confidence import Confidence, confidence_of
from ..models import HelpLine, TestCall

TONES = {
    Confidence.UNKNOWN: ("quiet", "question"),
    Confidence.LOW: ("danger", "warning"),
    Confidence.MIDDLE: ("warn", "half"),
    Confidence.GOOD: ("ok", "check"),
}


@dataclass(frozen=True, slots=True)
class HelpLineRow:
    """A helpline, how sure one may be of it, and its last call of this number."""

    helpline: HelpLine
    confidence: Confidence
    last_call: TestCall | None
    calls: int

    @property
    def tone(self) -> str:
        return TONES[self.confidence][0]

    @property
    def icon(self) -> str:
        return TONES[self.confidence][1]


def helpline_rows(helplines: Sequence[HelpLine], on: date) -> list[HelpLineRow]:
    """One query for the calls of all: they are some dozen numbers, called twice a year."""
    calls: dict[int, list[TestCall]] = defaultdict(list)
    for call in TestCall.objects.filter(helpline__in=helplines).newest_first():
        calls[call.helpline_id].append(call)
    return [_row(helpline, calls[helpline.pk], on) for helpline in helplines]


def _row(helpline: HelpLine, calls: Sequence[TestCall], on: date) -> HelpLineRow:
    of_number = [call for call in calls if call.number == helpline.dialled]
    last = of_number[0] if of_number else None
    return HelpLineRow(helpline, confidence_of(of_number, on), last, len(calls))


def calls_of(helpline: HelpLine, on: date) -> dict[str, object]:
    """One helpline with every call it ever had, also of a number that it had before."""
    calls = list(TestCall.objects.filter(helpline=helpline).newest_first())
    return {"row": _row(helpline, calls, on), "helpline": helpline, "calls": calls}
