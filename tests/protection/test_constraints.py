"""Every constraint of protection, broken once with rows that only it refuses, on both databases."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from protection.models import TestCall
from tests.factories.hand_overs import make_note, make_total
from tests.factories.helplines import helpline
from tests.factories.networks import make_beside, make_network, make_place, make_training
from tests.factories.places import make_commune
from tests.factories.services import (
    make_coverage,
    make_exchange_place,
    make_service,
    make_type,
    make_type_code,
)

pytestmark = pytest.mark.django_db
EARLY, MIDDLE, LATE = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)


def update(row: models.Model, **values) -> None:
    """Past every check but the database's own."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def make_call(**said) -> TestCall:
    told = {"number": "1280", "called_on": EARLY, "called_as": "focal_point", "waited_seconds": 5, **said}
    return TestCall.objects.create(helpline=helpline(), **told)


def covered_twice(*first: date | None, **second: date | None) -> None:
    began_on, ended_on = first
    coverage = make_coverage(began_on=began_on, ended_on=ended_on)
    make_coverage(service=coverage.service, **second)


def placed_twice() -> None:
    place = make_place()
    make_place(training=place.training, person=place.person)


def beside_twice() -> None:
    beside = make_beside()
    make_beside(beside.network, beside.group)


def beside_itself() -> None:
    network = make_network()
    make_beside(network, network)


BREAKS = {
    "one_code_per_service_type_and_system": lambda: [make_type_code(), make_type_code()],
    "code_of_a_service_type_has_its_english_name": lambda: make_type_code(name_en=""),
    "one_code_per_place_and_system": lambda: [make_exchange_place(), make_exchange_place(code="050698")],
    "one_place_per_code_of_a_system": lambda: [make_exchange_place(), make_exchange_place(area=make_commune("050602"))],
    "verified_helpline_has_a_next_check": lambda: update(helpline(), verified_on=EARLY),
    "service_type_is_checked_within_two_years": lambda: update(make_type(), check_months=0),
    "service_type_fades_within_a_year": lambda: update(make_type(), grace_days=366),
    "checked_service_says_by_whom_and_until_when": lambda: update(make_service(), checked_as=""),
    "service_fades_after_its_next_check": lambda: update(make_service(), public_until=date(2020, 1, 1)),
    "service_has_a_khmer_name": lambda: update(make_service(), name_km=""),
    "coverage_ends_after_it_begins": lambda: make_coverage(began_on=LATE, ended_on=EARLY),
    "service_covers_a_commune_once_a_day": lambda: covered_twice(EARLY, None, began_on=LATE),
    "answered_test_call_says_whether_in_khmer": lambda: make_call(is_answered=True),
    "network_stands_beside_another_group": beside_itself,
    "network_stands_beside_a_group_once": beside_twice,
    "standing_beside_ends_after_it_begins": lambda: make_beside(began_on=LATE, ended_on=EARLY),
    "training_ends_after_it_begins": lambda: make_training(began_on=LATE, ended_on=EARLY),
    "one_place_per_training_and_person": placed_twice,
    "note_is_handed_over_after_it_was_told": lambda: update(make_note(), handed_on=EARLY),
    "note_is_followed_up_by_who_took_it_on": lambda: update(make_note(), followed_up_at=timezone.now()),
    "note_is_closed_after_it_was_followed_up": lambda: update(make_note("acknowledged"), closed_at=timezone.now()),
    "note_is_due_after_it_was_received": lambda: update(make_note(), due_at=timezone.now() - timedelta(days=1)),
    "total_of_notes_is_five_or_more": lambda: make_total(number=4),
    "total_of_notes_is_of_a_whole_month": lambda: make_total(month=MIDDLE),
    "one_total_per_month_province_and_urgency": lambda: [make_total(), make_total()],
    "test_call_waits_an_hour_at_most": lambda: make_call(is_answered=False, waited_seconds=3601),
}
UNIQUE = {
    "one_code_per_service_type_and_system": "protection_servicetypecode",
    "one_code_per_place_and_system": "protection_exchangeplace",
    "one_place_per_code_of_a_system": "protection_exchangeplace",
    "one_total_per_month_province_and_urgency": "protection_handovertotal",
    "network_stands_beside_a_group_once": "protection_standsbeside",
    "one_place_per_training_and_person": "protection_trainingplace",
}
CONSTRAINTS = {
    constraint.name
    for model in apps.get_app_config("protection").get_models()
    if not model._meta.proxy
    for constraint in model._meta.constraints
}


def test_every_constraint_is_broken_here():
    assert sorted(BREAKS) == sorted(CONSTRAINTS)


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses(name):
    """SQLite tells a unique index by its columns."""
    why = f"{name}|UNIQUE constraint failed: {UNIQUE.get(name, name)}"
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        BREAKS[name]()


OVERLAPS = [
    ((EARLY, None), {"began_on": MIDDLE, "ended_on": LATE}),
    ((EARLY, MIDDLE), {"began_on": MIDDLE}),
    ((EARLY, MIDDLE), {"began_on": MIDDLE, "ended_on": LATE}),
    ((MIDDLE, LATE), {"began_on": EARLY, "ended_on": MIDDLE}),
    ((MIDDLE, MIDDLE), {"began_on": EARLY}),
]


@pytest.mark.parametrize(("first", "second"), OVERLAPS)
def test_a_commune_is_covered_once_a_day(first, second):
    with pytest.raises(IntegrityError, match="service_covers_a_commune_once_a_day"), transaction.atomic():
        covered_twice(*first, **second)


def test_an_end_that_moves_into_another_period_is_refused_too():
    first = make_coverage(began_on=EARLY, ended_on=EARLY)
    make_coverage(service=first.service, began_on=MIDDLE)
    with pytest.raises(IntegrityError, match="service_covers_a_commune_once_a_day"), transaction.atomic():
        update(first, ended_on=None)


def test_periods_that_touch_and_other_communes_and_services_are_no_overlap():
    first = make_coverage(began_on=EARLY, ended_on=date(2026, 6, 29))
    make_coverage(service=first.service, began_on=MIDDLE)
    make_coverage(service=first.service, commune=first.commune.parent, began_on=EARLY)
    make_coverage(commune=first.commune, began_on=EARLY)
