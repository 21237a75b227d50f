"""Signing in: strangers learn nothing, guessing stops, sessions are new (P11). On each way in."""

import re

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.models import JournalEntry, OneTimeLink
from tests.factories.accounts import PASSWORD, SECRET, code_now, make_user, signed_in, stranger

LOGIN, RESET, SECOND = "account_login", "account_reset_password", "mfa_authenticate"


def try_password(client, login, password="wrong and wrong", **extra):
    return client.post(reverse(LOGIN), {"login": login, "password": password}, **extra)


def is_inside(client):
    return client.get(reverse("accounts:mine")).status_code == 200


def said(answer):
    """The page without what differs by design: tokens and the name that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'name="(login|email)" value="[^"]*"', "", page)


@pytest.mark.parametrize("login", ["sokha", "SOKHA", " sokha ", "sokha@example.org", "Sokha@Example.org"])
def test_user_name_or_address_opens(db, login):
    make_user("facilitator", username="sokha", email="sokha@example.org")
    client = stranger()
    answer = try_password(client, login, PASSWORD)
    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert is_inside(client)


@pytest.mark.parametrize("wrong", ["sokha", "sokha@example.org"])
def test_known_and_unknown_names_get_the_same_answer(db, wrong):
    make_user(username="sokha", email="sokha@example.org")
    unknown = wrong.replace("sokha", "dara")
    known_answer, unknown_answer = try_password(stranger(), wrong), try_password(stranger(), unknown)
    assert known_answer.status_code == unknown_answer.status_code == 200
    assert said(known_answer).replace(wrong, "") == said(unknown_answer).replace(unknown, "")
    assert "The name or the password is not right." in known_answer.content.decode()


@pytest.mark.parametrize("state", [{"is_active": False}, {"password": None}, {"is_demo": True}])
def test_closed_waiting_and_demo_accounts_are_answered_like_wrong_passwords(db, state):
    if state.get("password", "") is None:
        user = make_user(username="sokha")
        user.set_unusable_password()
        user.save()
    else:
        make_user(username="sokha", **state)
    refused, unknown = try_password(stranger(), "sokha", PASSWORD), try_password(stranger(), "dara", PASSWORD)
    assert said(refused).replace("sokha", "") == said(unknown).replace("dara", "")


@pytest.mark.parametrize("login", ["sokha", "sokha@example.org", "dara", "dara@example.org", "waiting", "closed"])
def test_every_try_costs_one_hash(db, login, monkeypatch):
    """As long for a stranger's guess as for a colleague's slip."""
    make_user(username="sokha", email="sokha@example.org")
    make_user(username="closed", is_active=False)
    waiting = make_user(username="waiting")
    waiting.set_unusable_password()
    waiting.save()
    assert hashes_of_a_try(login, monkeypatch) == 1


def hashes_of_a_try(login, monkeypatch) -> int:
    hashed = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    try_password(stranger(), login)
    return len(hashed)


def test_a_try_without_a_hash_is_found(db, monkeypatch):
    make_user(username="sokha")
    check = "accounts.backends.check_password_with_timing_attack_mitigation"
    monkeypatch.setattr(check, lambda user, password: user is not None and user.check_password(password))
    assert hashes_of_a_try("sokha", monkeypatch) == 1
    assert hashes_of_a_try("dara", monkeypatch) == 0


def test_guessing_one_name_stops_whatever_the_address(db):
    make_user(username="sokha")
    answers = [try_password(stranger(), "sokha", REMOTE_ADDR=f"203.0.113.{number}") for number in range(12)]
    assert "Too many wrong tries" in answers[-1].content.decode()
    stopped = stranger()
    try_password(stopped, "sokha", PASSWORD, REMOTE_ADDR="203.0.113.99")
    assert not is_inside(stopped)


def test_guessing_many_names_stops_by_address(db):
    make_user(username="sokha")
    for number in range(12):
        last = try_password(stranger(), f"name{number}", REMOTE_ADDR="203.0.113.7")
    assert "Too many wrong tries" in last.content.decode()
    elsewhere = stranger(REMOTE_ADDR="203.0.113.8")
    try_password(elsewhere, "sokha", PASSWORD)
    assert is_inside(elsewhere)


def test_stopped_names_are_answered_alike(db):
    make_user(username="sokha")
    pages = []
    for name in ("sokha", "dara"):
        for number in range(12):
            answer = try_password(stranger(), name, REMOTE_ADDR=f"203.0.113.{number}")
        pages.append(said(answer).replace(name, ""))
        cache.clear()
    assert pages[0] == pages[1]


def test_guessing_codes_stops(db):
    user = make_user("programme_officer", username="sokha")
    for number in range(12):
        client = stranger(REMOTE_ADDR=f"203.0.113.{number}")
        try_password(client, "sokha", PASSWORD)
        answer = client.post(reverse(SECOND), {"code": "000000"})
    assert "Too many wrong tries" in answer.content.decode()
    client.post(reverse(SECOND), {"code": code_now()})
    assert not is_inside(client)
    assert JournalEntry.objects.filter(verb="account.second_factor_failed", about_id=str(user.pk)).exists()


def test_guessing_the_password_again_stops(facilitator):
    client = signed_in(facilitator)
    for _number in range(12):
        answer = client.post(reverse("account_reauthenticate"), {"password": "wrong and wrong"})
    assert answer.status_code == 429 or "Too many wrong tries" in answer.content.decode()


def test_guessing_the_present_password_at_its_change_stops(facilitator):
    client = signed_in(facilitator)
    for _number in range(12):
        answer = client.post(
            reverse("account_change_password"),
            {
                "oldpassword": "wrong",
                "password1": "another sentence of words",
                "password2": "another sentence of words",
            },
        )
    assert answer.status_code == 429


def test_wagtails_own_doors_are_closed(db):
    make_user("communications", username="sokha")
    for method in ("get", "post"):
        answer = getattr(stranger(), method)("/admin/login/", {"username": "sokha", "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, reverse(LOGIN))
    assert stranger().post("/admin/password_reset/").url == reverse(RESET)
    assert stranger().get("/django-admin/login/").status_code == 404
    assert stranger().get("/admin/password_reset/done/").status_code == 404


def test_signing_in_gives_a_new_session_and_ends_the_old(db):
    make_user("facilitator", username="sokha")
    client = stranger()
    client.get(reverse(LOGIN))
    before = client.session.session_key
    try_password(client, "sokha", PASSWORD)
    after = client.session.session_key
    assert before
    assert before != after
    stale = stranger()
    stale.cookies["session"] = before
    assert not is_inside(stale)


def test_signing_out_kills_the_session(facilitator):
    client = signed_in(facilitator)
    old = client.session.session_key
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_inside(client)
    client.post(reverse("account_logout"))
    client.cookies["session"] = old
    assert not is_inside(client)


def test_second_factor_stands_between_password_and_desk(db):
    make_user("programme_officer", username="sokha")
    client = stranger()
    assert try_password(client, "sokha", PASSWORD).url == reverse(SECOND)
    assert not is_inside(client)
    client.post(reverse(SECOND), {"code": code_now()})
    assert is_inside(client)


def test_code_in_khmer_digits_with_a_gap_is_read(db):
    make_user("programme_officer", username="sokha")
    client = stranger()
    try_password(client, "sokha", PASSWORD)
    khmer = code_now(SECRET).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    client.post(reverse(SECOND), {"code": f"{khmer[:3]} {khmer[3:]}"})
    assert is_inside(client)


def test_code_works_once(db):
    make_user("programme_officer", username="sokha")
    code = code_now()
    first, second = stranger(), stranger()
    for client in (first, second):
        try_password(client, "sokha", PASSWORD)
        client.post(reverse(SECOND), {"code": code})
    assert (is_inside(first), is_inside(second)) == (True, False)


def test_recovery_code_opens_once(db):
    user = make_user("programme_officer", username="sokha")
    code = user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = stranger(), stranger()
    for client in (first, second):
        try_password(client, "sokha", PASSWORD)
        client.post(reverse(SECOND), {"code": code})
    assert (is_inside(first), is_inside(second)) == (True, False)


def test_reset_answers_alike_and_mails_only_the_known(db):
    make_user(email="sokha@example.org")
    answers = [stranger().post(reverse(RESET), {"email": f"{name}@example.org"}) for name in ("sokha", "dara")]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [message.to for message in mail.outbox] == [["sokha@example.org"]]


def test_reset_does_the_same_work_for_known_and_unknown(db, django_assert_num_queries, monkeypatch):
    """One look-up and one job; the rest is the worker's."""
    make_user(email="sokha@example.org")
    jobs = []
    monkeypatch.setattr(
        "accounts.views.entrance.send_new_password_mail",
        type("Job", (), {"enqueue": staticmethod(jobs.append)}),
    )
    for name in ("sokha", "dara"):
        client = stranger()
        client.get(reverse(RESET))
        with django_assert_num_queries(2):  # session, account
            client.post(reverse(RESET), {"email": f"{name}@example.org"})
    assert len(jobs) == 2
    assert jobs[1] == 0


