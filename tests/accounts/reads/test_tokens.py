"""Which key opens, and that one that does not is no different from one that never was."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import ApiToken
from accounts.reads.tokens import token_rows, token_shown
from tests.factories.accounts import make_grant, make_token, make_user
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db


def shown(token, scheme="Bearer "):
    return token_shown(scheme + token.plain)


def test_a_key_opens_whatever_the_case_of_the_scheme():
    token = make_token()
    assert [shown(token, scheme) for scheme in ("Bearer ", "bearer ", "BEARER   ")] == [token] * 3
    assert [shown(token, scheme) for scheme in ("", "Basic ", "Bearer", "Token ")] == [None] * 4
    assert [token_shown(text) for text in ("", "Bearer ", f"Bearer {token.plain}x", f"Bearer {token.token_hash}")] == [
        None
    ] * 4


def test_a_key_works_through_its_last_day():
    token = make_token(made_on=date(2026, 10, 1), expires_on=date(2026, 10, 5))
    with time_machine.travel("2026-10-05T16:59:00Z", tick=False):  # one minute to midnight in Phnom Penh
        assert shown(token) == token
    with time_machine.travel("2026-10-05T17:01:00Z", tick=False):
        assert shown(token) is None


def test_a_key_dies_with_its_makers_role_and_account_and_by_hand():
    token = make_token()
    maker = token.made_by
    maker.role_grants.update(ended_on=timezone.localdate() - timedelta(days=1))
    assert shown(token) is None
    grant = make_grant(maker, "donor")
    assert shown(token) is None
    grant.delete()
    make_grant(maker, "administrator")
    assert shown(token) == token
    maker.is_active = False
    maker.save()
    assert shown(token) is None
    maker.is_active = True
    maker.save()
    ApiToken.objects.update(ended_at=timezone.now())
    assert shown(token) is None


def test_the_same_work_is_done_for_every_key(django_assert_num_queries):
    right = make_token()
    ended = make_token(ended_at=timezone.now())
    over = make_token(made_on=date(2020, 1, 1), expires_on=date(2020, 2, 1))
    orphan = make_token(make_user())
    for plain in (right.plain, ended.plain, over.plain, orphan.plain, "ccpr_wrong", "", "x" * 9999):
        with django_assert_num_queries(1):
            token_shown(f"Bearer {plain}")


def test_the_list_says_how_each_stands(django_assert_num_queries):
    today = timezone.localdate()
    officer = make_user("programme_officer")
    make_token(officer, system="works", last_used_on=today)
    make_token(officer, system="soon", expires_on=today + timedelta(days=14), area=make_area("05"))
    make_token(officer, system="idle", made_on=today - timedelta(days=91))
    make_token(officer, system="over", made_on=today - timedelta(days=9), expires_on=today - timedelta(days=1))
    make_token(officer, system="ended", ended_at=timezone.now(), ended_by=officer)
    make_token(make_user("donor"), system="asleep")
    tokens = list(ApiToken.objects.select_related("made_by"))
    with django_assert_num_queries(2):
        rows = {row.token.system: row for row in token_rows(tokens)}
    assert {name: str(row.state.value) for name, row in rows.items()} == {
        "works": "working",
        "soon": "ends_soon",
        "idle": "idle",
        "over": "expired",
        "ended": "ended",
        "asleep": "asleep",
    }
    assert {name for name, row in rows.items() if row.may_end} == {"works", "soon", "idle", "asleep"}
    assert "05" in rows["soon"].place
