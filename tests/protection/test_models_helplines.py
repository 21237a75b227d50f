"""Helplines as they are kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from protection.models import HelpLine
from tests.factories.helplines import helpline

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)


def confirmed(number: str, next_check_on: date, **fields) -> HelpLine:
    return helpline(number=number, verified_on=date(2026, 5, 23), next_check_on=next_check_on, **fields)


def numbers(rows) -> list[str]:
    return [row.number for row in rows]


@pytest.fixture
def four(db):
    confirmed("1", TOMORROW, position=20)
    confirmed("2", TODAY, position=10)
    confirmed("3", YESTERDAY, is_active=False)
    helpline(number="4")


def test_readers_see_what_is_confirmed_and_in_use(four):
    assert numbers(HelpLine.objects.public()) == ["2", "1"]


def test_due_is_what_nobody_confirmed_and_what_was_confirmed_long_ago(four):
    assert numbers(HelpLine.objects.due(TODAY).order_by("number")) == ["2", "4"]


def test_desk_sees_first_what_is_due_and_last_what_is_out_of_use(four):
    rows = HelpLine.objects.for_the_desk(TODAY)
    assert [(row.number, row.is_due) for row in rows] == [("2", True), ("4", True), ("1", False), ("3", False)]


def test_database_refuses_a_confirmation_without_a_next_check(four):
    with pytest.raises(IntegrityError, match="verified_helpline_has_a_next_check"), transaction.atomic():
        HelpLine.objects.filter(number="4").update(verified_on=TODAY)
    with pytest.raises(IntegrityError, match="verified_helpline_has_a_next_check"), transaction.atomic():
        HelpLine.objects.filter(number="1").update(verified_on=None)


def test_database_refuses_a_number_twice(four):
    with pytest.raises(IntegrityError), transaction.atomic():
        helpline(number="4")


@pytest.mark.parametrize("number", ["", "12a", "+", "1", "1280\n", "<script>", "12;tel=1", "012 345 678 901 234 567"])
def test_what_is_no_number_is_refused(number):
    line = HelpLine(number=number, name_km="ក", name_en="a", for_whom_km="ក", for_whom_en="a")
    with pytest.raises(ValidationError) as refusal:
        line.full_clean()
    assert list(refusal.value.error_dict) == ["number"]


@pytest.mark.parametrize(("number", "dialled"), [("092 311 511", "092311511"), ("+855 92 311 511", "+85592311511")])
def test_dialled_number_has_no_spaces(number, dialled):
    assert HelpLine(number=number).dialled == dialled


@pytest.mark.parametrize(("language", "words"), [("km", ("ក", "ខ", "គ")), ("en", ("a", "b", "c"))])
def test_words_follow_the_language_of_the_page(language, words):
    line = HelpLine(
        name_km="ក", name_en="a", for_whom_km="ខ", for_whom_en="b", hours_km="គ", hours_en="c", number="1280"
    )
    with translation.override(language):
        assert (line.name, line.for_whom, line.hours) == words
