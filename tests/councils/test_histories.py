"""Whatever is done in whatever order: no seat has two holders on a day, nobody two seats, and days tell the rest.

Histories are made up; a plain table of days says what must come out, and the database is asked whether it did.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.actions.mandates import end_mandate, fill_seat, take_back_mandate, undo_end_of_mandate
from councils.models import Mandate, Seat
from councils.refusals import HoldsAnotherSeat, SeatTaken
from councils.terms import last_day
from participation.actions.memberships import end_membership, undo_end
from participation.models import Membership
from people.merging import merge_people, undo_merge
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_method, make_seat
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SEATS, PEOPLE, DAYS = 2, 3, 40
FEWER = max(12, settings.default.max_examples // 4)
"""Each history asks the database of every day after every step."""
ROWS = st.tuples(st.integers(0, SEATS - 1), st.integers(0, PEOPLE - 1), st.integers(0, DAYS), st.integers(0, 15))
HISTORY = st.lists(
    st.tuples(
        st.sampled_from(["fill", "fill", "fill", "end", "succeed", "undo", "take_back", "leave", "come_back", "merge"]),
        ROWS,
    ),
    max_size=14,
)


@dataclass
class Town:
    """A council with two seats and three people; day 0 lies ``DAYS`` before today, so that some mandates lie ahead."""

    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self):
        self.council, self.by, self.method = make_council(), make_user(), make_method()
        self.seats = [make_seat(council=self.council, number=number) for number in (1, 2)]
        self.people = [make_person() for _turn in range(PEOPLE)]

    def day(self, number):
        return self.today - timedelta(days=DAYS - 10 - number)

    def mandate(self, number):
        rows = list(Mandate.objects.filter(council=self.council).order_by("began_on", "pk"))
        return rows[number % len(rows)] if rows else None

    def membership(self, number, **lookup):
        rows = list(Membership.objects.filter(group=self.council, **lookup).order_by("began_on", "pk"))
        return rows[number % len(rows)] if rows else None

    def do(self, what, row):
        seat, person, first, length = row
        began_on, last_on = self.day(first), self.day(first + length)
        mandate = self.mandate(first + length)
        if what == "fill":
            given = {"seat": self.seats[seat], "person": self.people[person], "method": self.method}
            return fill_seat(began_on=began_on, ends_on=last_on, by=self.by, **given)
        if what == "leave":
            membership = self.membership(person, ended_on__isnull=True)
            reason = ["moved_away", "term_ended", "mistake", "aged_out"][length % 4]
            return membership and end_membership(
                membership=membership, ended_on=began_on, end_reason=reason, by=self.by
            )
        if what == "come_back":
            membership = self.membership(person, ended_on__isnull=False)
            return membership and undo_end(membership=membership, by=self.by)
        if what == "merge":
            kept, gone = self.people[person], self.people[(person + 1) % PEOPLE]
            before = rows_of(self.council)
            merge = merge_people(kept=kept, gone=gone, by=self.by)
            self.check()
            undo_merge(merge=merge, by=self.by)
            assert rows_of(self.council) == before
            return self.people
        if mandate is None:
            return None
        if what == "take_back":
            return take_back_mandate(mandate=mandate, by=self.by)
        if what == "undo":
            return undo_end_of_mandate(mandate=mandate, by=self.by)
        successor = {"successor": self.people[person], "method": self.method} if what == "succeed" else {}
        return end_mandate(mandate=mandate, ended_on=began_on, end_reason="other", by=self.by, **successor)

    def check(self):
        """The table of days: who sits where, from rows read one by one, and what the query sets say of some days."""
        rows = list(Mandate.objects.filter(council=self.council))
        on_seat, of_person = {}, {}
        for row in rows:
            for number in range((row.last_on - row.began_on).days + 1):
                day = row.began_on + timedelta(days=number)
                assert on_seat.setdefault((row.seat_id, day), row.pk) == row.pk
                assert of_person.setdefault((row.person_id, day), row.pk) == row.pk
            assert row.began_on <= row.last_on <= row.ends_on
        for number in (0, DAYS - 11, DAYS - 10, DAYS - 9, DAYS + 10):
            day = self.day(number)
            mandates = Mandate.objects.filter(council=self.council)
            current = {key for (_seat, on), key in on_seat.items() if on == day}
            assert set(mandates.current(day).values_list("pk", flat=True)) == current
            assert set(mandates.past(day)) == {row for row in rows if row.last_on < day}
            assert set(mandates.elect(day)) == {row for row in rows if row.began_on > day}
            taken = {seat for seat, on in on_seat if on == day}
            vacant = Seat.objects.filter(council=self.council).vacant(day)
            assert {seat.pk for seat in vacant} == {seat.pk for seat in self.seats} - taken


def rows_of(council):
    names = ("pk", "seat", "person", "began_on", "ends_on", "ended_on", "end_reason", "ended_by")
    return sorted(Mandate.objects.filter(council=council).values_list(*names))


@settings(max_examples=FEWER)
@given(HISTORY)
def test_no_history_puts_two_into_one_seat(history):
    town = Town()
    for what, row in history:
        try:
            with transaction.atomic():
                town.do(what, row)
        except ValidationError:
            pass
        town.check()


@given(st.lists(ROWS, max_size=8))
def test_fill_seat_takes_what_is_free_and_nothing_else(rows):
    """Against a table of days kept beside: refused for the seat or for the person exactly where that says so."""
    town, taken, seated = Town(), set(), set()
    for seat, person, first, length in rows:
        days = {first + number for number in range(length + 1)}
        where, who = {(seat, day) for day in days}, {(person, day) for day in days}
        given = {"seat": town.seats[seat], "person": town.people[person], "method": town.method}
        try:
            with transaction.atomic():
                fill_seat(began_on=town.day(first), ends_on=town.day(first + length), by=town.by, **given)
        except SeatTaken:
            assert where & taken
        except HoldsAnotherSeat:
            assert who & seated
        except ValidationError:  # the membership says no: not what is asked here
            assert where & taken | who & seated == set()
        else:
            assert where & taken | who & seated == set()
            taken |= where
            seated |= who
    town.check()


@given(st.lists(ROWS, max_size=8))
def test_the_database_alone_holds_no_overlap(rows):
    """Past the actions: rows written straight into the table, one by one, and moved about."""
    town = Town()
    for seat, person, first, length in rows:
        mandate = Mandate(
            seat=town.seats[seat],
            council=town.council,
            person=town.people[person],
            method=town.method,
            began_on=town.day(first),
            ends_on=town.day(first + length),
        )
        refused = [_refused(mandate.save), _refused(partial(_move, town, first, seat, length))]
        assert [words for words in refused if words and "one_holder" not in words and "one_seat" not in words] == []
        town.check()


def _refused(write):
    """What the database says; empty where it takes the rows."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as refusal:
        return str(refusal)
    return ""


def _move(town, number, seat, length):
    mandate = town.mandate(number)
    if mandate:
        ends_on = mandate.began_on + timedelta(days=length)
        Mandate.objects.filter(pk=mandate.pk).update(seat=town.seats[seat], ends_on=ends_on)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_terms_follow_each_other_without_a_gap(began_on, months):
    last = last_day(began_on, months)
    assert last >= began_on + timedelta(days=27 * months)
    following = last + timedelta(days=1)
    assert (following.year - began_on.year) * 12 + following.month - began_on.month == months
    assert following.day == began_on.day or following.day < began_on.day and (following + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("began_on", "months", "last"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 11, 15), 24, date(2028, 11, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
    ],
)
def test_a_term_ends_the_day_before_the_next_begins(began_on, months, last):
    assert last_day(began_on, months) == last