def test_reset_mails_no_closed_account(db):
    make_user(email="sokha@example.org", is_active=False)
    stranger().post(reverse(RESET), {"email": "sokha@example.org"})
    assert mail.outbox == []


def test_reset_is_limited_by_address_alike(db):
    make_user(email="sokha@example.org")
    codes = []
    for name in ("sokha", "dara"):
        codes.append([stranger().post(reverse(RESET), {"email": f"{name}@example.org"}).status_code for _ in range(8)])
        cache.clear()
    assert codes[0] == codes[1]
    assert codes[0][-1] == 429


def test_link_of_the_mail_sets_a_password_and_leaves_the_second_factor(db):
    user = make_user("programme_officer", username="sokha", email="sokha@example.org")
    inside = signed_in(user)
    stranger().post(reverse(RESET), {"email": "sokha@example.org"})
    path = re.search(r"http://localhost:8000(/desk/link/\S+)", mail.outbox[0].body)[1]
    new = "another sentence of words"
    stranger().post(path, {"password": new, "password_again": new})
    client = stranger()
    assert try_password(client, "sokha", new).url == reverse(SECOND)
    assert not is_inside(inside)
    assert OneTimeLink.objects.get().used_at is not None


def test_mail_names_nothing_but_the_link(db):
    make_user(full_name="Chan Sokha", username="sokha", email="sokha@example.org")
    stranger().post(reverse(RESET), {"email": "sokha@example.org"})
    message = mail.outbox[0]
    assert "Chan" not in message.subject + message.body
    assert "sokha" not in message.subject + message.body


