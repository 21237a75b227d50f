"""The seats of the demo's councils: who sits there, who sat there last, and who has been chosen already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid5

from accounts.models import User
from councils.models import CouncilProfile, FillingMethod, Mandate, Representation, RepresentedBody, Seat
from councils.models.mandate import TOLD_BEFORE
from councils.seeds.lists import plant_lists
from participation.models import CommunityGroup, Membership

from . import elections
from .elections import Vote
from .life import DemoPerson, GroupLife

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
MIXER = 37
"""Has no divisor in common with a year: neighbours among the councils have other terms."""
SIZES = (7, 9, 9, 11)
TITLES = (("ប្រធាន", "Chair"), ("អនុប្រធាន", "Deputy chair"))
CLASSES = ("ថ្នាក់ទី ៤", "ថ្នាក់ទី ៥", "ថ្នាក់ទី ៦")
HANDOVERS = (
    ("ស្នើសុំជួសជុលផ្លូវទៅសាលា", "ប្រាប់កុមារអំពីចម្លើយរបស់ឃុំ", "ទៅជួបគណៈកម្មាធិការឃុំ"),
    ("យុទ្ធនាការសំបុត្រកំណើត", "រៀបចំថ្ងៃលេងកីឡា", "បន្តប្រជុំរាល់ខែ"),
)
LEFT = Membership.EndReason
REASONS = {LEFT.AGED_OUT: "aged_out", LEFT.MOVED_AWAY: "moved", LEFT.CHOSE_TO_LEAVE: "resigned"}
SOON = timedelta(days=20)
"""So long before the end of a term some seats are filled already."""


@dataclass(slots=True)
class Seating:
    """What is written about the seats of one council."""

    seats: list[Seat] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    voices: list[Representation] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)


@dataclass(slots=True)
class Stay:
    """From when to when somebody belonged to the council, whatever their posts; ``None``: to this day."""

    person: DemoPerson
    began_on: date
    ended_on: date | None
    end_reason: str

    def covers(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)


class Seats:
    """Draws from a council's number, so every load draws the same."""

    def __init__(self, today: date) -> None:
        plant_lists()
        self.today = today
        self.methods = {method.code: method.pk for method in FillingMethod.objects.all()}
        self.bodies = list(RepresentedBody.objects.order_by("position", "pk").values_list("pk", flat=True))

    def profile(self, group: CommunityGroup, number: int) -> CouncilProfile:
        level = "school" if group.school_id else "commune"
        girls_minimum = SIZES[number % 4] // 2 if number % 10 < 7 else 0
        return CouncilProfile(group=group, level=level, girls_minimum=girls_minimum, quorum=10 if number % 2 else 0)

    def seating(
        self, group: CommunityGroup, life: GroupLife, number: int, club_id: UUID | None, *, by: User
    ) -> Seating:
        found, profile = Seating(), self.profile(group, number)
        last_day = life.ended_on
        first = self._term(group, number, last_day)
        begins = max(group.founded_on, first - YEAR)
        found.seats = list(_seats(group, number, begins, club_id))
        stays = list(_stays(life))
        used: set[UUID] = set()
        if begins < first:
            found.mandates += self._fill(found.seats, stays, begins, first - DAY, last_day, number, used=set())
        rules = {"girls_minimum": profile.girls_minimum, "quorum": profile.quorum, "by": by}
        vote, standing = None, []
        if elections.held(number):
            held_on = max(group.founded_on, first - elections.WEEK)
            standing = [one.person for one in stays if one.covers(held_on) and one.covers(first)]
        if standing:  # in a young council all may have come since
            vote = self._vote(group, found.seats, standing, number, on=held_on, began_on=first, **rules)
            elections.count(vote, number)
            found.votes.append(vote)
        found.mandates += self._fill(
            found.seats, stays, first, first + YEAR - DAY, last_day, number, used=used, vote=vote
        )
        began_on = first + YEAR
        left = began_on - self.today
        if last_day is None and elections.prepared(number) and left <= TOLD_BEFORE:
            on = max(self.today + DAY, began_on - elections.WEEK)
            given = rules | {"on": on, "began_on": max(began_on, on)}
            if standing := [one.person for one in stays if one.covers(self.today)]:
                found.votes.append(self._vote(group, found.seats, standing, number, **given))
        elif last_day is None and left <= SOON:
            coming = found.seats[: len(found.seats) // 2]
            found.mandates += self._fill(coming, stays, began_on, began_on + YEAR - DAY, None, number, used=set())
        for place, body in enumerate(self._heard(group, number)):
            found.voices.append(
                Representation(
                    id=uuid5(group.pk, f"voice {body}"),
                    council=group,
                    body_id=body,
                    seat=found.seats[place],
                    began_on=begins,
                    ended_on=last_day,
                )
            )
        return found

    def _vote(
        self,
        group: CommunityGroup,
        seats: list[Seat],
        standing: list[DemoPerson],
        number: int,
        *,
        began_on: date,
        **how: object,
    ) -> Vote:
        method_id = self.methods[elections.method_of(number)]
        ends_on = began_on + YEAR - DAY
        return elections.prepare(group, seats, standing, began_on=began_on, ends_on=ends_on, method_id=method_id, **how)

    def _term(self, group: CommunityGroup, number: int, last_day: date | None) -> date:
        """The first day of the last term; of one council in ten it is over and nobody was chosen since."""
        age = number * MIXER % 365 + (30 if number % 10 == 3 else 0)
        return max(group.founded_on, (last_day or self.today) - timedelta(days=age))

    def _heard(self, group: CommunityGroup, number: int) -> list[int]:
        if number % 10 == 4:
            return []
        of_school = [self.bodies[3], self.bodies[4]]
        of_commune = [self.bodies[0], self.bodies[2]]
        return (of_school if group.school_id else of_commune)[: 1 + number % 2]

    def _fill(
        self,
        seats: list[Seat],
        stays: list[Stay],
        began_on: date,
        ends_on: date,
        last_day: date | None,
        number: int,
        *,
        used: set[UUID],
        vote: Vote | None = None,
    ) -> Iterator[Mandate]:
        """A term of all seats: who left has a successor where somebody is free, now and then a seat stays empty.

        Where there was a vote, it says who takes which seat.
        """
        elected: Mapping[UUID, DemoPerson] = vote.elected if vote else {}
        used.update(person.id for person in elected.values())
        by_person = {one.person.id: one for one in stays}
        for seat in seats:
            if not vote and (number + seat.number * 5) % 13 == 0:
                continue
            day, method = began_on, elections.method_of(number)
            for turn in range(2):
                if vote and turn == 0:
                    stay = by_person[elected[seat.pk].id] if seat.pk in elected else None
                else:
                    free = (one for one in stays if one.person.id not in used and one.covers(min(day, self.today)))
                    stay = next(free, None)
                if stay is None:
                    break
                used.add(stay.person.id)
                ended_on, reason = _early_end(stay, ends_on, last_day)
                if ended_on is not None and ended_on < day:
                    break
                lines = HANDOVERS[seat.number % 2] if ended_on or ends_on < self.today else ("", "", "")
                was_elected = vote is not None and turn == 0
                yield Mandate(
                    id=elections.mandate_id(vote, seat) if was_elected else uuid5(seat.pk, f"mandate {day}"),
                    election_id=vote.election.pk if was_elected else None,
                    seat=seat,
                    council_id=seat.council_id,
                    person_id=stay.person.id,
                    method_id=self.methods[method],
                    began_on=day,
                    ends_on=ends_on,
                    ended_on=ended_on,
                    end_reason=reason,
                    handover_1=lines[0],
                    handover_2=lines[1],
                    handover_3=lines[2],
                )
                if ended_on is None or last_day is not None:
                    break
                day, method = ended_on + DAY, "consensus"


def _early_end(stay: Stay, ends_on: date, last_day: date | None) -> tuple[date | None, str]:
    """The day on which somebody left the council before the term was over, or on which the council closed."""
    if stay.ended_on is not None and stay.ended_on < ends_on:
        return stay.ended_on, REASONS.get(stay.end_reason, "other")
    if last_day is not None and last_day < ends_on:
        return last_day, "other"
    return None, ""


def _stays(life: GroupLife) -> Iterator[Stay]:
    """The rows of one person, one after the other, are one stay; advisers are no holders of seats."""
    rows: dict[UUID, list] = {}
    for row in life.memberships:
        if row.post not in ("adviser", "youth_adviser"):
            rows.setdefault(row.person.id, []).append(row)
    for held in rows.values():
        held.sort(key=lambda row: row.began_on)
        yield Stay(held[0].person, held[0].began_on, held[-1].ended_on, held[-1].end_reason)


def _seats(group: CommunityGroup, number: int, began_on: date, club_id: UUID | None) -> Iterator[Seat]:
    size = SIZES[number % 4]
    for place in range(1, size + 1):
        title_km, title_en = TITLES[place - 1] if place <= len(TITLES) else ("", "")
        seat = Seat(
            id=uuid5(group.pk, f"seat {place}"),
            council=group,
            number=place,
            title_km=title_km,
            title_en=title_en,
            began_on=began_on,
        )
        if place == size:
            seat.kept_for = Seat.KeptFor.DISABILITY
        elif place == size - 1 and group.school_id:
            seat.kept_for, seat.kept_label = Seat.KeptFor.CLASS, CLASSES[number % len(CLASSES)]
        elif place == size - 1 and club_id:
            seat.kept_for, seat.kept_club_id = Seat.KeptFor.CLUB, club_id
        yield seat
