"""Demo accounts: listed for this machine, and only in the demonstration."""

import json

import pytest
from django.test import Client

from accounts.demo import demo_accounts, list_path
from tests.factories.accounts import PASSWORD, SECRET, make_user, stranger

HERE = {"HTTP_HOST": "localhost"}


@pytest.fixture
def listed(db, settings, tmp_path):
    """A demonstration with one account whose role needs a second factor and one whose role does not."""
    settings.IS_DEMO, settings.VAR_DIR = True, tmp_path
    cards = []
    for role, secret in (("administrator", SECRET), ("donor", "")):
        make_user(role, username=f"demo-{role}", is_demo=True)
        cards.append({"username": f"demo-{role}", "password": PASSWORD, "role": role, "totp_secret": secret})
    list_path().write_text(json.dumps(cards), encoding="utf-8")
    return settings


@pytest.mark.parametrize("number", [0, 1])
def test_what_the_list_says_opens_the_desk(listed, number):
    account = demo_accounts()[number]
    client = stranger()
    client.post("/accounts/login/", {"login": account.username, "password": account.password}, **HERE)
    if account.code:
        client.post("/accounts/2fa/authenticate/", {"code": account.code}, **HERE)
    assert client.get("/desk/accounts/mine/", **HERE).status_code == 200
    assert bool(account.code) == (account.role == "administrator")


def test_list_is_shown_on_this_machine_with_the_present_code(listed):
    account = demo_accounts()[0]
    page = stranger().get("/demo/", **HERE)
    assert [word in page.content.decode() for word in (account.username, account.password, account.code)] == [True] * 3
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "elsewhere", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_HOST": "testserver"}]
)
def test_list_is_not_found_from_elsewhere(listed, elsewhere):
    assert Client().get("/demo/", **{**HERE, **elsewhere}).status_code == 404


def test_list_is_not_found_where_things_are_real(listed):
    listed.IS_DEMO = False
    assert Client().get("/demo/", **HERE).status_code == 404


def test_no_list_is_no_error(listed):
    list_path().unlink()
    assert demo_accounts() == []
    assert Client().get("/demo/", **HERE).status_code == 200
