"""What the public board shows, as typed rows: five queries for any number of asks."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, groupby
from statistics import mean

from django.db.models import BooleanField, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.paging import page_of
from participation.models import Ask, AskAnswer
from places.choices import is_area_id
from places.codes import level_of, lifted_to, split_id
from places.models import AdminArea
from places.paths import parts_for
from reports.suppression import FEWEST, rounded

from ..models.asks import POSTER, SHOWN, AskRelease
from ..sheets import address, numbers

AT_ONCE = 20
ON_A_POSTER = 12
PROVINCE, COMMUNE = AdminArea.PROVINCE, AdminArea.COMMUNE
IS_TOLD = ExpressionWrapper(Q(told_meeting__isnull=False), BooleanField())

WORDS: dict[str, Promise] = {
    Ask.Status.SENT: pgettext_lazy("ask, told to children", "We wait for an answer"),
    Ask.Status.ANSWERED: pgettext_lazy("ask, told to children", "There is an answer"),
    Ask.Status.TOLD: pgettext_lazy("ask, told to children", "The children know the answer"),
    Ask.Status.CLOSED: pgettext_lazy("ask, told to children", "Finished"),
}
ANSWERS: dict[str, Promise] = {
    AskAnswer.Kind.ACCEPTED: pgettext_lazy("answer, told to children", "Adults said yes"),
    AskAnswer.Kind.PLANNED: pgettext_lazy("answer, told to children", "Adults plan it"),
    AskAnswer.Kind.REFUSED: pgettext_lazy("answer, told to children", "Adults said no"),
    AskAnswer.Kind.DONE: pgettext_lazy("answer, told to children", "It is done"),
}
TONES = {
    AskAnswer.Kind.ACCEPTED: ("ok", "check"),
    AskAnswer.Kind.PLANNED: ("info", "calendar"),
    AskAnswer.Kind.REFUSED: ("danger", "cross"),
    AskAnswer.Kind.DONE: ("ok", "check"),
    None: ("warn", "clock"),
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One released ask, as a child reads it."""

    release: AskRelease

    @property
    def status(self) -> Promise:
        return WORDS[self.release.ask.status]

    @property
    def answer(self) -> Promise | str:
        return ANSWERS[self.release.answer] if self.release.answer else ""

    @property
    def tone(self) -> str:
        return TONES[self.release.answer][0]

    @property
    def icon(self) -> str:
        return TONES[self.release.answer][1]


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """A commune (or the district or province itself, where an ask is about a whole one) with its asks."""

    id: str
    path: list[str]
    rows: list[BoardRow]


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """Of the whole country; ``None`` is hidden, because it is below five."""

    asked: int | None
    answered: int | None
    told: int | None
    done: int | None
    days: int | None
    """The median of the days from sending to the first answer."""

    @property
    def has_any(self) -> bool:
        return self.asked is not None


@dataclass(frozen=True, slots=True)
class Board:
    places: list[BoardPlace]
    provinces: list[Choice]
    communes: list[Choice]
    statuses: list[Choice]
    place: str
    status: str
    title: str
    """The name of the place that was chosen."""
    figures: BoardFigures
    before: str
    after: str
    is_empty: bool
    numbers: tuple[tuple[str, str], ...]
    address: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.place or self.status)


def board_for(request: HttpRequest) -> Board:
    """What the address asks for; what it asks for and there is not leaves the whole board."""
    shown = AskRelease.objects.shown()
    areas = set(shown.order_by().values_list("ask__area_id", flat=True).distinct())
    place = _place(request.GET.get("place", ""), areas)
    status = request.GET.get("status", "")
    status = status if status in SHOWN else ""
    found = shown.within(place) if place else shown
    found = found.filter(ask__status=status) if status else found
    is_poster = request.GET.get("kind") == POSTER
    asked = {} if is_poster else request.GET
    size = ON_A_POSTER if is_poster else AT_ONCE
    page = page_of(found.with_answer(), keys=("ask__area_id", "pk"), asked=asked, size=size)
    provinces, communes = ({lifted_to(area, level) for area in areas} for level in (PROVINCE, COMMUNE))
    chosen = lifted_to(place, PROVINCE) if place else ""
    communes = {each for each in communes if chosen and each.startswith(chosen) and each not in provinces}
    paths = parts_for({*provinces, *communes, *map(_commune_of, page.rows), *([place] if place else [])})
    return Board(
        places=[
            BoardPlace(area, paths[area], [BoardRow(row) for row in rows])
            for area, rows in groupby(page.rows, key=_commune_of)
        ],
        provinces=_choices(provinces, paths, chosen),
        communes=_choices(communes, paths, place),
        statuses=[Choice(each, str(WORDS[each]), each == status) for each in SHOWN],
        place=place,
        status=status,
        title=paths[place][-1] if place else "",
        figures=figures(),
        before=str(page.previous or ""),
        after=str(page.next or ""),
        is_empty=not areas,
        numbers=numbers(),
        address=address(),
    )


def figures() -> BoardFigures:
    """Of every ask that was ever sent and not withdrawn, released or not, hidden below five, in fives.

    The database counts: what it hands over grows with the different waits, not with the asks of a country.
    """
    done = AskAnswer.objects.confirmed().filter(ask=OuterRef("pk"), kind=AskAnswer.Kind.DONE)
    wait = ExpressionWrapper(F("answered_on") - F("sent_on"), DurationField())
    sent = Ask.objects.sent().filter(status__in=SHOWN).annotate(wait=wait, is_told=IS_TOLD, is_done=Exists(done))
    counts: Counter[str] = Counter()
    waits: Counter[int] = Counter()
    for wait, is_told, is_done, number in sent.values_list("wait", "is_told", "is_done").annotate(number=Count("pk")):
        counts["asked"] += number
        counts["told"] += number * is_told
        counts["done"] += number * is_done
        if wait is not None:
            waits[wait.days] += number
    return BoardFigures(
        asked=_shown(counts["asked"]),
        answered=_shown(waits.total()),
        told=_shown(counts["told"]),
        done=_shown(counts["done"]),
        days=_median(waits) if waits.total() >= FEWEST else None,
    )


def _median(waits: Counter[int]) -> int:
    """The middle wait, half a day rounded to the even day; ``waits`` says how often each number of days was waited."""
    days = sorted(waits)
    sums = list(accumulate(waits[day] for day in days))
    middle = (sums[-1] - 1) // 2, sums[-1] // 2
    return round(mean(days[bisect_right(sums, place)] for place in middle))


def _shown(number: int) -> int | None:
    return rounded(number) if number >= FEWEST else None


def _place(asked: str, areas: set[str]) -> str:
    """A province, district or commune in which something was released."""
    known = is_area_id(asked) and level_of(split_id(asked)[1]) <= COMMUNE
    return asked if known and any(area.startswith(asked) for area in areas) else ""


def commune_of(area_id: str) -> str:
    """The commune in which an area lies; a district or a province stays as it is."""
    return lifted_to(area_id, COMMUNE)


def _commune_of(release: AskRelease) -> str:
    return commune_of(release.ask.area_id)


def _choices(areas: set[str], paths: dict[str, list[str]], chosen: str) -> list[Choice]:
    return [Choice(area, paths[area][-1], area == chosen) for area in sorted(areas) if area in paths]
