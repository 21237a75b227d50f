"""Accounts of former staff, old lines of the journal, and changing a term."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.actions.accounts import AccountIsForgotten, enable_account
from accounts.actions.forgetting import (
    TermIsFixed,
    TermOutOfBounds,
    change_term,
    forget_accounts,
)
from accounts.actions.journal_keeping import seal_next
from accounts.actions.roles import NotYours
from accounts.models import JournalEntry, OneTimeLink, RetentionTerm, StaffCheck, User
from accounts.retention.forecast import forecast, more_due
from accounts.retention.own import former_staff
from accounts.retention.terms import TERMS, Due, Unit, months_before, numbers_now
from accounts.written_reasons import ReasonTooShort
from tests.factories.accounts import make_link, make_notice, make_user
from tests.factories.asks import make_ask_release
from tests.factories.participation import make_ask_link

pytestmark = pytest.mark.django_db

REASON = "The donor's new agreement asks for it."
LONG_AGO = timezone.now() - timedelta(days=900)


def former(**fields):
    user = make_user("programme_officer", **fields)
    user.role_grants.update(ended_on=LONG_AGO.date())
    User.objects.filter(pk=user.pk).update(date_joined=LONG_AGO, last_login=LONG_AGO)
    return user


def due_users():
    return set(former_staff(Due(timezone.localdate())))


def test_an_account_is_former_when_nothing_of_it_is_of_the_last_two_years():
    gone = former()
    for change in (
        {"last_login": timezone.now()},
        {"date_joined": timezone.now()},
        {"forgotten_on": date(2026, 1, 1), "full_name": "", "email": "", "is_active": False},
    ):
        User.objects.filter(pk=former().pk).update(**change)
    former().role_grants.update(ended_on=None)
    former().role_grants.update(ended_on=timezone.localdate() - timedelta(days=30))
    closed = former()
    closed.role_grants.update(ended_on=None)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    lately = former()
    User.objects.filter(pk=lately.pk).update(is_active=False)
    JournalEntry.objects.create(
        at=timezone.now(), kind="security", verb="account.closed", about_type="accounts.user", about_id=str(lately.pk)
    )
    make_user("administrator")
    User.objects.exclude(pk__in=[gone.pk, closed.pk]).exclude(role_grants__ended_on__isnull=False).update(
        date_joined=timezone.now()
    )
    assert due_users() == {gone, closed}


def test_a_forgotten_account_keeps_its_number_and_nothing_that_names_or_opens_it():
    user, other = former(full_name="Sok Dara", email="dara@example.org"), make_user()
    User.objects.filter(pk=other.pk).update(deputy=user)
    EmailAddress.objects.create(user=user, email="dara@example.org")
    make_link(user, "a-token"), make_notice(user)
    StaffCheck.objects.create(user=user, what="screening", done_on=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    forget_accounts(keys=[user.pk], on=date(2026, 12, 1))
    user.refresh_from_db(), other.refresh_from_db()
    assert (user.username, user.full_name, user.email, user.is_active) == (f"former-{user.pk}", "", "", False)
    assert (user.has_usable_password(), user.forgotten_on, other.deputy) == (False, date(2026, 12, 1), None)
    for model in (EmailAddress, Authenticator, OneTimeLink, StaffCheck):
        assert not model.objects.filter(user=user).exists(), model
    assert user.role_grants.exists()
    line = JournalEntry.objects.get(verb="account.forgotten")
    assert (line.about_id, line.details) == (str(user.pk), {})


def test_a_forgotten_account_is_not_opened_again():
    user = former()
    forget_accounts(keys=[user.pk], on=timezone.localdate())
    user.refresh_from_db()
    with pytest.raises(AccountIsForgotten):
        enable_account(user=user, by=make_user("administrator"))


def test_a_link_stays_as_long_as_somebody_needs_it():
    due = Due(timezone.localdate() + timedelta(days=400))
    from accounts.retention.rules import rule

    link, ask = make_link(make_user(), "spent"), make_ask_link()
    make_ask_release()
    assert set(rule("links").due(due)) == {link}
    assert ask.link not in set(rule("links").due(due))


# --- terms -----------------------------------------------------------------------------------------------------------
def test_a_term_is_changed_with_a_reason_and_a_line_in_the_journal():
    by = make_user("administrator")
    changed = change_term(key="journal", number=36, reason=REASON, by=by)
    assert numbers_now()["journal"] == 36
    assert (changed.changed_by, RetentionTerm.objects.get().reason) == (by, REASON)
    line = JournalEntry.objects.get(verb="retention.term_changed")
    assert line.details == {"term": "journal", "was": 24, "number": 36}
    change_term(key="journal", number=24, reason=REASON, by=by)
    assert (numbers_now()["journal"], RetentionTerm.objects.count()) == (24, 2)


@pytest.mark.parametrize(
    ("key", "number", "reason", "refusal"),
    [
        ("journal", 11, REASON, TermOutOfBounds),
        ("journal", 61, REASON, TermOutOfBounds),
        ("journal", 36, "no reason          ", ReasonTooShort),
        ("photos", 12, REASON, TermIsFixed),
    ],
)
def test_what_a_term_cannot_be(key, number, reason, refusal):
    with pytest.raises(refusal) as found:
        change_term(key=key, number=number, reason=reason, by=make_user("administrator"))
    assert found.value.messages == [refusal.message]
    assert numbers_now()[key] == TERMS[key].number


def test_only_who_keeps_the_rules_changes_a_term():
    with pytest.raises(NotYours):
        change_term(key="journal", number=36, reason=REASON, by=make_user("safeguarding_officer"))


def test_terms_are_those_of_the_programme():
    assert {key: (term.number, term.unit) for key, term in TERMS.items()} | {
        "identity": (24, Unit.MONTHS),
        "identity_age": (25, Unit.YEARS),
        "attendance": (24, Unit.MONTHS),
        "photos": (36, Unit.MONTHS),
        "hand_overs": (12, Unit.MONTHS),
        "journal": (24, Unit.MONTHS),
        "backups": (90, Unit.DAYS),
    } == {key: (term.number, term.unit) for key, term in TERMS.items()}
    assert all(term.least <= term.number <= term.most for term in TERMS.values())


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 30), 24, date(2024, 11, 30)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_what_falls_due_by_a_shorter_term_is_told_beforehand(sealing):
    for days in (900, 600, 300):
        JournalEntry.objects.create(at=timezone.now() - timedelta(days=days), kind="read", verb="x.y")
        seal_next()
    today = timezone.localdate()
    assert more_due("journal", 12, today) == {"journal": 1}
    assert more_due("journal", 60, today) == {"journal": -1}
    assert forecast(today)["journal"] == {"counts": [1, 1, 1, 2], "places": {}}
