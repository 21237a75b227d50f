"""Mandates go with their holders: out of the council, back into it, from one record to another and back."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import JournalEntry
from councils.actions.mandates import fill_seat
from councils.models import Mandate
from participation.actions.groups import change_status, undo_closing
from participation.actions.memberships import end_membership, transfer, undo_end
from participation.models import Membership
from people.anonymising import remove_name
from people.copies import copy_of
from people.merging import merge_people, undo_merge
from people.refusals import MergeBuiltUpon
from tests.factories.accounts import make_user
from tests.factories.councils import make_council, make_mandate, make_method, make_seat
from tests.factories.participation import make_group, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def mandate(council, by):
    """In office for thirty days, for thirty more."""
    person, seat = make_person(), make_seat(council=council)
    return fill_seat(seat=seat, person=person, method=make_method(), began_on=ago(30), ends_on=ago(-30), by=by)


def member(mandate):
    return Membership.objects.get(group=mandate.council, person=mandate.person_id)


def end_of(mandate):
    mandate.refresh_from_db()
    return mandate.ended_on, mandate.end_reason


# --- leaving, and coming back ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("aged_out", "aged_out"),
        ("moved_away", "moved"),
        ("chose_to_leave", "resigned"),
        ("term_ended", "other"),
        ("other", "other"),
    ],
)
def test_who_leaves_the_council_leaves_the_seat(mandate, by, why, reason):
    end_membership(membership=member(mandate), ended_on=ago(3), end_reason=why, by=by)
    assert end_of(mandate) == (ago(3), reason)
    assert mandate.ended_by == by
    assert JournalEntry.objects.filter(verb="mandate.ended").count() == 1


def test_who_leaves_another_group_keeps_the_seat(mandate, by):
    club = make_group()
    membership = Membership.objects.create(
        group=club, person=mandate.person, post=make_post(club.kind, "member"), began_on=ago(30)
    )
    end_membership(membership=membership, ended_on=ago(3), end_reason="moved_away", by=by)
    assert end_of(mandate) == (None, "")


def test_who_moves_to_another_group_leaves_the_seat(mandate, by):
    club = make_group()
    make_post(club.kind, "member")
    transfer(membership=member(mandate), to_group=club, moved_on=ago(2), by=by)
    assert end_of(mandate) == (ago(3), "moved")


def test_a_membership_by_mistake_never_had_a_seat(mandate, by):
    end_membership(membership=member(mandate), ended_on=ago(3), end_reason="mistake", by=by)
    assert Mandate.objects.count() == 0
    assert JournalEntry.objects.filter(verb="mandate.taken_back").count() == 1


@pytest.mark.parametrize(("why", "stays"), [("term_ended", True), ("other", True), ("moved_away", False)])
def test_a_seat_that_lies_ahead_is_kept_by_who_may_come_back(mandate, by, why, stays):
    method = make_method()
    ahead = fill_seat(
        seat=make_seat(council=mandate.council),
        person=mandate.person,
        method=method,
        began_on=ago(-31),
        ends_on=ago(-60),
        by=by,
    )
    end_membership(membership=member(mandate), ended_on=ago(3), end_reason=why, by=by)
    assert Mandate.objects.filter(pk=ahead.pk).exists() == stays


def test_an_end_that_was_a_mistake_gives_the_seat_back(mandate, by):
    membership = end_membership(membership=member(mandate), ended_on=ago(3), end_reason="moved_away", by=by)
    undo_end(membership=membership, by=by)
    assert end_of(mandate) == (None, "")


def test_a_seat_that_somebody_else_has_by_now_is_not_given_back(mandate, by):
    membership = end_membership(membership=member(mandate), ended_on=ago(3), end_reason="moved_away", by=by)
    other = fill_seat(seat=mandate.seat, person=make_person(), method=mandate.method, began_on=ago(2), by=by)
    undo_end(membership=membership, by=by)
    assert end_of(mandate) == (ago(3), "moved")
    assert Mandate.objects.filter(pk=other.pk).exists()


def test_a_council_that_closes_has_no_holders_and_has_them_again(mandate, council, by):
    change_status(group=council, status="closed", since=ago(1), reason="គ្មានសមាជិក", by=by)
    assert end_of(mandate) == (ago(1), "other")
    undo_closing(group=council, by=by)
    assert end_of(mandate) == (None, "")


def test_a_name_that_is_removed_leaves_the_history_of_the_seat(mandate, by):
    remove_name(person=mandate.person, reason="no_paper", by=by)
    mandate.refresh_from_db()
    assert (mandate.person.given_name, mandate.is_current(timezone.localdate())) == ("", True)


# --- two records of one person ---------------------------------------------------------------------------------------
def database():
    return sorted((copy_of(row) for row in Mandate.objects.all()), key=str)


def test_mandates_go_over_and_back(council, by):
    kept, gone = make_person(), make_person()
    mine = make_mandate(council=council, person=kept, began_on=ago(100), ends_on=ago(50))
    theirs = make_mandate(council=council, person=gone, began_on=ago(49), ends_on=ago(10))
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=by)
    assert set(Mandate.objects.filter(person=kept)) == {mine, theirs}
    undo_merge(merge=merge, by=by)
    assert database() == before


def test_days_on_which_both_records_had_a_seat_are_those_of_the_kept_one(council, by):
    kept, gone = make_person(), make_person()
    make_mandate(council=council, person=kept, began_on=ago(50), ends_on=ago(40))
    theirs = make_mandate(
        council=council, person=gone, began_on=ago(60), ends_on=ago(10), handover_1="ផ្លូវ", ended_on=ago(20)
    )
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=by)
    pieces = Mandate.objects.filter(seat=theirs.seat, person=kept).order_by("began_on")
    assert [(row.began_on, row.last_on, row.handover_1) for row in pieces] == [
        (ago(60), ago(51), "ផ្លូវ"),
        (ago(39), ago(20), "ផ្លូវ"),
    ]
    assert [row.pk == theirs.pk for row in pieces] == [True, False]
    assert [row.end_reason for row in pieces] == ["other", "resigned"]
    undo_merge(merge=merge, by=by)
    assert database() == before


def test_a_mandate_wholly_covered_is_one_with_the_other_and_comes_back(council, by):
    kept, gone = make_person(), make_person()
    make_mandate(council=council, person=kept, began_on=ago(50), ends_on=ago(10))
    make_mandate(council=council, person=gone, began_on=ago(40), ends_on=ago(20))
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=by)
    assert Mandate.objects.count() == 1
    undo_merge(merge=merge, by=by)
    assert database() == before


def test_an_undo_does_not_take_the_seat_from_who_has_it_since(council, by):
    kept, gone = make_person(), make_person()
    make_mandate(council=council, person=kept, began_on=ago(50), ends_on=ago(10))
    theirs = make_mandate(council=council, person=gone, began_on=ago(40), ends_on=ago(20))
    merge = merge_people(kept=kept, gone=gone, by=by)
    make_mandate(seat=theirs.seat, began_on=ago(30), ends_on=ago(25))
    before = database()
    with pytest.raises(MergeBuiltUpon):
        undo_merge(merge=merge, by=by)
    assert database() == before


def test_an_undo_stops_where_a_piece_was_changed_since(council, by):
    kept, gone = make_person(), make_person()
    make_mandate(council=council, person=kept, began_on=ago(50), ends_on=ago(40))
    theirs = make_mandate(council=council, person=gone, began_on=ago(45), ends_on=ago(10))
    merge = merge_people(kept=kept, gone=gone, by=by)
    Mandate.objects.filter(pk=theirs.pk).update(handover_1="ថ្មី")
    with pytest.raises(MergeBuiltUpon):
        undo_merge(merge=merge, by=by)


LIVES = st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(0, 25)), max_size=6)


@given(LIVES)
def test_merge_and_undo_leave_every_mandate_as_it_was(lives):
    council, by = make_council(), make_user()
    kept, gone = make_person(), make_person()
    for is_kept, first, length in lives:
        person, began_on, ends_on = (kept if is_kept else gone), ago(100 - first), ago(100 - first - length)
        if not Mandate.objects.filter(council=council, person=person).overlapping(began_on, ends_on).exists():
            make_mandate(council=council, person=person, began_on=began_on, ends_on=ends_on)
    before = database()
    merge = merge_people(kept=kept, gone=gone, by=by)
    days = [
        row.began_on + timedelta(days=number)
        for row in Mandate.objects.filter(council=council, person=kept)
        for number in range((row.last_on - row.began_on).days + 1)
    ]
    assert len(days) == len(set(days))
    assert not Mandate.objects.filter(person=gone.pk).exists()
    undo_merge(merge=merge, by=by)
    assert database() == before


def test_nothing_else_hangs_on_a_person_without_going_with_them():
    """Every table of councils that names a person is moved: a new one would dangle after a merge."""
    from people.models import Person

    tables = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("councils").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
    assert tables == {"councils.Candidate.person", "councils.Mandate.person"}