def test_nobody_signs_up(db):
    assert stranger().get("/accounts/signup/").status_code == 404
    assert stranger().get("/accounts/email/").status_code == 404
    assert stranger().get("/accounts/password/set/").status_code == 404


def test_journal_knows_of_sign_in_without_any_typed_name(db):
    user = make_user("facilitator", username="sokha")
    client = stranger()
    try_password(client, "sokha.chan@example.org", "wrong and wrong")
    try_password(client, "sokha", PASSWORD)
    client.post(reverse("account_logout"))
    lines = JournalEntry.objects.filter(kind="security").order_by("pk")
    assert [(line.verb, line.actor_id) for line in lines] == [
        ("account.sign_in_failed", None),
        ("account.signed_in", user.pk),
        ("account.signed_out", user.pk),
    ]
    assert "sokha" not in str(list(JournalEntry.objects.values()))


def test_next_page_is_never_another_site(db):
    make_user("facilitator", username="sokha")
    answer = stranger().post(
        reverse(LOGIN), {"login": "sokha", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.url == reverse("desk")


def test_passkey_of_a_closed_account_opens_nothing(db, rf):
    from accounts.adapter import PortalAccountAdapter

    closed = make_user(is_active=False)
    request = rf.post("/accounts/2fa/webauthn/login/")
    request.session, request._messages = stranger().session, type("None", (), {"add": lambda *args: None})()
    answer = PortalAccountAdapter(request).pre_login(
        request, closed, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=None
    )
    assert answer.url == reverse(LOGIN)


def test_passkey_login_offers_a_challenge(db):
    answer = stranger().get(
        reverse("mfa_login_webauthn"), headers={"accept": "application/json"}, HTTP_HOST="localhost"
    )
    assert answer.json()["request_options"]["publicKey"]["rpId"] == "localhost"


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", "[]", '{"id": 1}', '{"response": {"userHandle": 5}}', "x" * 5000]
)
def test_broken_passkeys_are_refused_without_an_error(db, credential):
    client = stranger()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert (answer.status_code, answer.url) == (302, reverse(LOGIN))
