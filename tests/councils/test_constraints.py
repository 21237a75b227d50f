"""Every constraint of councils, broken once with rows that only it refuses, on both databases."""

import uuid
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from councils.models import Mandate
from councils.models.periods import NoOverlap, OfDatabase
from tests.councils import test_constraints_of_elections as of_elections
from tests.factories.accounts import make_user
from tests.factories.councils import (
    make_body,
    make_council,
    make_mandate,
    make_profile,
    make_representation,
    make_seat,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
EARLY, MIDDLE, LATE = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
TERM = {"began_on": EARLY, "ends_on": LATE}


def update(row: models.Model, **values) -> None:
    """Past every check but the database's own."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def second(make, **shared) -> None:
    make(**shared)
    make(**shared)


def above_itself():
    profile = make_profile()
    update(profile, parent=profile.group)


def same_seat_twice():
    seat = make_seat()
    make_seat(pk=seat.pk, number=seat.number + 1, council=seat.council)


def two_holders():
    mandate = make_mandate(**TERM)
    make_mandate(seat=mandate.seat, began_on=LATE, ends_on=date(2027, 12, 31))


def two_seats_of_one_person():
    mandate = make_mandate(**TERM)
    make_mandate(council=mandate.council, person=mandate.person, began_on=MIDDLE, ends_on=LATE)


BREAKS = {
    "council_is_not_above_itself": above_itself,
    "council_term_is_a_month_or_more": lambda: update(make_profile(), term_months=0),
    "one_seat_per_council_and_number": lambda: second(make_seat, council=make_council(), number=1),
    "a_seat_is_in_one_council": same_seat_twice,
    "seats_count_from_one": lambda: make_seat(number=0),
    "seat_ends_after_it_begins": lambda: make_seat(began_on=LATE, ended_on=EARLY),
    "seat_kept_for_a_club_names_the_club": lambda: make_seat(kept_for="club"),
    "seat_kept_for_a_class_or_village_says_which": lambda: make_seat(kept_for="class"),
    "mandate_ends_after_it_begins": lambda: make_mandate(began_on=LATE, ends_on=EARLY),
    "mandate_that_ends_early_ends_within_its_term": lambda: make_mandate(**TERM, ended_on=LATE),
    "mandate_has_an_early_end_with_a_reason_or_neither": lambda: update(make_mandate(**TERM), ended_on=MIDDLE),
    "mandate_ended_by_somebody_has_an_early_end": lambda: update(make_mandate(**TERM), ended_by=make_user()),
    "mandate_is_in_the_council_of_its_seat": lambda: make_mandate(seat=make_seat(), council=make_council()),
    "one_holder_per_seat_and_day": two_holders,
    "one_seat_per_person_council_and_day": two_seats_of_one_person,
    "one_open_representation_per_council_and_body": lambda: second(
        make_representation, council=make_council(), body=make_body()
    ),
    "representation_ends_after_it_begins": lambda: make_representation(began_on=LATE, ended_on=EARLY),
    **of_elections.BREAKS,
}

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("councils").get_models()
    if not model._meta.proxy
    for constraint in model._meta.constraints
}


def blamed(name):
    """What the database blames: PostgreSQL, checks and triggers the constraint by name, SQLite an index by columns."""
    model, constraint = CONSTRAINTS[name]
    named = isinstance(constraint, models.CheckConstraint | NoOverlap)
    if connection.vendor == "postgresql" and name != "a_seat_is_in_one_council" or named:
        return name
    if isinstance(constraint, OfDatabase):
        return "councils_mandate"
    if connection.vendor == "postgresql":
        return "councils_seat_pkey"  # whose seat it is, is told apart by its id already
    return f"{model._meta.db_table}.{model._meta.get_field(constraint.fields[0]).column}"


def test_every_constraint_is_broken_here():
    assert sorted(BREAKS) == sorted(CONSTRAINTS)


def break_and_look(name):
    """Keys that point at other rows are looked at last."""
    BREAKS[name]()
    connection.check_constraints()


@pytest.mark.parametrize("name", BREAKS)
def test_constraint_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        break_and_look(name)
    assert blamed(name) in str(refused.value)


# --- what alone may not share a day may do anything else --------------------------------------------------------------
@pytest.mark.parametrize("change", ["began_on", "ends_on", "ended_on", "seat", "person"])
def test_an_update_into_an_overlap_is_refused_as_an_insert_is(change):
    first = make_mandate(began_on=EARLY, ends_on=MIDDLE, ended_on=date(2026, 3, 31))
    seat, person = first.seat, first.person
    if change == "seat":
        other, values = make_mandate(council=first.council, began_on=EARLY, ends_on=MIDDLE), {"seat": seat}
    elif change == "person":
        other, values = make_mandate(council=first.council, began_on=EARLY, ends_on=MIDDLE), {"person": person}
    elif change == "ended_on":
        make_mandate(seat=seat, began_on=date(2026, 4, 1), ends_on=LATE)
        other, values = first, {"ended_on": None, "end_reason": ""}
    elif change == "began_on":
        other = make_mandate(seat=seat, began_on=date(2026, 4, 1), ends_on=LATE)
        values = {"began_on": date(2026, 3, 31)}
    else:
        other = make_mandate(seat=seat, began_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
        values = {"ends_on": EARLY}
    with pytest.raises(IntegrityError), transaction.atomic():
        update(other, **values)


def test_neighbours_and_other_councils_share_nothing():
    person = make_person()
    first = make_mandate(person=person, began_on=EARLY, ends_on=MIDDLE)
    make_mandate(person=person, seat=first.seat, began_on=date(2026, 7, 1), ends_on=LATE)
    make_mandate(person=person, council=make_council(), **TERM)
    make_mandate(council=first.council, **TERM)
    assert Mandate.objects.count() == 4


def test_rows_of_one_statement_are_held_against_each_other():
    seat, method = make_seat(), make_mandate().method
    rows = [
        Mandate(id=uuid.uuid4(), seat=seat, council=seat.council, person=make_person(), method=method, **TERM)
        for _turn in range(2)
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.bulk_create(rows)


@pytest.mark.django_db(transaction=True)
def test_a_table_made_anew_for_a_later_migration_still_refuses():
    """SQLite drops a table's triggers when a migration makes the table anew; the constraint brings them back."""
    rules = overlap_rules()
    constraint = next(each for each in Mandate._meta.constraints if each.name == "one_holder_per_seat_and_day")
    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.remove_constraint(Mandate, constraint)
        editor.add_constraint(Mandate, constraint)
    assert overlap_rules() == rules != []
    with pytest.raises(IntegrityError), transaction.atomic():
        two_holders()


def overlap_rules() -> list[str]:
    """The triggers or exclusion constraints of mandates, as the database itself knows them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'councils_mandate'")
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        return sorted(name for (name,) in cursor.fetchall())
