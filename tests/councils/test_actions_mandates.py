"""Filling a seat, ending early with or without a successor, taking back, and the lines for the successor."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import JournalEntry
from councils.actions.mandates import (
    end_mandate,
    fill_seat,
    take_back_mandate,
    undo_end_of_mandate,
    write_handover,
)
from councils.models import Mandate
from councils.refusals import (
    CouncilClosed,
    EndsBeforeItBegins,
    HoldsAnotherSeat,
    LeftBefore,
    MandateEnded,
    MandateNotBegun,
    MethodNotInUse,
    NoEarlyEnd,
    NotAMember,
    NotWithinTerm,
    SeatClosed,
    SeatTaken,
    TakenBackTooLate,
)
from participation.models import Kind, Membership
from participation.refusals import DayInTheFuture
from tests.factories.accounts import make_user
from tests.factories.councils import make_mandate, make_method, make_profile, make_seat
from tests.factories.participation import make_membership, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def ago(days):
    return today() - timedelta(days=days)


@pytest.fixture
def seat():
    return make_seat()


@pytest.fixture
def by():
    return make_user()


def fill(seat, by, **given):
    given = {"person": None, "method": None, "began_on": today(), **given}
    given["person"] = given["person"] or make_person()
    given["method"] = given["method"] or make_method()
    return fill_seat(seat=seat, by=by, **given)


def memberships(mandate):
    rows = Membership.objects.filter(group=mandate.council_id, person=mandate.person_id).order_by("began_on")
    return [(row.began_on, row.ended_on, row.end_reason, row.post.code, row.how_filled) for row in rows]


# --- filling ---------------------------------------------------------------------------------------------------------
def test_fill_seat_lasts_a_term_and_makes_a_member(seat, by):
    make_profile(group=seat.council, term_months=12)
    mandate = fill(seat, by, began_on=date(2026, 3, 1))
    assert (mandate.ends_on, mandate.council, mandate.ended_on) == (date(2027, 2, 28), seat.council, None)
    assert memberships(mandate) == [(date(2026, 3, 1), None, "", "member", "elected")]
    line = JournalEntry.objects.get(verb="mandate.begun")
    assert (line.about_id, line.details["seat"]) == (str(mandate.pk), str(seat.pk))
    assert mandate.person.family_name not in str(line.details)


def test_fill_seat_keeps_an_id_and_an_election_made_elsewhere(seat, by):
    key, election = uuid.uuid4(), uuid.uuid4()
    mandate = fill(seat, by, id=key, election_id=election, ends_on=today())
    assert (mandate.pk, mandate.election_id) == (key, election)
    with pytest.raises(ValidationError):
        fill(make_seat(), by, id=key)


def test_a_member_stays_in_the_post_they_have(seat, by):
    person = make_person()
    post = make_post(Kind.COUNCIL, "secretary")
    make_membership(group=seat.council, person=person, post=post, began_on=ago(100))
    mandate = fill(seat, by, person=person, began_on=ago(10))
    assert memberships(mandate) == [(ago(100), None, "", "secretary", "")]


def test_a_membership_that_began_later_moves_back(seat, by):
    person = make_person()
    make_membership(group=seat.council, person=person, post=make_post(Kind.COUNCIL, "member"), began_on=ago(5))
    mandate = fill(seat, by, person=person, began_on=ago(10))
    assert memberships(mandate) == [(ago(10), None, "", "member", "")]


def test_the_post_may_be_said(seat, by):
    mandate = fill(seat, by, post=make_post(Kind.COUNCIL, "leader"), method=make_method("acting"))
    assert memberships(mandate) == [(today(), None, "", "leader", "acting")]


def test_a_term_of_the_past_ends_its_membership_too(seat, by):
    mandate = fill(seat, by, began_on=ago(100), ends_on=ago(50))
    assert memberships(mandate) == [(ago(100), ago(50), "term_ended", "member", "elected")]


def test_who_is_chosen_in_advance_is_no_member_yet(seat, by):
    mandate = fill(seat, by, began_on=today() + DAY)
    assert memberships(mandate) == []
    assert list(Mandate.objects.elect(today())) == [mandate]
    assert list(Mandate.objects.current(today())) == []


def test_who_left_before_the_end_of_the_term_cannot_have_had_it(seat, by):
    person = make_person()
    make_membership(group=seat.council, person=person, began_on=ago(100), ended_on=ago(50))
    with pytest.raises(LeftBefore):
        fill(seat, by, person=person, began_on=ago(90))
    assert fill(seat, by, person=person, began_on=ago(90), ends_on=ago(50)).ends_on == ago(50)


def test_a_seat_has_one_holder_a_day(seat, by):
    fill(seat, by, began_on=ago(30), ends_on=ago(10))
    for began_on, ends_on in ((ago(40), ago(30)), (ago(20), ago(20)), (ago(10), today())):
        with pytest.raises(SeatTaken):
            fill(seat, by, began_on=began_on, ends_on=ends_on)
    fill(seat, by, began_on=ago(9), ends_on=today())
    assert Mandate.objects.count() == 2
    assert Membership.objects.count() == 2


def test_a_person_has_one_seat_of_a_council_a_day(seat, by):
    mandate = fill(seat, by, began_on=ago(30))
    with pytest.raises(HoldsAnotherSeat):
        fill(make_seat(council=seat.council), by, person=mandate.person)
    fill(make_seat(), by, person=mandate.person)
    assert Mandate.objects.count() == 2


def test_a_seat_is_filled_only_on_its_own_days(by):
    seat = make_seat(began_on=ago(50), ended_on=ago(10))
    for began_on, ends_on in ((ago(51), ago(20)), (ago(20), ago(9))):
        with pytest.raises(SeatClosed):
            fill(seat, by, began_on=began_on, ends_on=ends_on)
    fill(seat, by, began_on=ago(50), ends_on=ago(10))


def test_fill_seat_refuses_days_upside_down_and_ways_out_of_use(seat, by):
    with pytest.raises(EndsBeforeItBegins):
        fill(seat, by, ends_on=ago(1))
    with pytest.raises(MethodNotInUse):
        fill(seat, by, method=make_method("lots", is_active=False))
    type(seat.council).objects.filter(pk=seat.council_id).update(status="closed", status_reason="x")
    with pytest.raises(CouncilClosed):
        fill(seat, by)
    assert (Mandate.objects.count(), Membership.objects.count()) == (0, 0)


# --- ending early ----------------------------------------------------------------------------------------------------
def test_end_mandate_says_when_and_why(seat, by):
    mandate = fill(seat, by, began_on=ago(30))
    end_mandate(mandate=mandate, ended_on=ago(1), end_reason="moved", by=by)
    mandate.refresh_from_db()
    assert (mandate.ended_on, mandate.end_reason, mandate.ended_by, mandate.last_on) == (ago(1), "moved", by, ago(1))
    assert list(Mandate.objects.past(today())) == [mandate]
    assert memberships(mandate) == [(ago(30), None, "", "member", "elected")]


def test_a_successor_has_the_rest_of_the_term(seat, by):
    mandate, successor = fill(seat, by, began_on=ago(30)), make_person()
    end_mandate(
        mandate=mandate,
        ended_on=ago(1),
        end_reason="aged_out",
        successor=successor,
        method=make_method("consensus"),
        by=by,
    )
    following = Mandate.objects.get(person=successor)
    assert (following.seat, following.began_on, following.ends_on) == (seat, today(), mandate.ends_on)
    assert memberships(following) == [(today(), None, "", "member", "consensus")]


def test_without_a_successor_who_can_have_it_the_mandate_goes_on(seat, by):
    mandate = fill(seat, by, began_on=ago(30))
    other = fill(make_seat(council=seat.council), by, began_on=ago(30))
    tries = [
        ({"successor": other.person, "method": make_method()}, HoldsAnotherSeat),
        ({"successor": make_person()}, MethodNotInUse),
    ]
    for given, refusal in tries:
        with pytest.raises(refusal):
            end_mandate(mandate=mandate, ended_on=ago(1), end_reason="resigned", by=by, **given)
        assert Mandate.objects.get(pk=mandate.pk).ended_on is None
    assert JournalEntry.objects.filter(verb="mandate.ended").count() == 0


def test_an_early_end_lies_within_the_term(seat, by):
    mandate = fill(seat, by, began_on=ago(30), ends_on=today())
    for day, refusal in ((ago(31), MandateNotBegun), (today(), NotWithinTerm), (today() + DAY, DayInTheFuture)):
        with pytest.raises(refusal):
            end_mandate(mandate=mandate, ended_on=day, end_reason="other", by=by)
    end_mandate(mandate=mandate, ended_on=ago(30), end_reason="other", by=by)
    with pytest.raises(MandateEnded):
        end_mandate(mandate=mandate, ended_on=ago(29), end_reason="other", by=by)


def test_an_early_end_has_a_reason_of_the_list(seat, by):
    mandate = fill(seat, by, began_on=ago(30))
    for reason in ("", "bored"):
        with pytest.raises(ValidationError):
            end_mandate(mandate=mandate, ended_on=ago(1), end_reason=reason, by=by)


# --- taking back -----------------------------------------------------------------------------------------------------
def test_an_early_end_is_taken_back_while_the_seat_is_free(seat, by):
    mandate = fill(seat, by, began_on=ago(30))
    with pytest.raises(NoEarlyEnd):
        undo_end_of_mandate(mandate=mandate, by=by)
    end_mandate(mandate=mandate, ended_on=ago(10), end_reason="other", by=by)
    following = fill(seat, by, ends_on=today())
    with pytest.raises(SeatTaken):
        undo_end_of_mandate(mandate=mandate, by=by)
    take_back_mandate(mandate=following, by=by)
    undo_end_of_mandate(mandate=mandate, by=by)
    mandate.refresh_from_db()
    assert (mandate.ended_on, mandate.end_reason, mandate.ended_by) == (None, "", None)
    assert mandate.is_current(today())


def test_who_has_left_does_not_get_the_seat_back(seat, by):
    mandate = make_mandate(seat=seat, began_on=ago(30), ends_on=today(), ended_on=ago(10))
    with pytest.raises(NotAMember):
        undo_end_of_mandate(mandate=mandate, by=by)
    mandate.refresh_from_db()
    assert mandate.ended_on == ago(10)


def test_a_mandate_entered_by_mistake_goes_within_thirty_days(seat, by):
    mandate = fill(seat, by, began_on=ago(60))
    Mandate.objects.filter(pk=mandate.pk).update(created_at=timezone.now() - timedelta(days=31))
    with pytest.raises(TakenBackTooLate):
        take_back_mandate(mandate=mandate, by=by)
    Mandate.objects.filter(pk=mandate.pk).update(created_at=timezone.now() - timedelta(days=30))
    take_back_mandate(mandate=mandate, by=by)
    assert Mandate.objects.count() == 0
    assert JournalEntry.objects.get(verb="mandate.taken_back").details["seat"] == str(seat.pk)


def test_a_mandate_that_has_not_begun_goes_however_old(seat, by):
    mandate = fill(seat, by, began_on=today() + DAY)
    Mandate.objects.filter(pk=mandate.pk).update(created_at=timezone.now() - timedelta(days=300))
    take_back_mandate(mandate=mandate, by=by)
    assert Mandate.objects.count() == 0


# --- handover --------------------------------------------------------------------------------------------------------
def test_handover_keeps_three_short_lines(seat, by):
    mandate = fill(seat, by)
    lines = {"handover_1": "  ផ្លូវទៅសាលា ", "handover_2": "", "handover_3": "ទៅជួបមេឃុំ"}
    write_handover(mandate=mandate, by=by, **lines)
    mandate.refresh_from_db()
    assert mandate.handover == ["ផ្លូវទៅសាលា", "ទៅជួបមេឃុំ"]
    line = JournalEntry.objects.get(verb="mandate.handover_written")
    assert line.details == {"council": str(seat.council_id), "lines": 2}
    with pytest.raises(ValidationError):
        write_handover(mandate=mandate, handover_1="ក" * 141, handover_2="", handover_3="", by=by)
