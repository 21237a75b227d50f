"""What the pages of the terms show: what falls due and when, the terms themselves, the last nights, the holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import RetentionRun, RetentionTerm, User
from accounts.retention.forecast import AHEAD, forecast
from accounts.retention.rules import all_rules, labels
from accounts.retention.terms import TERMS, Due, Term, in_words, numbers_now
from accounts.roles import Capability
from people.models import Person
from places.codes import lineage
from places.models import AdminArea
from places.paths import paths_for

from ..models import RetentionHold
from ..reach import areas_within_reach
from ..retention.identity import due_people

NIGHTS = 14
WAYS_IN = (Capability.EDIT_RULES, Capability.SEE_JOURNAL)
PEOPLE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DueLine:
    """One rule: how much falls due by each day, and where within a year."""

    label: Promise
    kept_for: str
    counts: list[int]
    places: list[tuple[str, int]]
    holds: bool

    @property
    def tonight(self) -> int:
        now, *_later = self.counts
        return now

    @property
    def ahead(self) -> list[tuple[int, int]]:
        """Within how many days how much."""
        _now, *later = self.counts
        return list(zip(AHEAD, later, strict=True))


@dataclass(frozen=True, slots=True)
class Falling:
    """What falls due, and when that was counted."""

    lines: list[DueLine]
    counted_at: datetime


def falling_due(user: User) -> Falling:
    """As it was counted at the end of the last night; before the first, counted now. Places only within reach."""
    run = RetentionRun.objects.filter(ended_at__isnull=False).exclude(forecast={}).order_by("-on").first()
    found = run.forecast if run else forecast(timezone.localdate())
    numbers, reached = numbers_now(), _provinces(user)
    told = {area for one in found.values() for area in one["places"] if reached is None or area in reached}
    names = paths_for(told)
    lines = []
    for rule in all_rules():
        one = found.get(rule.key)
        if one is not None:
            places = [(names[area], number) for area, number in one["places"].items() if area in names]
            kept_for = in_words(TERMS[rule.term], numbers[rule.term])
            lines.append(DueLine(rule.label, kept_for, one["counts"], places, rule.holds))
    return Falling(lines, run.ended_at if run else timezone.now())


def _provinces(user: User) -> set[str] | None:
    """The provinces of which the reader may know numbers; ``None`` stands for all."""
    found: set[str] = set()
    for capability in WAYS_IN:
        areas = areas_within_reach(user, capability)
        if areas is None:
            return None
        found |= {area for area in areas if len(lineage(area)) == AdminArea.PROVINCE}
    return found


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term as it stands, and who changed it last."""

    term: Term
    kept_for: str
    change: RetentionTerm | None


def term_lines() -> list[TermLine]:
    changes = {row.key: row for row in RetentionTerm.objects.select_related("changed_by").order_by("pk")}
    numbers = numbers_now()
    return [
        TermLine(term, in_words(term, numbers[key]), None if term.is_fixed else changes.get(key))
        for key, term in TERMS.items()
    ]


@dataclass(frozen=True, slots=True)
class Night:
    """What one night did."""

    on: date
    ended_at: datetime | None
    told: list[tuple[Promise | str, int]]


def last_nights() -> list[Night]:
    words: Mapping[str, Promise] = labels()
    return [
        Night(run.on, run.ended_at, [(words.get(key, key), number) for key, number in run.counts.items() if number])
        for run in RetentionRun.objects.order_by("-on").defer("forecast")[:NIGHTS]
    ]


def holds_of(user: User) -> QuerySet[RetentionHold]:
    rows = RetentionHold.objects.visible_to(user).select_related("person", "group", "placed_by", "reviewed_by")
    return rows.newest_first()


def people_due(user: User, on: date) -> tuple[list[Person], bool]:
    """Whose identity is past its term on a day, of the people whom the reader may see; and whether there are more."""
    rows = due_people(Due(on)) & Person.objects.visible_to(user)
    found = list(rows.filter(anonymised_on__isnull=True).by_name()[: PEOPLE_SHOWN + 1])
    return found[:PEOPLE_SHOWN], len(found) > PEOPLE_SHOWN
