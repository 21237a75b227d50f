"""Consent: signed papers, how they stand on a day, withdrawing, and the name that goes without paper."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.models import JournalEntry
from accounts.retention.running import carry_out
from people.actions import correct_person
from people.anonymising import NAMELESS
from people.consenting import Signed, record_consent, record_consents_for_roster, withdraw_consent
from people.consents import publishable, standings
from people.likeness import keep_keys
from people.models import Consent, Person, Purpose
from people.refusals import (
    ConsentEndsBeforeItBegins,
    ConsentIsTooLong,
    ConsentIsWithdrawn,
    NameNeedsConsent,
    NewerConsentOnFile,
    NothingIsSigned,
    SignedInTheFuture,
    UnknownPurpose,
)
from tests.factories.accounts import make_user
from tests.factories.people import make_consent, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def today():
    return timezone.localdate()


def record(person, purpose=Purpose.MEMBERSHIP, **overrides):
    facts = {
        "person_on": today(),
        "guardian_on": today(),
        "valid_until": today() + YEAR,
        "explained_by": make_user(),
        "by": make_user(),
    }
    return record_consent(person=person, purpose=purpose, **{**facts, **overrides})


def state(person, on=None, purpose=Purpose.MEMBERSHIP):
    (found,) = standings([person], on=on or today()).values()
    return {each.purpose: str(each.state) for each in found}[purpose]


# --- how it stands ---------------------------------------------------------------------------------------------------
def test_consent_stands_as_of_any_day():
    person = make_person()
    signed = today() - timedelta(days=100)
    make_consent(person=person, signed_on=signed, valid_until=signed + timedelta(days=80))
    days = {-1: "awaited", 0: "in_force", 49: "in_force", 50: "expiring", 80: "expiring", 81: "expired"}
    assert {day: state(person, signed + day * DAY) for day in days} == days


def test_withdrawn_consent_was_in_force_the_day_before():
    consent = make_consent(withdrawn_on=today())
    assert [state(consent.person, today() - DAY), state(consent.person)] == ["in_force", "withdrawn"]


def test_new_paper_leaves_the_past_as_it_was():
    person = make_person()
    make_consent(person=person, signed_on=today() - 2 * YEAR, valid_until=today() - YEAR)
    record(person)
    assert [state(person, today() - DAY), state(person)] == ["expired", "in_force"]
    assert Consent.objects.filter(person=person).count() == 2


@pytest.mark.parametrize("size", [1, 3])
def test_roster_costs_one_query(size, django_assert_num_queries):
    people = [make_consent().person for _ in range(size)]
    with django_assert_num_queries(1):
        assert len(standings(people, on=today())) == size


def test_only_a_yes_in_force_is_published():
    shown, awaited, withdrawn, inside = (make_person() for _ in range(4))
    make_consent(person=shown, purpose=Purpose.PHOTO_PUBLIC)
    make_consent(person=awaited, purpose=Purpose.PHOTO_PUBLIC, guardian_on=None, given_on=None)
    make_consent(person=withdrawn, purpose=Purpose.PHOTO_PUBLIC, withdrawn_on=today())
    make_consent(person=inside, purpose=Purpose.PHOTO_INSIDE)
    assert publishable([shown, awaited, withdrawn, inside], on=today()) == {shown.pk}


# --- recording -------------------------------------------------------------------------------------------------------
def test_child_needs_both_signatures_and_two_papers_make_a_whole():
    person = make_person()
    record(person, person_on=today() - DAY, guardian_on=None)
    assert state(person) == "awaited"
    record(person, person_on=None)
    assert (state(person), state(person, today() - DAY)) == ("in_force", "awaited")


def test_adult_consents_alone_and_who_has_no_birth_year_does_not():
    adult, unknown = make_person(birth_year=today().year - 20), make_person(birth_year=None)
    for person in (adult, unknown):
        record(person, guardian_on=None)
    assert [state(adult), state(unknown)] == ["in_force", "awaited"]


def test_half_a_paper_does_not_replace_a_whole_one():
    person = make_person()
    record(person, person_on=today() - DAY)
    record(person, guardian_on=None)
    assert (state(person), Consent.objects.count()) == ("in_force", 1)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"person_on": None, "guardian_on": None}, NothingIsSigned),
        ({"person_on": timezone.localdate() + 2 * DAY}, SignedInTheFuture),
        ({"valid_until": timezone.localdate() - 2 * DAY}, ConsentEndsBeforeItBegins),
        ({"valid_until": timezone.localdate() + 4 * YEAR}, ConsentIsTooLong),
        ({"purpose": "everything"}, UnknownPurpose),
    ],
)
def test_record_consent_refuses(facts, refusal):
    with pytest.raises(refusal):
        record(make_person(), **facts)
    assert Consent.objects.count() == 0


def test_older_paper_does_not_overrule_a_newer_one():
    person = make_consent(signed_on=today() - DAY).person
    with pytest.raises(NewerConsentOnFile):
        record(person, person_on=today() - YEAR, guardian_on=today() - YEAR, valid_until=today())


def test_roster_is_kept_at_once_and_twice_the_same_once():
    people, user = [make_person() for _ in range(3)], make_user()
    lines = [Signed(person, [Purpose.MEMBERSHIP, Purpose.PHOTO_INSIDE], today(), today()) for person in people]
    for _ in range(2):
        record_consents_for_roster(about=people[0], lines=lines, valid_until=today() + YEAR, explained_by=user, by=user)
    assert Consent.objects.count() == 6
    assert JournalEntry.objects.filter(verb="consent.recorded").count() == 3
    assert [row.details for row in JournalEntry.objects.filter(verb="consents.recorded")] == [{"papers": 6}]


def test_roster_costs_the_same_however_long(django_assert_num_queries):
    user = make_user()
    for size in (1, 3):
        lines = [Signed(make_person(), [Purpose.MEMBERSHIP], today(), today()) for _ in range(size)]
        with django_assert_num_queries(7):
            record_consents_for_roster(
                about=lines[0].person, lines=lines, valid_until=today() + YEAR, explained_by=user, by=user
            )


def test_roster_with_one_bad_line_keeps_nothing():
    lines = [Signed(make_person(), [Purpose.MEMBERSHIP], today(), today()), Signed(make_person(), ["x"], today())]
    with pytest.raises(ValidationError):
        record_consents_for_roster(
            about=lines[0].person, lines=lines, valid_until=today() + YEAR, explained_by=None, by=make_user()
        )
    assert Consent.objects.count() == 0


# --- withdrawing -----------------------------------------------------------------------------------------------------
def test_withdrawing_acts_at_once_and_is_written_down():
    consent, user = make_consent(purpose=Purpose.PHOTO_PUBLIC), make_user()
    withdraw_consent(consent=consent, by=user)
    assert publishable([consent.person], on=today()) == set()
    line = JournalEntry.objects.get(verb="consent.withdrawn")
    assert (line.about_id, line.actor_id, line.details) == (
        str(consent.person_id),
        user.pk,
        {"purpose": "photo_public"},
    )
    assert Person.objects.get().anonymised_on is None
    with pytest.raises(ConsentIsWithdrawn):
        withdraw_consent(consent=consent, by=user)


def test_withdrawing_the_list_removes_the_name_until_there_is_a_new_paper():
    consent = make_consent()
    person = consent.person
    withdraw_consent(consent=consent, by=make_user())
    person.refresh_from_db()
    assert (person.name, person.name_key, person.name_sort, person.anonymised_on) == (NAMELESS, "", "", today())
    names = {"family_name": "សុខ", "given_name": "ដារា"}
    with pytest.raises(NameNeedsConsent):
        correct_person(person=person, by=make_user(), **names)
    record(person)
    person.refresh_from_db()
    correct_person(person=person, by=make_user(), **names)
    assert (person.name, person.anonymised_on) == ("សុខ ដារា", None)


# --- sixty days without paper ----------------------------------------------------------------------------------------
def born_days_ago(days, **consent):
    person = make_person(name_latin="Sok Dara", birth_month=5)
    keep_keys(person)
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=days))
    if consent:
        make_consent(person=person, **consent)
    return person


def test_name_goes_after_sixty_days_without_paper_and_the_count_stays():
    late, early = born_days_ago(60), born_days_ago(59)
    assert carry_out("awaited") == 1
    late.refresh_from_db()
    assert (late.name, late.name_latin, late.name_key, late.birth_month) == (NAMELESS, "", "", None)
    assert [person.likeness_keys.exists() for person in (late, early)] == [False, True]
    assert (late.sex, late.birth_year, Person.objects.count()) == ("female", 2014, 2)
    assert Person.objects.get(pk=early.pk).anonymised_on is None
    assert JournalEntry.objects.get(verb="person.name_removed").details == {"reason": "no_paper"}


def test_next_day_takes_the_next_name_and_none_twice():
    born_days_ago(59)
    assert [carry_out("awaited", on=today() + day * DAY) for day in (0, 1, 2)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("consent", "gone"),
    [
        ({}, 1),
        ({"guardian_on": None, "given_on": None}, 1),
        ({"purpose": Purpose.PHOTO_PUBLIC}, 1),
        ({"valid_until": timezone.localdate() - 61 * DAY, "signed_on": timezone.localdate() - YEAR}, 1),
        ({"valid_until": timezone.localdate() - 60 * DAY, "signed_on": timezone.localdate() - YEAR}, 0),
        ({"signed_on": timezone.localdate()}, 0),
    ],
)
def test_only_a_whole_paper_for_the_list_keeps_the_name(consent, gone):
    born_days_ago(400, **consent)
    assert carry_out("awaited") == gone


def test_command_says_how_many():
    born_days_ago(61)
    out = io.StringIO()
    call_command("expire_awaited_names", stdout=out)
    assert out.getvalue() == "Removed 1 names.\n"
