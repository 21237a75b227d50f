"""One-time links: used once, then dead; to look changes nothing."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import links
from accounts.actions.links import (
    choose_password,
    open_first_administrator_link,
    open_invitation,
    open_new_password_link,
)
from accounts.models import JournalEntry, OneTimeLink, User
from tests.factories.accounts import PASSWORD, code_now, make_link, make_user, signed_in, stranger

NEW = {"password": "another sentence of words", "password_again": "another sentence of words"}
HERE = {"HTTP_HOST": "localhost"}


def token_of(path):
    return re.fullmatch(r"/desk/link/([\w-]{43})/", path)[1]


def opened(administrator, **values):
    user = make_user("facilitator", **values)
    user.set_unusable_password()
    user.save()
    return user, open_invitation(user=user, by=administrator)


def test_token_is_kept_as_a_hash_only(administrator):
    _user, path = opened(administrator)
    link = OneTimeLink.objects.get()
    assert token_of(path) not in str(OneTimeLink.objects.values().get())
    assert len(link.token_hash) == 64
    assert token_of(path) not in str(list(JournalEntry.objects.values()))


def test_link_lasts_three_days(administrator):
    _user, path = opened(administrator)
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert stranger().get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert stranger().get(path).status_code == 410


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(administrator, method):
    user, path = opened(administrator)
    before = (OneTimeLink.objects.values().get(), JournalEntry.objects.count(), User.objects.values().get(pk=user.pk))
    for _time in range(3):
        assert getattr(stranger(), method)(path).status_code == 200
    assert before == (
        OneTimeLink.objects.values().get(),
        JournalEntry.objects.count(),
        User.objects.values().get(pk=user.pk),
    )


def test_invitation_sets_the_password_once(administrator):
    user, path = opened(administrator)
    answer = stranger().post(path, NEW)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    assert authenticate(None, username=user.username, password=NEW["password"]) == user
    other = {"password": "a third sentence of words", "password_again": "a third sentence of words"}
    assert stranger().post(path, other).status_code == 410
    assert authenticate(None, username=user.username, password=NEW["password"]) == user


def test_link_does_not_sign_in_past_the_second_factor(administrator):
    user = make_user("programme_officer")
    client = stranger()
    client.post(open_new_password_link(user=user, by=administrator), NEW)
    assert "_auth_user_id" not in client.session
    assert user.authenticator_set.filter(type="totp").exists()


def test_using_a_link_ends_every_session_and_every_other_link(administrator):
    user, _path = opened(administrator)
    client = signed_in(user)
    other = open_new_password_link(user=user, by=administrator)
    invitation = open_invitation(user=user, by=administrator)
    stranger().post(invitation, NEW)
    assert client.get("/desk/accounts/mine/").status_code == 302
    assert stranger().get(other).status_code == 410


def test_forged_used_revoked_and_expired_links_are_answered_alike(administrator):
    _user, used = opened(administrator)
    stranger().post(used, NEW)
    _user, revoked = opened(administrator)
    links.revoke_link(link=OneTimeLink.objects.latest("pk"), by=administrator)
    _user, expired = opened(administrator)
    OneTimeLink.objects.filter(pk=OneTimeLink.objects.latest("pk").pk).update(
        created_at=timezone.now() - timedelta(5), expires_at=timezone.now() - timedelta(1)
    )
    paths = [used, revoked, expired, "/desk/link/forged/", "/desk/link/" + "x" * 500 + "/"]
    for method in ("get", "post"):
        answers = [getattr(stranger(), method)(path) for path in paths]
        assert {answer.status_code for answer in answers} == {410}
        clean = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
        assert len(clean) == 1


def test_revoking_twice_or_after_use_changes_nothing(administrator):
    _user, path = opened(administrator)
    stranger().post(path, NEW)
    link = links.revoke_link(link=OneTimeLink.objects.get(), by=administrator)
    assert link.revoked_at is None


def test_of_two_at_once_the_second_is_refused(administrator, monkeypatch):
    _user, path = opened(administrator)
    seen = links.find_link(token_of(path))
    choose_password(token=token_of(path), password=NEW["password"])
    monkeypatch.setattr(links, "find_link", lambda token: seen)
    with pytest.raises(links.LinkSpent):
        choose_password(token=token_of(path), password="a third sentence of words")


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "short", "password_again": "short"},
        {"password": "password1234", "password_again": "password1234"},
        {"password": "another sentence of words", "password_again": "another sentence"},
        {"password": "", "password_again": ""},
        {},
    ],
)
def test_bad_password_leaves_the_link_usable(administrator, typed):
    _user, path = opened(administrator)
    answer = stranger().post(path, typed)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert stranger().post(path, NEW).status_code == 302


def test_password_like_the_user_name_is_refused(administrator):
    _user, path = opened(administrator, username="sokhachantrea")
    again = {"password": "sokhachantrea", "password_again": "sokhachantrea"}
    assert stranger().post(path, again).status_code == 200


def test_closed_account_has_no_usable_link(administrator):
    user, path = opened(administrator)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert stranger().post(path, NEW).status_code == 410


def test_new_invitation_takes_the_earlier_one_back(administrator):
    user, first = opened(administrator)
    second = open_invitation(user=user, by=administrator)
    assert [stranger().get(path).status_code for path in (first, second)] == [410, 200]


def test_link_page_leaves_no_trace(administrator):
    _user, path = opened(administrator)
    for address in (path, "/desk/link/forged/"):
        answer = stranger().get(address)
        assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("strict-origin", "no-store")


def test_token_reaches_no_log(administrator, caplog):
    """A link that is spent is an answer of 410, which Django writes to the log with its address."""
    from portal.logs import WithoutSecrets

    _user, path = opened(administrator)
    stranger().post(path, NEW)
    with caplog.at_level(logging.WARNING, "django.request"):
        stranger().get(path)
    for record in caplog.records:
        WithoutSecrets().filter(record)
        assert token_of(path) not in record.getMessage()
    assert caplog.records


def test_demo_links_open_on_this_machine_only(administrator):
    _user, path = opened(administrator, is_demo=True)
    assert stranger().get(path, **HERE).status_code == 200
    assert stranger().get(path, REMOTE_ADDR="203.0.113.7", **HERE).status_code == 410


def test_journal_tells_that_a_link_was_opened_and_used(administrator):
    _user, path = opened(administrator)
    stranger().post(path, NEW)
    verbs = list(JournalEntry.objects.filter(kind="security").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["link.opened", "link.used", "account.password_changed"]


# --- the first administrator -----------------------------------------------------------------------------------------


def answers(client, path, **changes):
    """What somebody fills in who follows the page."""
    page = client.get(path, **HERE)
    secret = page.context["secret"]
    filled = {
        "secret": page.context["form"].initial["secret"],
        "username": "first",
        "full_name": "First Administrator",
        "code": code_now(secret),
        **NEW,
    }
    return {**filled, **changes}


def test_first_administrator_is_made_with_second_factor_in_one_step(db):
    path = open_first_administrator_link()
    client = stranger()
    page = client.post(path, answers(client, path), **HERE)
    user = User.objects.get()
    assert [grant.role for grant in user.current_grants] == ["administrator"]
    assert user.is_superuser is False
    assert {step.type for step in user.authenticator_set.all()} == {"totp", "recovery_codes"}
    codes = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    assert all(code in page.content.decode() for code in codes)
    assert authenticate(None, username="first", password=NEW["password"]) == user


def test_secrets_lie_encrypted(db):
    path = open_first_administrator_link()
    client = stranger()
    filled = answers(client, path)
    secret = client.get(path, **HERE).context["secret"]
    client.post(path, filled, **HERE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert "gAAAA" in stored
    assert secret not in stored
    assert "JBSWY" not in stored


def test_first_administrator_is_made_once(db):
    path = open_first_administrator_link()
    client = stranger()
    filled = answers(client, path)
    client.post(path, filled, **HERE)
    again = client.post(path, {**filled, "username": "second"}, **HERE)
    assert (again.status_code, User.objects.count()) == (410, 1)


def test_first_link_works_for_an_hour(db):
    path = open_first_administrator_link()
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert stranger().get(path, **HERE).status_code == 410


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"HTTP_FORWARDED": "for=203.0.113.7"},
        {"HTTP_HOST": "testserver"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_first_link_works_on_this_machine_only(db, elsewhere):
    path = open_first_administrator_link()
    client = stranger()
    filled = answers(client, path)
    assert client.get(path, **{**HERE, **elsewhere}).status_code == 410
    assert client.post(path, filled, **{**HERE, **elsewhere}).status_code == 410
    assert User.objects.count() == 0


def test_first_link_is_not_made_where_there_is_an_administrator(administrator):
    with pytest.raises(links.AdministratorExists):
        open_first_administrator_link()


def test_first_link_dies_when_an_administrator_appears(db):
    path = open_first_administrator_link()
    make_user("administrator")
    assert stranger().get(path, **HERE).status_code == 410


def test_second_first_link_takes_the_first_back(db):
    first, second = open_first_administrator_link(), open_first_administrator_link()
    assert [stranger().get(path, **HERE).status_code for path in (first, second)] == [410, 200]


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "000000"},
        {"code": ""},
        {"username": "a b"},
        {"username": "first@example.org"},
        {"password": "short", "password_again": "short"},
        {"password_again": "something else here"},
        {"full_name": ""},
        {"secret": "forged"},
        {"secret": ""},
    ],
)
def test_wrong_answer_makes_nothing_and_leaves_the_link(db, changes):
    path = open_first_administrator_link()
    client = stranger()
    page = client.post(path, answers(client, path, **changes), **HERE)
    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert User.objects.count() == 0
    client.post(path, answers(client, path), **HERE)
    assert User.objects.count() == 1


def test_secret_stays_the_same_after_a_wrong_code(db):
    """Who has scanned the picture need not do it again."""
    path = open_first_administrator_link()
    client = stranger()
    filled = answers(client, path)
    first = client.get(path, **HERE).context["secret"]
    page = client.post(path, {**filled, "code": "000000"}, **HERE)
    assert page.context["secret"] != first
    assert page.context["secret"] in str(page.context["form"].cleaned_data["secret"])
    assert "data:image/svg+xml;base64," in page.content.decode()


def test_waiting_link_of_a_named_account_is_no_first_link(db):
    make_link(token="known")
    with pytest.raises(links.LinkSpent):
        links.make_first_administrator(
            token="known", username="x", full_name="x", password=PASSWORD, totp_secret="A" * 32, code="1", language="km"
        )


def test_first_link_chooses_no_password(db):
    with pytest.raises(links.LinkSpent):
        choose_password(token=token_of(open_first_administrator_link()), password=NEW["password"])


def test_refused_password_names_the_field(db):
    with pytest.raises(ValidationError) as refusal:
        links.make_first_administrator(
            token=token_of(open_first_administrator_link()),
            username="first",
            full_name="x",
            password="short",
            totp_secret="A" * 32,
            code="1",
            language="km",
        )
    assert list(refusal.value.error_dict) == ["password"]


def test_posting_without_csrf_token_is_refused(administrator):
    _user, path = opened(administrator)
    assert Client(enforce_csrf_checks=True).post(path, NEW).status_code == 403
    assert OneTimeLink.objects.get().used_at is None
