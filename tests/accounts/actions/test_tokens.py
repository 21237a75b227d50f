"""Keys for other systems: who makes one, of what, how far and how long; and how each ends."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions.accounts import disable_account, enable_account
from accounts.actions.forgetting import forget_accounts
from accounts.actions.roles import NotYours, OutOfReach, end_role
from accounts.actions.tokens import (
    BeyondYourRole,
    LastsTooLong,
    NothingToRead,
    ReasonTooShort,
    end_token,
    hash_of,
    make_token,
    tend_tokens,
)
from accounts.models import ApiToken, JournalEntry, Notice
from accounts.models.tokens import PREFIX
from accounts.retention.rules import rule
from accounts.retention.terms import Due
from tests.factories import accounts as factories
from tests.factories.accounts import make_grant, make_user
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db

REASON = "របាយការណ៍ប្រចាំត្រីមាសរបស់ក្រសួង"


def made(by, **values):
    fields = {"system": "ស្ថិតិក្រសួង", "reason": REASON, "scopes": ["places", "groups"], "days": 90, **values}
    return make_token(by=by, **fields)


@pytest.fixture
def officer():
    return make_user("programme_officer")


# --- made ------------------------------------------------------------------------------------------------------------
def test_only_a_hash_of_the_key_is_kept_and_the_journal_has_no_part_of_it(officer):
    token, plain = made(officer)
    assert plain.startswith(PREFIX)
    assert len(plain) > 40
    kept = ApiToken.objects.get()
    assert kept.token_hash == hash_of(plain)
    assert [name for name, value in vars(kept).items() if plain in str(value)] == []
    line = JournalEntry.objects.get(verb="token.made")
    assert (line.actor, line.about_id, line.kind) == (officer, str(token.pk), "security")
    assert line.details == {"scopes": ["places", "groups"], "area": "", "until": token.expires_on.isoformat()}


def test_two_keys_are_never_the_same(officer):
    assert len({made(officer)[1] for _turn in range(20)}) == 20


@pytest.mark.parametrize("role", ["facilitator", "area_officer", "safeguarding_officer", "donor", "communications"])
def test_other_roles_make_none(role):
    with pytest.raises(NotYours):
        made(make_user(role))


def test_a_key_lasts_a_year_at_most(officer):
    for days in (366, 0, -3):
        with pytest.raises(LastsTooLong):
            made(officer, days=days)
    token, _plain = made(officer, days=365)
    assert token.expires_on - token.made_on == timedelta(days=365)


def test_it_needs_a_reason_and_something_to_read(officer):
    with pytest.raises(ReasonTooShort):
        made(officer, reason="   ស្ថិតិ   ")
    for nothing in ([], ["names"], ["people", ""]):
        with pytest.raises(NothingToRead):
            made(officer, scopes=nothing)


def test_an_administrator_lends_no_totals_for_administrators_see_none():
    administrator = make_user("administrator")
    for part in ("targets", "quarters"):
        with pytest.raises(BeyondYourRole):
            made(administrator, scopes=["groups", part])
    assert made(administrator, scopes=["places", "groups", "meetings", "services"])[0].pk


def test_a_key_goes_no_further_than_its_maker():
    officer = make_user("programme_officer", area=make_area("05"))
    for place in (None, make_area("10"), make_area("1001")):
        with pytest.raises(OutOfReach):
            made(officer, area=place)
    assert made(officer, area=make_area("05"))[0].area_id == "mef05"
    assert made(officer, area=make_area("0506"))[0].area_id == "mef0506"


def test_reach_and_sight_may_not_come_from_two_roles_of_two_places():
    """Keys are made in one province, totals are seen in another: neither gives both."""
    administrator = make_user("administrator")
    make_grant(administrator, "programme_officer", area=make_area("05"))
    with pytest.raises(BeyondYourRole):
        made(administrator, scopes=["targets"], area=make_area("10"))
    assert made(administrator, scopes=["targets"], area=make_area("05"))[0].pk


# --- ended -----------------------------------------------------------------------------------------------------------
def test_its_maker_ends_it_once_and_for_good(officer):
    token, _plain = made(officer)
    end_token(token=token, by=officer)
    first = token.ended_at
    end_token(token=ApiToken.objects.get(), by=make_user("administrator"))
    token.refresh_from_db()
    assert (token.ended_at, token.ended_by) == (first, officer)
    assert JournalEntry.objects.filter(verb="token.ended").count() == 1


def test_who_keeps_the_accounts_ends_it_and_its_maker_hears(officer):
    token, _plain = made(officer)
    with pytest.raises(NotYours):
        end_token(token=token, by=make_user("programme_officer"))
    end_token(token=token, by=make_user("administrator"))
    assert [notice.text_key for notice in Notice.objects.filter(user=officer)] == ["token_ended"]


def test_keys_end_with_the_account_and_stay_ended_when_it_opens_again(officer):
    token, _plain = made(officer)
    administrator = make_user("administrator")
    disable_account(user=officer, by=administrator)
    enable_account(user=officer, by=administrator)
    token.refresh_from_db()
    assert (token.ended_at is not None, token.ended_by) == (True, administrator)


def test_keys_end_in_the_night_after_their_makers_role(officer):
    token, _plain = made(officer)
    assert tend_tokens() == (0, 0)
    end_role(grant=officer.role_grants.get(), by=make_user("administrator"))
    assert tend_tokens() == (1, 0)
    token.refresh_from_db()
    assert (token.ended_at is not None, token.ended_by) == (True, None)
    assert tend_tokens() == (0, 0)


def test_makers_hear_once_of_a_key_that_runs_out(officer):
    with time_machine.travel("2026-10-05T03:00:00Z", tick=False):
        made(officer, days=30)
    with time_machine.travel("2026-10-20T03:00:00Z", tick=False):
        assert tend_tokens() == (0, 0)
    with time_machine.travel("2026-10-21T03:00:00Z", tick=False):
        assert (tend_tokens(), tend_tokens()) == ((0, 1), (0, 0))
    with time_machine.travel("2026-11-10T03:00:00Z", tick=False):
        assert tend_tokens() == (0, 0)
    assert [notice.text_key for notice in Notice.objects.filter(user=officer)] == ["token_ends_soon"]


def test_makers_hear_once_of_a_key_that_nobody_uses_and_again_after_it_was_used(officer):
    token = factories.make_token(officer, made_on=date(2026, 1, 1), expires_on=date(2026, 12, 31))
    with time_machine.travel("2026-04-01T03:00:00Z", tick=False):
        assert tend_tokens() == (0, 0)
    with time_machine.travel("2026-04-02T03:00:00Z", tick=False):
        assert (tend_tokens(), tend_tokens()) == ((0, 1), (0, 0))
    ApiToken.objects.filter(pk=token.pk).update(last_used_on=date(2026, 5, 1))
    with time_machine.travel("2026-08-01T03:00:00Z", tick=False):
        assert (tend_tokens(), tend_tokens()) == ((0, 1), (0, 0))
    assert {notice.text_key for notice in Notice.objects.filter(user=officer)} == {"token_idle"}


# --- forgotten -------------------------------------------------------------------------------------------------------
def test_a_year_after_its_end_a_key_is_forgotten(officer):
    now, today = timezone.now(), timezone.localdate()
    long_ago = today - timedelta(days=800)
    over = factories.make_token(officer, made_on=long_ago, ended_at=now - timedelta(days=370))
    expired = factories.make_token(officer, made_on=long_ago, expires_on=today - timedelta(days=370))
    kept = factories.make_token(officer, made_on=long_ago, ended_at=now - timedelta(days=300))
    lately = factories.make_token(officer, made_on=long_ago, expires_on=today - timedelta(days=300))
    due = Due(today)
    rows = rule("tokens").due(due)
    assert set(rows) == {over, expired}
    rule("tokens").erase([row.pk for row in rows], due)
    assert set(ApiToken.objects.all()) == {kept, lately}


def test_keys_go_with_the_account_of_former_staff(officer):
    made(officer)
    forget_accounts(keys=[officer.pk], on=timezone.localdate())
    assert ApiToken.objects.count() == 0
