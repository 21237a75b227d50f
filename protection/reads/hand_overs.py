"""Hand-over notes: rows for those who take them on, and how a note stands for who has its reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from khmertext.numbers import to_ascii_digits
from places.paths import parts_for

from ..actions.hand_overs import last_step, next_step, reference_of
from ..models import HandOverNote, HandOverTotal
from ..watching import is_watched

Urgency = HandOverNote.Urgency
LOOKS = {Urgency.NOW: ("danger", "warning"), Urgency.TODAY: ("warn", "clock"), Urgency.WEEK: ("info", "calendar")}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with the names of its place, and what is done next with it."""

    note: HandOverNote
    path: list[str]
    is_overdue: bool

    @property
    def tone(self) -> str:
        return LOOKS[Urgency(self.note.urgency)][0]

    @property
    def icon(self) -> str:
        return LOOKS[Urgency(self.note.urgency)][1]

    @property
    def last_step(self) -> str:
        return last_step(self.note)

    @property
    def next_step(self) -> str:
        return next_step(self.note)


def note_rows(notes: Sequence[HandOverNote], at: datetime) -> list[NoteRow]:
    paths = parts_for(note.area_id for note in notes)
    return [NoteRow(note, paths.get(note.area_id, []), note.is_overdue(at)) for note in notes]


@dataclass(frozen=True, slots=True)
class MonthOfTotals:
    """What was counted of one month."""

    month: date
    lines: list[tuple[list[str], str, int]]
    """The names of the province, the word for the urgency, and the number."""


def months_of_totals(totals: Iterable[HandOverTotal]) -> list[MonthOfTotals]:
    totals = list(totals)
    paths = parts_for(total.province_id for total in totals)
    return [
        MonthOfTotals(
            month,
            [(paths.get(each.province_id, []), each.get_urgency_display(), each.number) for each in of_month],
        )
        for month, of_month in groupby(totals, key=lambda total: total.month)
    ]


# --- for who sent a note ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Standing:
    """All that a sender is told: the number, one of three words, and whether anybody is set to hear of it."""

    reference: str
    stage: HandOverNote.Stage
    is_watched: bool = True

    @property
    def is_confirmed(self) -> bool:
        return self.stage != HandOverNote.Stage.RECEIVED


def standing_of(note: HandOverNote) -> Standing:
    """For phones, which say "call" for every note that nobody has confirmed."""
    return Standing(note.reference, note.stage)


def standing_shown(note: HandOverNote) -> Standing:
    """For a page of the desk: it also says where nobody is set for the place."""
    standing = standing_of(note)
    if standing.is_confirmed:
        return standing
    return replace(standing, is_watched=is_watched(note.area_id, timezone.localdate()))


def standing_by_reference(text: str) -> Standing | None:
    """How the note of this reference stands; typed as it is spoken, small or large, with or without its line."""
    note = HandOverNote.objects.filter(reference=reference_of(to_ascii_digits(text))).first()
    return standing_shown(note) if note else None


def standings(ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """How notes stand that a phone sent under these ids."""
    return {key: standing_of(note) for key, note in HandOverNote.objects.in_bulk(list(ids)).items()}


# --- who hears of it -------------------------------------------------------------------------------------------------
SILENT_MAILERS = ("console", "dummy", "filebased")


def reaches_people_signed_out() -> bool:
    """Whether a notice also goes out by mail; else it waits on the screen until somebody signs in."""
    backend = settings.MAILERS["default"]["BACKEND"]
    return not any(f".{name}." in backend for name in SILENT_MAILERS)
