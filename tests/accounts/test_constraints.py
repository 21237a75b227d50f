"""What the database itself refuses, each broken once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import RetentionRun, RetentionTerm, User
from tests.factories.accounts import (
    make_code,
    make_emergency,
    make_grant,
    make_link,
    make_notice,
    make_request,
    make_seal,
    make_staff_check,
    make_token,
    make_user,
)
from tests.factories.participation import make_group
from tests.factories.places import make_area


def refused(constraint, act):
    """The database says no, and says why."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    words = str(error.value)
    assert constraint in words or "UNIQUE constraint failed" in words


def test_one_account_per_user_name(db):
    make_user(username="sokha")
    refused("one_account_per_user_name", lambda: make_user(username="Sokha"))


def test_one_account_per_email_address(db):
    make_user(email="sokha@example.org")
    make_user(email=""), make_user(email="")
    refused("one_account_per_email_address", lambda: make_user(email="Sokha@example.org"))


def test_user_name_is_not_an_address(db):
    refused("user_name_is_not_an_address", lambda: make_user(username="sokha@example.org"))


def test_nobody_is_a_superuser(db):
    refused("nobody_is_a_superuser", lambda: make_user(is_superuser=True))
    user = make_user()
    refused("nobody_is_a_superuser", lambda: User.objects.filter(pk=user.pk).update(is_superuser=True))


def test_nobody_is_their_own_deputy(db):
    user = make_user()
    refused("nobody_is_their_own_deputy", lambda: User.objects.filter(pk=user.pk).update(deputy=user))


def test_role_ends_after_it_begins(db):
    refused("role_ends_after_it_begins", lambda: make_grant(began_on=date(2026, 5, 2), ended_on=date(2026, 5, 1)))


def test_one_open_grant_per_role_and_area(db):
    user, area = make_user(), make_area("05")
    make_grant(user, "area_officer", area=area)
    make_grant(user, "area_officer", area=make_area("06"))
    make_grant(user, "area_officer", area=area, ended_on=timezone.localdate())
    refused("one_open_grant_per_role_and_area", lambda: make_grant(user, "area_officer", area=area))


def test_one_open_grant_per_role_without_area(db):
    user = make_user("area_officer")
    make_grant(user, "area_officer", ended_on=timezone.localdate())
    refused("one_open_grant_per_role_without_area", lambda: make_grant(user, "area_officer"))


def test_role_taken_back_has_a_last_day(db):
    refused("role_taken_back_has_a_last_day", lambda: make_grant(revoked_at=timezone.now()))


def test_role_is_confirmed_by_another_person(db):
    one, other = make_user(), make_user()
    make_grant(granted_by=one, confirmed_by=other)
    refused("role_is_confirmed_by_another_person", lambda: make_grant(granted_by=one, confirmed_by=one))


def test_link_is_used_or_revoked_not_both(db):
    now = timezone.now()
    refused("link_is_used_or_revoked_not_both", lambda: make_link(used_at=now, revoked_at=now))


def test_link_expires_after_it_was_made(db):
    now = timezone.now()
    refused("link_expires_after_it_was_made", lambda: make_link(created_at=now, expires_at=now - timedelta(hours=1)))


@pytest.mark.parametrize("purpose", ["invitation", "new_password"])
def test_link_names_its_account(db, purpose):
    make_link(purpose=purpose)
    refused("link_names_its_account", lambda: make_link(token="other", purpose=purpose, user_id=None))
    refused("link_names_its_account", lambda: make_link(token="third", purpose="first_administrator"))


def test_notice_read_by_somebody_was_read_at_a_time(db):
    refused("notice_read_by_somebody_was_read_at_a_time", lambda: make_notice(read_by=make_user()))


def test_code_is_used_or_revoked_not_both(db):
    now = timezone.now()
    refused("code_is_used_or_revoked_not_both", lambda: make_code(used_at=now, revoked_at=now))


def test_code_expires_after_it_was_made(db):
    now = timezone.now()
    refused("code_expires_after_it_was_made", lambda: make_code(created_at=now, expires_at=now))


def test_code_dies_of_five_wrong_tries(db):
    make_code(wrong_tries=5)
    refused("code_dies_of_five_wrong_tries", lambda: make_code(wrong_tries=6))


def test_one_open_code_per_account(db):
    user, now = make_user("facilitator"), timezone.now()
    make_code(user, used_at=now)
    make_code(user, revoked_at=now)
    make_code(user)
    refused("one_open_code_per_account", lambda: make_code(user))


def test_one_staff_check_of_a_kind_per_day(db):
    check = make_staff_check()
    make_staff_check(check.user, "screening")
    refused("one_staff_check_of_a_kind_per_day", lambda: make_staff_check(check.user))


def test_staff_check_stands_from_its_day(db):
    make_staff_check(done_on=date(2026, 1, 1), valid_until=date(2026, 1, 1))
    refused(
        "staff_check_stands_from_its_day",
        lambda: make_staff_check(done_on=date(2026, 1, 2), valid_until=date(2026, 1, 1)),
    )


