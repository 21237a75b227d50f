"""What rooms need for people, as marks beside their names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from people.models import SupportNeed
from people.support import needs_of_people

PICTURES = {
    SupportNeed.Need.STEP_FREE: "need-step-free",
    SupportNeed.Need.LARGE_PRINT: "need-large-print",
    SupportNeed.Need.SIGN: "need-sign",
    SupportNeed.Need.INTERPRETER: "need-interpreter",
}


@dataclass(frozen=True, slots=True)
class NeedMark:
    """A need as a picture with the word for it."""

    picture: str
    text: str


def need_marks(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[NeedMark]]:
    """The marks of people on a scoped list, none for who needs nothing: one query."""
    return {person: [_mark(need) for need in needs] for person, needs in needs_of_people(people).items()}


def legend_of_needs(marks: Iterable[list[NeedMark]]) -> list[NeedMark]:
    """The marks that stand on the list, each once."""
    shown = {mark.picture for found in marks for mark in found}
    return [_mark(need) for need in SupportNeed.Need if PICTURES[need] in shown]


def _mark(need: str) -> NeedMark:
    return NeedMark(PICTURES[SupportNeed.Need(need)], str(SupportNeed.Need(need).label))
