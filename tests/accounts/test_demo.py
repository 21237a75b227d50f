"""Demo accounts: listed for this machine, and only in the demonstration."""

import pytest
from django.test import Client

from accounts.demo import add_demo_account, demo_accounts, list_path, write_list
from accounts.models import User
from accounts.roles import ROLES
from tests.factories.accounts import stranger
from tests.factories.places import make_area

HERE = {"HTTP_HOST": "localhost"}


@pytest.fixture
def demo(settings, tmp_path):
    settings.IS_DEMO, settings.VAR_DIR = True, tmp_path
    return settings


@pytest.mark.parametrize("role", ROLES)
def test_demo_account_signs_in_with_what_the_list_says(db, demo, role):
    area = make_area("05") if role == "area_officer" else None
    user, account = add_demo_account(username=role, full_name="Invented", role=role, area=area)
    write_list([account])
    [listed] = demo_accounts()
    client = stranger()
    client.post("/accounts/login/", {"login": listed.username, "password": listed.password}, **HERE)
    if listed.code:
        client.post("/accounts/2fa/authenticate/", {"code": listed.code}, **HERE)
    assert client.get("/desk/accounts/mine/", **HERE).status_code == 200
    assert bool(listed.code) == ROLES[role].needs_second_factor
    assert user.is_demo


def test_list_is_shown_on_this_machine_with_the_present_code(db, demo):
    _user, account = add_demo_account(username="amina", full_name="Invented", role="administrator")
    write_list([account])
    page = stranger().get("/demo/", **HERE)
    assert [word in page.content.decode() for word in (account.username, account.password, account.code)] == [True] * 3
    assert page.headers["Cache-Control"] == "no-store"
    assert oct(list_path().stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    "elsewhere", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_HOST": "testserver"}]
)
def test_list_is_not_found_from_elsewhere(db, demo, elsewhere):
    write_list([add_demo_account(username="amina", full_name="Invented", role="donor")[1]])
    assert Client().get("/demo/", **{**HERE, **elsewhere}).status_code == 404


def test_list_is_not_found_where_things_are_real(db, demo):
    write_list([add_demo_account(username="amina", full_name="Invented", role="donor")[1]])
    demo.IS_DEMO = False
    assert Client().get("/demo/", **HERE).status_code == 404


def test_no_list_is_no_error(db, demo):
    assert demo_accounts() == []
    assert Client().get("/demo/", **HERE).status_code == 200


def test_passwords_differ_between_accounts(db, demo):
    made = [add_demo_account(username=f"a{number}", full_name="x", role="donor")[1].password for number in range(5)]
    assert len(set(made)) == 5
    assert User.objects.filter(is_demo=True).count() == 5
