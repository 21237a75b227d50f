"""Deputies: named by who has the step, for colleagues who can stand in, and ended by themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import JournalEntry, Notice
from content.models import Deputyship, Step
from content.workflow import deputies
from content.workflow.deputies import name_deputy, possible_deputies, take_back_deputy
from tests.factories.accounts import make_second_factor, make_user

pytestmark = pytest.mark.django_db


def given(by, deputy, *, step: Step = Step.KHMER, first: int = 0, last: int = 7) -> Deputyship:
    today = timezone.localdate()
    return name_deputy(
        step=step,
        deputy=deputy,
        began_on=today + timedelta(days=first),
        ended_on=today + timedelta(days=last),
        by=by,
    )


def test_a_deputy_is_named_told_and_written_down(khmer_editor, author):
    named = given(khmer_editor, author)
    assert (named.principal, named.deputy, named.step) == (khmer_editor, author, "khmer")
    assert Notice.objects.filter(user=author, text_key="page_deputy").count() == 1
    assert JournalEntry.objects.filter(verb="page_deputy.named", actor_id=khmer_editor.pk).count() == 1


def test_all_safeguarding_officers_hear_of_a_deputy_for_safeguarding(officer, khmer_editor):
    other = make_user("safeguarding_officer")
    make_second_factor(khmer_editor)
    given(officer, khmer_editor, step=Step.SAFEGUARDING)
    told = Notice.objects.filter(text_key="page_deputy_named").values_list("user_id", flat=True)
    assert set(told) == {officer.pk, other.pk}


def test_who_stands_in_for_safeguarding_needs_a_second_step(officer, khmer_editor):
    with pytest.raises(deputies.NeedsSecondStep):
        given(officer, khmer_editor, step=Step.SAFEGUARDING)


def test_only_who_has_the_step_names_a_deputy_for_it(khmer_editor, author, officer):
    with pytest.raises(deputies.NotYourStep):
        given(author, khmer_editor)
    with pytest.raises(deputies.NotYourStep):
        given(khmer_editor, officer, step=Step.SAFEGUARDING)


@pytest.mark.parametrize("role", ["facilitator", "donor", "programme_officer", None])
def test_who_cannot_open_the_editors_pages_cannot_stand_in(khmer_editor, role):
    other = make_user(role)
    assert other not in possible_deputies(khmer_editor)
    with pytest.raises(deputies.CannotStandIn):
        given(khmer_editor, other)


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [(-1, 3, deputies.BeginsInThePast), (0, 61, deputies.TooLong), (3, 2, ValidationError)],
)
def test_days_that_make_no_sense_are_refused(khmer_editor, author, first, last, refusal):
    with pytest.raises(refusal):
        given(khmer_editor, author, first=first, last=last)


def test_nobody_is_their_own_deputy(khmer_editor):
    with pytest.raises(ValidationError):
        given(khmer_editor, khmer_editor)


def test_a_deputy_is_taken_back_by_who_named_them(khmer_editor, author, officer):
    named = given(khmer_editor, author)
    with pytest.raises(deputies.NotYours):
        take_back_deputy(deputyship=named, by=officer)
    take_back_deputy(deputyship=named, by=khmer_editor)
    assert Deputyship.objects.count() == 0
    assert JournalEntry.objects.filter(verb="page_deputy.taken_back").count() == 1


@pytest.mark.parametrize(
    ("constraint", "days", "is_same"),
    [("deputyship_ends_after_it_begins", -1, False), ("deputy_is_somebody_else", 1, True)],
)
def test_the_database_refuses(khmer_editor, author, constraint, days, is_same):
    today = timezone.localdate()
    with pytest.raises(IntegrityError, match=constraint):
        Deputyship.objects.create(
            step=Step.KHMER,
            principal=khmer_editor,
            deputy=khmer_editor if is_same else author,
            began_on=today,
            ended_on=today + timedelta(days=days),
        )
