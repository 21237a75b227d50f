"""What the database refuses of figures, whoever writes."""

import uuid
from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.models import DhisSystem, FoldState
from tests.factories.accounts import make_user
from tests.factories.reports import (
    make_dhis_code,
    make_dhis_place,
    make_fact,
    make_frozen,
    make_frozen_cell,
    make_indicator,
    make_kept_cell,
    make_kept_total,
    make_result,
    make_settled,
    make_shown_figure,
    make_target,
)

pytestmark = pytest.mark.django_db


def twice(make, **fields):
    """The same row a second time."""
    make(**fields)
    return partial(make, **fields)


def cases():
    indicator, frozen = make_indicator(), make_frozen()
    key, group = uuid.uuid4(), uuid.uuid4()
    yield "an_indicator_needs_a_session_or_more", partial(make_indicator, sessions=0)
    yield "one_dhis2_code_per_number", twice(make_dhis_code, indicator=indicator)
    yield "a_dhis2_code_is_of_a_total_or_of_a_group", partial(make_dhis_code, split="sex")
    yield "a_dhis2_code_names_a_data_element", partial(make_dhis_code, data_element="")
    yield "a_dhis2_place_names_its_unit", partial(make_dhis_place, org_unit="")
    yield "there_is_one_dhis2", partial(DhisSystem.objects.create, id=2)
    yield "dhis2_has_provinces_to_communes", partial(DhisSystem.objects.create, level=4)
    yield "a_target_is_one_or_more", partial(make_target, value=0)
    yield "a_target_ends_after_it_begins", partial(make_target, ended_on=date(2023, 1, 1))
    yield "a_baseline_has_a_day", partial(make_target, baseline=5)
    yield "a_baseline_has_a_day", partial(make_target, baseline_on=date(2024, 1, 1))
    yield "a_survey_asks_somebody", partial(make_result, sample_size=0)
    yield "a_result_taken_back_says_when", partial(make_result, taken_back_by=make_user())
    yield "one_kept_count_per_cell", twice(make_kept_cell, indicator=indicator, sex="female")
    yield "one_kept_total_per_place_and_quarter", twice(make_kept_total, indicator=indicator)
    yield (
        "a_fact_counts_once_per_indicator_and_project",
        twice(make_fact, indicator=indicator, key=key, group=group),
    )
    yield (
        "a_person_is_settled_once_per_indicator_and_project",
        twice(make_settled, indicator=indicator, person_id=key, group=group),
    )
    yield "there_is_one_state_of_the_kept_counts", partial(FoldState.objects.create, pk=2)
    yield "versions_of_a_quarter_are_numbered", twice(make_frozen, quarter="2025Q2")
    yield "versions_of_a_quarter_begin_with_one", partial(make_frozen, quarter="2025Q3", version=0)
    yield "one_frozen_count_per_cell", twice(make_frozen_cell, indicator=indicator, frozen=frozen)
    yield "one_shown_figure_per_place_and_group", twice(make_shown_figure, indicator=indicator, frozen=frozen)
    yield "no_shown_figure_of_people_is_below_five", partial(make_shown_figure, value=4, frozen=frozen, split="sex")


def test_the_database_refuses_what_a_figure_cannot_be():
    for name, write in cases():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write()
        message = str(refused.value)
        assert name in message or "UNIQUE constraint failed" in message, (name, message)


def test_a_hidden_figure_and_a_small_one_of_groups_are_kept():
    assert make_shown_figure(value=None).value is None
    assert make_shown_figure(value=3, is_of_people=False, frozen=make_frozen(version=2)).value == 3
    assert make_result(taken_back_by=make_user(), taken_back_at=timezone.now()).taken_back_at
