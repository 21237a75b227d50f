"""The seats of a council on a day, as typed rows: the number of queries does not grow with the seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from participation import extras
from participation.models import CommunityGroup
from participation.rights import Rights, rights_in
from people.models import Person, Sex
from places.paths import parts_for

from ..models import CouncilProfile, Mandate, Representation, Seat
from ..models.mandate import TOLD_BEFORE
from ..terms import usual_months


@dataclass(frozen=True, slots=True)
class Holding:
    """A mandate as one reader sees it; ``person`` is ``None`` where the name is hidden from them."""

    mandate: Mandate
    person: Person | None
    age: int | None
    can_be_taken_back: bool

    @property
    def is_hidden(self) -> bool:
        return self.person is None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat on a day: who holds it, who comes next, and in how many days the term ends where that is soon."""

    seat: Seat
    holding: Holding | None
    next: Holding | None
    ends_in: int | None

    @property
    def is_vacant(self) -> bool:
        return self.holding is None


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """Numbers alone, for every reader of the council."""

    seats: int
    held: int
    girls: int
    girls_minimum: int

    @property
    def vacant(self) -> int:
        return self.seats - self.held

    @property
    def girls_missing(self) -> int:
        return max(0, self.girls_minimum - self.girls)


@dataclass(frozen=True, slots=True)
class SeatsPage:
    """The page of the seats of a council on a day."""

    council: CommunityGroup
    on: date
    is_today: bool
    rights: Rights
    path: list[str]
    rows: list[SeatRow]
    closed: list[Seat]
    counts: SeatCounts
    parent: CommunityGroup | None
    term_months: int
    voices: list[Representation]
    heard: list[CommunityGroup]

    @property
    def is_closed(self) -> bool:
        return self.council.status == CommunityGroup.Status.CLOSED

    @property
    def may_change(self) -> bool:
        """Whether seats themselves may be added, changed and closed here."""
        return self.rights.edit and self.is_today and not self.is_closed

    @property
    def may_fill(self) -> bool:
        return self.rights.edit_people and self.is_today and not self.is_closed

    @property
    def names_shown(self) -> int:
        holdings = [holding for row in self.rows for holding in (row.holding, row.next) if holding]
        return len({holding.person.pk for holding in holdings if holding.person})


def seats_page(council: CommunityGroup, *, on: date, user: User) -> SeatsPage:
    """Everything about the seats on a day."""
    today = timezone.localdate()
    profile = CouncilProfile.objects.filter(group_id=council.pk).select_related("parent").first()
    seats = list(Seat.objects.visible_to(user).filter(council=council).select_related("kept_club").by_number())
    standing = [seat for seat in seats if seat.began_on <= on and (seat.ended_on is None or seat.ended_on >= on)]
    mandates = _from_day_on(council, on)
    rows = rows_of(standing, mandates, on=on, names=names_seen(mandates, user=user))
    voices = Representation.objects.visible_to(user).filter(council=council).current(on)
    return SeatsPage(
        council=council,
        on=on,
        is_today=on == today,
        rights=rights_in(council, user),
        path=parts_for({council.area_id})[council.area_id],
        rows=rows,
        closed=[seat for seat in seats if seat not in standing],
        counts=_counts(rows, mandates, on, profile.girls_minimum if profile else 0),
        parent=profile.parent if profile else None,
        term_months=(profile.term_months if profile else None) or usual_months(),
        voices=list(voices.select_related("body", "seat").order_by("body__position", "pk")),
        heard=extras.heard_by(council, user),
    )


def _from_day_on(council: CommunityGroup, on: date) -> list[Mandate]:
    """Those in force on a day and those that come after it; of people only what is counted."""
    rows = Mandate.objects.filter(council=council).with_last_day().filter(last_on__gte=on)
    return list(rows.select_related("method").annotate(sex=F("person__sex")).order_by("began_on", "pk"))


def names_seen(mandates: Iterable[Mandate], *, user: User) -> dict[UUID, Person]:
    """The people of these mandates whose names the reader may see, by mandate."""
    keys = [mandate.pk for mandate in mandates]
    rows = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("person")
    return {mandate.pk: mandate.person for mandate in rows}


def rows_of(
    seats: Iterable[Seat], mandates: Iterable[Mandate], *, on: date, names: dict[UUID, Person]
) -> list[SeatRow]:
    """Each seat with its holder on a day and whoever comes next."""
    now: dict[UUID, Mandate] = {}
    coming: dict[UUID, Mandate] = {}
    for mandate in mandates:
        place = now if mandate.is_current(on) else coming
        place.setdefault(mandate.seat_id, mandate)
    return [_row(seat, now.get(seat.pk), coming.get(seat.pk), on, names) for seat in seats]


def _row(seat: Seat, now: Mandate | None, coming: Mandate | None, on: date, names: dict[UUID, Person]) -> SeatRow:
    days = (now.last_on - on).days if now else None
    is_soon = days is not None and days <= TOLD_BEFORE.days
    return SeatRow(
        seat=seat,
        holding=holding_of(now, on=on, names=names) if now else None,
        next=holding_of(coming, on=on, names=names) if coming else None,
        ends_in=days if is_soon else None,
    )


def holding_of(mandate: Mandate, *, on: date, names: dict[UUID, Person]) -> Holding:
    person = names.get(mandate.pk)
    return Holding(mandate, person, person.age_on(on) if person else None, mandate.can_be_taken_back(on))


def _counts(rows: list[SeatRow], mandates: list[Mandate], on: date, girls_minimum: int) -> SeatCounts:
    shown = {row.seat.pk for row in rows}
    now = [mandate for mandate in mandates if mandate.is_current(on) and mandate.seat_id in shown]
    girls = sum(mandate.sex == Sex.FEMALE for mandate in now)
    return SeatCounts(seats=len(rows), held=len(now), girls=girls, girls_minimum=girls_minimum)


@dataclass(frozen=True, slots=True)
class SeatPage:
    """One seat and everybody who has held it, the newest first."""

    seat: Seat
    rights: Rights
    holdings: list[Holding]
    today: date
    may_fill: bool

    @property
    def names_shown(self) -> int:
        return len({holding.person.pk for holding in self.holdings if holding.person})


def seat_page(seat: Seat, *, user: User) -> SeatPage:
    today, council = timezone.localdate(), seat.council
    rights = rights_in(council, user)
    mandates = list(Mandate.objects.filter(seat=seat).select_related("method").newest_first())
    names = names_seen(mandates, user=user)
    is_open = council.status != CommunityGroup.Status.CLOSED and seat.ended_on is None
    return SeatPage(
        seat=seat,
        rights=rights,
        holdings=[holding_of(mandate, on=today, names=names) for mandate in mandates],
        today=today,
        may_fill=rights.edit_people and is_open,
    )
