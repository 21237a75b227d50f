"""Codes read over the phone: only for facilitators, once, for a quarter of an hour; strangers learn nothing (P11)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate, hashers
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.actions import codes
from accounts.actions.codes import choose_password_by_code, open_reset_code
from accounts.actions.links import open_new_password_link
from accounts.actions.roles import AccountIsClosed, NotYours
from accounts.models import JournalEntry, Notice, ResetCode, User
from tests.factories.accounts import (
    make_code,
    make_grant,
    make_second_factor,
    make_user,
    signed_in,
    stranger,
)

DOOR = "account_code"
NEW = "another sentence of words"
CODE = "01234567"


@pytest.fixture
def officer(db):
    return make_user("area_officer")


def type_in(client, username, code=CODE, password=NEW, again=None, **extra):
    typed = {"username": username, "code": code, "password": password, "password_again": again or password}
    return client.post(reverse(DOOR), typed | extra.pop("more", {}), **extra)


def is_inside(client):
    return client.get(reverse("accounts:mine")).status_code == 200


def said(answer, username):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return page.replace(username, "")


# --- opened ----------------------------------------------------------------------------------------------------------
def test_code_is_eight_digits_kept_as_a_keyed_hash(officer, facilitator, settings):
    code = open_reset_code(user=facilitator, by=officer)
    assert re.fullmatch(r"\d{8}", code)
    assert code not in str(ResetCode.objects.values().get()) + str(list(JournalEntry.objects.values()))
    kept = ResetCode.objects.get().code_hash
    assert codes.hash_of(code, facilitator.pk) == kept
    settings.SECRET_KEY = "another key of the portal"
    assert codes.hash_of(code, facilitator.pk) != kept


def test_same_digits_of_two_accounts_have_two_hashes():
    assert codes.hash_of(CODE, 1) != codes.hash_of(CODE, 2)


def test_earlier_code_ends_with_a_new_one(officer, facilitator):
    first, second = open_reset_code(user=facilitator, by=officer), open_reset_code(user=facilitator, by=officer)
    assert [type_in(stranger(), facilitator.username, code).status_code for code in (first, second)] == [200, 302]


def test_person_is_told_that_a_code_was_opened(officer, facilitator):
    open_reset_code(user=facilitator, by=officer)
    assert Notice.objects.get().text_key == "code_opened"


@pytest.mark.parametrize(
    "role", ["programme_officer", "area_officer", "administrator", "safeguarding_officer", "donor"]
)
@pytest.mark.parametrize("days", [0, 3])
def test_who_holds_another_role_has_no_code(officer, facilitator, role, days):
    make_grant(facilitator, role, began_on=timezone.localdate() + timedelta(days=days))
    with pytest.raises(codes.ReachesBeyondOwnGroups):
        open_reset_code(user=facilitator, by=officer)
    assert ResetCode.objects.count() == 0


def test_role_that_is_over_stands_in_no_code_s_way(officer, facilitator):
    make_grant(facilitator, "area_officer", ended_on=timezone.localdate() - timedelta(days=1))
    assert open_reset_code(user=facilitator, by=officer)


def test_closed_account_and_ones_own_have_no_code(officer, facilitator):
    facilitator.is_active = False
    with pytest.raises(AccountIsClosed):
        open_reset_code(user=facilitator, by=officer)
    with pytest.raises(NotYours):
        open_reset_code(user=officer, by=officer)


@pytest.mark.parametrize("role", ["facilitator", "donor", "safeguarding_officer", "administrator"])
def test_code_is_opened_by_who_manages_facilitations_only(facilitator, role):
    with pytest.raises(NotYours):
        open_reset_code(user=facilitator, by=make_user(role))


# --- used ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["01234567", "0123 4567", "0123-4567", "០១២៣ ៤៥៦៧", " 0 1 2 3 4 5 6 7 "])
def test_code_opens_the_account_with_a_new_password(db, typed):
    make_code(make_user("facilitator", username="sokha"), CODE)
    client = stranger()
    answer = type_in(client, "Sokha", typed)
    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert is_inside(client)
    assert authenticate(None, username="sokha", password=NEW) == User.objects.get()


def test_code_works_once(db):
    user = make_code().user
    assert type_in(stranger(), user.username).status_code == 302
    again = type_in(stranger(), user.username, password="a third sentence of words")
    assert "is not right, or the code is over" in again.content.decode()
    assert authenticate(None, username=user.username, password=NEW) == user


def test_code_lasts_a_quarter_of_an_hour(officer, facilitator):
    code = open_reset_code(user=facilitator, by=officer)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert type_in(stranger(), facilitator.username, code).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=14, seconds=50)):
        assert type_in(stranger(), facilitator.username, code).status_code == 302


def test_using_a_code_ends_every_session_and_every_link(administrator, facilitator):
    inside, code = signed_in(facilitator), make_code(facilitator)
    link = open_new_password_link(user=facilitator, by=administrator)
    type_in(stranger(), facilitator.username)
    assert code.user_id == facilitator.pk
    assert not is_inside(inside)
    assert stranger().get(link).status_code == 410


def test_role_given_meanwhile_shuts_the_code(facilitator):
    make_code(facilitator)
    make_grant(facilitator, "programme_officer")
    client = stranger()
    assert type_in(client, facilitator.username).status_code == 200
    assert not is_inside(client)


def test_code_does_not_pass_the_second_step(facilitator):
    make_second_factor(facilitator)
    make_code(facilitator)
    client = stranger()
    assert type_in(client, facilitator.username).url.startswith(reverse("mfa_authenticate"))
    assert not is_inside(client)


@pytest.mark.parametrize(
    ("wish", "leads_to"), [("/field/", "/field/"), ("https://elsewhere.example/", "/desk/"), ("//x.example", "/desk/")]
)
def test_who_came_from_the_app_comes_back_to_it(facilitator, wish, leads_to):
    make_code(facilitator)
    page = stranger().get(reverse(DOOR), {"next": wish})
    assert ("next" in page.context and page.context["next"] == wish) == (leads_to == wish)
    assert type_in(stranger(), facilitator.username, more={"next": wish}).url == leads_to


@pytest.mark.parametrize("password", ["short", "password1234", "sokhachantrea"])
def test_bad_password_leaves_the_code_usable(db, password):
    make_code(make_user("facilitator", username="sokhachantrea"))
    answer = type_in(stranger(), "sokhachantrea", password=password)
    assert "password" in answer.context["form"].errors
    assert type_in(stranger(), "sokhachantrea").status_code == 302


def test_password_like_the_own_address_leaves_the_code_usable(db):
    """Only the right code tells the address of the person, so this is judged after it."""
    make_code(make_user("facilitator", username="sokha", email="chantrea.bopharath@example.org"))
    refused = type_in(stranger(), "sokha", password="chantrea.bopharath")
    assert "password" in refused.context["form"].errors
    assert type_in(stranger(), "sokha").status_code == 302


# --- strangers -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["no code", "over", "closed", "unknown", "wrong"])
def test_every_refusal_has_the_same_words(db, state):
    known = make_user("facilitator", username="sokha")
    if state == "over":
        make_code(
            known, created_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now() - timedelta(seconds=1)
        )
    if state in ("closed", "wrong"):
        make_code(known)
    User.objects.filter(pk=known.pk).update(is_active=state != "closed")
    name, code = ("dara" if state == "unknown" else "sokha"), ("76543210" if state == "wrong" else CODE)
    answer, reference = type_in(stranger(), name, code), type_in(stranger(), "nobody", code)
    assert answer.status_code == 200
    assert said(answer, name) == said(reference, "nobody")


@pytest.mark.parametrize("name", ["sokha", "dara", "spent"])
def test_every_try_costs_one_hash_and_one_line(db, name, monkeypatch):
    make_code(make_user("facilitator", username="sokha"))
    make_user("facilitator", username="spent")
    hashed = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args))
    with pytest.raises(codes.CodeRefused):
        choose_password_by_code(username=name, code="76543210", password=NEW)
    assert len(hashed) == 1
    assert JournalEntry.objects.filter(verb="code.refused", about_id="", actor=None).count() == 1


def test_code_dies_of_five_wrong_tries(db):
    user = make_code().user
    for number in range(5):
        type_in(stranger(), user.username, "76543210", REMOTE_ADDR=f"203.0.113.{number}")
    cache.clear()
    assert ResetCode.objects.get().wrong_tries == 5
    assert type_in(stranger(), user.username, REMOTE_ADDR="203.0.113.99").status_code == 200


def test_four_wrong_tries_leave_the_code(db):
    user = make_code().user
    for number in range(4):
        type_in(stranger(), user.username, "76543210", REMOTE_ADDR=f"203.0.113.{number}")
    assert type_in(stranger(), user.username, REMOTE_ADDR="203.0.113.99").status_code == 302


def test_guessing_one_name_stops_whatever_the_address_and_whether_it_is_known(db):
    make_code(make_user("facilitator", username="sokha"))
    pages = []
    for name in ("sokha", "dara"):
        for number in range(6):
            answer = type_in(stranger(), name, "76543210", REMOTE_ADDR=f"203.0.113.{number}")
        pages.append(said(answer, name))
        cache.clear()
    assert "Too many wrong tries" in pages[0]
    assert pages[0] == pages[1]


def test_guessing_many_names_stops_by_address(db):
    user = make_code().user
    for number in range(11):
        answer = type_in(stranger(), f"name{number}", REMOTE_ADDR="203.0.113.7")
    assert "Too many wrong tries" in answer.content.decode()
    client = stranger(REMOTE_ADDR="203.0.113.7")
    type_in(client, user.username)
    assert not is_inside(client)


def test_nothing_typed_is_shown_or_written(db, caplog):
    answer = type_in(stranger(), "sokha", "76543210", password=NEW)
    assert NEW not in answer.content.decode()
    assert "sokha" not in str(list(JournalEntry.objects.values())) + caplog.text


def test_journal_tells_that_a_code_was_opened_and_used(officer, facilitator):
    code = open_reset_code(user=facilitator, by=officer)
    type_in(stranger(), facilitator.username, code)
    rows = JournalEntry.objects.filter(kind="security").order_by("pk").values_list("verb", "actor")
    assert list(rows) == [
        ("code.opened", officer.pk),
        ("code.used", facilitator.pk),
        ("account.password_changed", facilitator.pk),
        ("account.signed_in", facilitator.pk),
    ]


def test_sign_in_page_leads_to_the_code_and_keeps_the_way(db):
    page = stranger().get(reverse("account_login"), {"next": "/field/"}).content.decode()
    assert f'href="{reverse(DOOR)}?next=/field/"' in page
