"""Seats: so many at once, one more, what they are kept for, their end and taking them up again."""

from datetime import date

import pytest

from accounts.models import JournalEntry
from councils.actions.seats import add_seat, change_seat, close_seat, reopen_seat, set_up_seats
from councils.models import Seat
from councils.refusals import (
    ClubMissing,
    CouncilClosed,
    LabelMissing,
    NotACouncil,
    NumberTaken,
    SeatClosed,
    SeatEndsBeforeItBegins,
    SeatHasEarlierMandates,
    SeatHasMandates,
    TooManySeats,
)
from participation.models import Kind
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_mandate, make_seat
from tests.factories.participation import make_closed_group, make_group

pytestmark = pytest.mark.django_db
D = date(2026, 1, 1)


def numbers(council):
    return list(Seat.objects.filter(council=council).by_number().values_list("number", flat=True))


def test_seats_are_set_up_at_once_and_numbered_on():
    council, by = make_council(), make_user()
    assert len(set_up_seats(council=council, count=9, began_on=D, by=by)) == 9
    set_up_seats(council=council, count=2, began_on=D, by=by)
    assert numbers(council) == list(range(1, 12))
    lines = JournalEntry.objects.filter(verb="council.seats_set_up").order_by("pk")
    assert [(line.about_id, line.details["seats"]) for line in lines] == [(str(council.pk), 9), (str(council.pk), 2)]


@pytest.mark.parametrize("count", [0, -1, 201])
def test_a_council_has_between_one_and_two_hundred_seats(count):
    with pytest.raises(TooManySeats):
        set_up_seats(council=make_council(), count=count, began_on=D, by=make_user())
    assert Seat.objects.count() == 0


def test_one_more_seat_gets_the_next_number_unless_another_is_said():
    council, by = make_council(), make_user()
    assert add_seat(council=council, began_on=D, by=by).number == 1
    assert add_seat(council=council, began_on=D, number=7, title_km=" ប្រធាន ", by=by).title == "ប្រធាន"
    assert add_seat(council=council, began_on=D, by=by).number == 8
    with pytest.raises(NumberTaken):
        add_seat(council=council, began_on=D, number=7, by=by)
    with pytest.raises(TooManySeats):
        add_seat(council=council, began_on=D, number=201, by=by)
    assert numbers(council) == [1, 7, 8]


def test_a_seat_says_only_what_it_is_kept_for():
    council, club, by = make_council(), make_group(), make_user()
    for kept_for, label, kept_club in (("class", "5A", None), ("club", "", club), ("disability", "", None)):
        seat = add_seat(council=council, began_on=D, kept_for=kept_for, kept_label="5A", kept_club=club, by=by)
        assert (seat.kept_label, seat.kept_club) == (label, kept_club)


@pytest.mark.parametrize(
    ("kept", "refusal"),
    [
        ({"kept_for": "club"}, ClubMissing),
        ({"kept_for": "class", "kept_label": "  "}, LabelMissing),
        ({"kept_for": "village"}, LabelMissing),
    ],
)
def test_a_kept_seat_says_for_whom(kept, refusal):
    with pytest.raises(refusal):
        add_seat(council=make_council(), began_on=D, by=make_user(), **kept)


def test_a_seat_is_kept_for_a_club_and_not_for_another_council():
    with pytest.raises(ClubMissing):
        add_seat(council=make_council(), began_on=D, kept_for="club", kept_club=make_council(), by=make_user())


def test_change_seat_puts_right_what_is_said():
    seat = make_seat(number=3, kept_for="class", kept_label="5A")
    change_seat(seat=seat, number=4, kept_for="nobody", title_en="Chair", by=make_user())
    seat.refresh_from_db()
    assert (seat.number, seat.kept_for, seat.kept_label, seat.title_en) == (4, "nobody", "", "Chair")
    line = JournalEntry.objects.get(verb="seat.changed")
    assert line.details["fields"] == ["kept_for", "number", "title_en"]


def test_change_seat_keeps_the_days_of_its_holders():
    mandate = make_mandate(began_on=D)
    with pytest.raises(SeatHasEarlierMandates):
        change_seat(seat=mandate.seat, began_on=date(2026, 1, 2), by=make_user())
    change_seat(seat=mandate.seat, began_on=D, by=make_user())


def test_change_seat_knows_its_fields():
    with pytest.raises(TypeError):
        change_seat(seat=make_seat(), council=make_council(), by=make_user())


def test_close_seat_waits_for_its_holders():
    mandate = make_mandate(began_on=D, ends_on=date(2026, 12, 31))
    seat, by = mandate.seat, make_user()
    with pytest.raises(SeatHasMandates):
        close_seat(seat=seat, ended_on=date(2026, 12, 30), by=by)
    close_seat(seat=seat, ended_on=date(2026, 12, 31), by=by)
    with pytest.raises(SeatClosed):
        close_seat(seat=seat, ended_on=date(2026, 12, 31), by=by)
    assert list(Seat.objects.standing(date(2026, 12, 31))) == [seat]
    assert list(Seat.objects.standing(date(2027, 1, 1))) == []


def test_close_seat_ends_after_it_begins():
    with pytest.raises(SeatEndsBeforeItBegins):
        close_seat(seat=make_seat(began_on=D), ended_on=date(2025, 12, 31), by=make_user())


def test_reopen_seat_takes_the_end_back():
    seat = make_seat(ended_on=D)
    reopen_seat(seat=seat, by=make_user())
    reopen_seat(seat=seat, by=make_user())
    seat.refresh_from_db()
    assert seat.ended_on is None
    assert JournalEntry.objects.filter(verb="seat.reopened").count() == 1


def test_seats_are_for_open_councils_only():
    with pytest.raises(NotACouncil):
        set_up_seats(council=make_group(), count=1, began_on=D, by=make_user())
    with pytest.raises(CouncilClosed):
        add_seat(council=make_closed_group(kind=Kind.COUNCIL), began_on=D, by=make_user())
    assert Seat.objects.count() == 0


def test_vacant_and_held_follow_from_the_days():
    council = make_council()
    empty, held = make_seat(council=council), make_seat(council=council)
    make_mandate(seat=held, began_on=D, ends_on=date(2026, 6, 30))
    for day, vacant in ((date(2025, 12, 31), [empty, held]), (D, [empty]), (date(2026, 7, 1), [empty, held])):
        assert set(Seat.objects.vacant(day)) == set(vacant)
        assert set(Seat.objects.held(day)) == {empty, held} - set(vacant)