def test_nobody_records_their_own_staff_check(db):
    user = make_user()
    make_staff_check(user, recorded_by=make_user())
    refused("nobody_records_their_own_staff_check", lambda: make_staff_check(user, "screening", recorded_by=user))


def test_one_emergency_access_not_closed_per_officer(db):
    officer, group, now = make_user(), make_group(), timezone.now()
    make_emergency(officer, group, closed_at=now)
    make_emergency(officer, group)
    refused("one_emergency_access_not_closed_per_officer", lambda: make_emergency(officer, make_group()))


def test_emergency_access_ends_after_it_opened(db):
    now = timezone.now()
    refused(
        "emergency_access_ends_after_it_opened",
        lambda: make_emergency(make_user(), make_group(), opened_at=now, ends_at=now),
    )


def test_emergency_access_closed_by_somebody_was_closed_at_a_time(db):
    refused(
        "emergency_access_closed_by_somebody_was_closed_at_a_time",
        lambda: make_emergency(make_user(), make_group(), closed_by=make_user()),
    )


def test_emergency_access_has_a_reason(db):
    refused("emergency_access_has_a_reason", lambda: make_emergency(make_user(), make_group(), reason=""))


def test_request_is_about_one_role_or_one_access(db):
    access = make_emergency(make_user(), make_group())
    make_request(what="extend", access=access)
    refused("request_is_about_one_role_or_one_access", lambda: make_request(what="extend"))
    refused("request_is_about_one_role_or_one_access", lambda: make_request(what="end", access=access))


def test_request_is_answered_by_somebody_at_a_time(db):
    name = "request_is_answered_by_somebody_at_a_time"
    refused(name, lambda: make_request(outcome="confirmed"))
    refused(name, lambda: make_request(decided_at=timezone.now(), decided_by=make_user()))


def test_nobody_confirms_what_they_asked(db):
    user, now = make_user(), timezone.now()
    make_request(asked_by=user, decided_by=user, decided_at=now, outcome="turned_down")
    refused(
        "nobody_confirms_what_they_asked",
        lambda: make_request(asked_by=user, decided_by=user, decided_at=now, outcome="confirmed"),
    )


def test_request_expires_after_it_was_asked(db):
    now = timezone.now()
    refused("request_expires_after_it_was_asked", lambda: make_request(asked_at=now, expires_at=now))


def test_one_waiting_request_per_role_and_wish(db):
    grant = make_grant()
    make_request(grant), make_request(grant, what="grant")
    make_request(grant, outcome="turned_down", decided_at=timezone.now(), decided_by=make_user())
    refused("one_waiting_request_per_role_and_wish", lambda: make_request(grant))


def test_one_waiting_request_per_access(db):
    access = make_emergency(make_user(), make_group())
    make_request(what="extend", access=access)
    refused("one_waiting_request_per_access", lambda: make_request(what="extend", access=access))


def test_forgotten_batch_says_when_and_by_whose_key(db):
    make_seal(1, forgotten_at=timezone.now(), forgotten_mark="0" * 64)
    refused("forgotten_batch_says_when_and_by_whose_key", lambda: make_seal(2, forgotten_at=timezone.now()))
    refused("forgotten_batch_says_when_and_by_whose_key", lambda: make_seal(2, forgotten_mark="0" * 64))


def test_sealed_batch_has_lines(db):
    refused("sealed_batch_has_lines", lambda: make_seal(lines=0))


def test_forgotten_account_has_no_name_and_is_closed(db):
    user = make_user(full_name="Sok Dara")
    refused(
        "forgotten_account_has_no_name_and_is_closed",
        lambda: User.objects.filter(pk=user.pk).update(forgotten_on=date(2026, 1, 1)),
    )
    User.objects.filter(pk=user.pk).update(full_name="", email="", is_active=False, forgotten_on=date(2026, 1, 1))


def test_a_term_is_one_or_more(db):
    term = {"key": "journal", "changed_at": timezone.now()}
    RetentionTerm.objects.create(**term, number=1)
    refused("a_term_is_one_or_more", lambda: RetentionTerm.objects.create(**term, number=0))


def test_retention_ends_after_it_begins(db):
    now = timezone.now()
    night = {"on": date(2026, 1, 1), "began_at": now, "last_at": now}
    refused(
        "retention_ends_after_it_begins",
        lambda: RetentionRun.objects.create(**night, ended_at=now - timedelta(seconds=1)),
    )


def test_token_runs_out_after_the_day_it_was_made(db):
    today = timezone.localdate()
    refused("token_runs_out_after_the_day_it_was_made", lambda: make_token(made_on=today, expires_on=today))


def test_token_that_somebody_ended_has_ended(db):
    refused("token_that_somebody_ended_has_ended", lambda: make_token(ended_by=make_user()))


def test_token_says_for_whom_and_why(db):
    for nothing in ({"system": ""}, {"reason": ""}):
        refused("token_says_for_whom_and_why", lambda nothing=nothing: make_token(**nothing))
