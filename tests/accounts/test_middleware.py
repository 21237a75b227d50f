"""The gate: what must come first, who may go on, and when a session is over. And the language of a page."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import gate, person_language
from accounts.models import JournalEntry, User
from accounts.roles import ROLES
from tests.factories.accounts import make_grant, make_second_factor, make_user, signed_in, stranger

ROLES_WITH_POWERS = [key for key, role in ROLES.items() if role.needs_second_factor]
ROLES_WITHOUT = [key for key, role in ROLES.items() if not role.needs_second_factor]
MINE = "/desk/accounts/mine/"


def where(answer):
    return answer.url.split("?")[0] if answer.status_code == 302 else answer.status_code


def test_roles_that_see_names_beyond_their_groups_have_powers():
    assert set(ROLES_WITH_POWERS) == {"programme_officer", "safeguarding_officer", "focal_point", "administrator"}


@pytest.mark.parametrize("role", ROLES_WITH_POWERS)
def test_role_with_powers_sets_up_a_second_factor_first(db, role):
    client = signed_in(make_user(role, second_factor=False))
    assert where(client.get(MINE)) == reverse("mfa_activate_totp")
    assert where(client.post("/desk/notices/read/")) == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", ROLES_WITH_POWERS)
def test_role_with_powers_passes_with_a_second_factor(db, role):
    assert signed_in(make_user(role, second_factor=True)).get(MINE).status_code == 200


@pytest.mark.parametrize("role", ROLES_WITHOUT)
def test_other_roles_pass_without(db, role):
    assert signed_in(make_user(role)).get(MINE).status_code == 200


def test_second_factor_is_asked_for_as_soon_as_a_role_needs_it(facilitator):
    client = signed_in(facilitator)
    assert client.get(MINE).status_code == 200
    make_grant(facilitator, "programme_officer")
    assert where(client.get(MINE)) == reverse("mfa_activate_totp")


def test_second_factor_taken_away_elsewhere_ends_the_session(db, administrator):
    from accounts.actions.accounts import remove_second_factor

    officer = make_user("programme_officer")
    client = signed_in(officer)
    assert client.get(MINE).status_code == 200
    remove_second_factor(user=officer, by=administrator)
    assert where(client.get(MINE)) == reverse("account_login")


def test_code_of_conduct_comes_first(db):
    user = make_user("programme_officer", second_factor=False, code_of_conduct_accepted_at=None)
    client = signed_in(user)
    assert where(client.get(MINE)) == reverse("accounts:conduct")
    assert client.get(reverse("accounts:conduct")).status_code == 200
    client.post(reverse("accounts:conduct"))
    user.refresh_from_db()
    assert abs(timezone.now() - user.code_of_conduct_accepted_at) < timedelta(minutes=1)
    assert where(client.get(MINE)) == reverse("mfa_activate_totp")


def test_language_may_be_changed_before_the_code_of_conduct(db):
    user = make_user("facilitator", code_of_conduct_accepted_at=None)
    answer = signed_in(user).post(reverse("set_language"), {"language": "km", "next": "/desk/accounts/conduct/"})
    assert answer.url == "/desk/accounts/conduct/"
    user.refresh_from_db()
    assert user.language == "km"


def test_part_of_a_page_is_sent_to_the_gate_as_a_whole(db):
    client = signed_in(make_user("programme_officer", second_factor=False))
    answer = client.get(MINE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("path", ["/desk/", "/desk/no-such-page/", "/admin/", "/admin/pages/", "/admin/jsi18n/"])
def test_stranger_is_asked_to_sign_in(db, path):
    assert where(Client().get(path)) == reverse("account_login")


def test_part_of_a_page_asked_for_by_a_stranger_leads_the_whole_page_to_sign_in(db):
    answer = Client().get("/desk/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("account_login"))


EDITORS = ["communications", "khmer_editor", "safeguarding_officer", "administrator"]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in EDITORS])
def test_wagtail_is_shut_for_who_may_not_publish(db, role):
    user = make_user(role)
    assert signed_in(user).get("/admin/").status_code == 404
    assert JournalEntry.objects.get(kind="refused").actor == user


@pytest.mark.parametrize("role", EDITORS)
def test_wagtail_is_open_for_who_may_publish(db, role):
    assert signed_in(make_user(role)).get("/admin/").status_code == 200


def test_wagtail_is_shut_when_the_role_is_over_though_the_group_remembers(db):
    user = make_user("communications")
    user.role_grants.update(began_on=timezone.localdate() - timedelta(9), ended_on=timezone.localdate() - timedelta(1))
    user.groups.add(Group.objects.get(name="Communications"))
    assert signed_in(user).get("/admin/").status_code == 404


@pytest.mark.parametrize("role", ["communications", "administrator"])
@pytest.mark.parametrize(
    "path",
    ["/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/", "/admin/bulk/accounts/user/delete/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_screens_for_people_are_closed_for_all(db, role, path, method):
    user = make_user(role)
    answer = getattr(signed_in(user), method)(path, {"is_superuser": "on", "is_staff": "on"})
    assert answer.status_code == 404
    assert not User.objects.filter(is_superuser=True).exists()


def test_wagtails_account_page_leads_to_our_own(db):
    client = signed_in(make_user("communications"))
    assert where(client.get("/admin/account/")) == reverse("accounts:mine")
    assert where(client.post("/admin/account/")) == reverse("accounts:mine")


@pytest.mark.parametrize("path", [MINE, "/accounts/2fa/", "/admin/"])
def test_nothing_behind_sign_in_stays_in_a_cache(db, path):
    assert signed_in(make_user("communications")).get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("role", "minutes", "is_over"), [
    ("programme_officer", 59, False),
    ("programme_officer", 61, True),
    ("facilitator", 61, False),
    ("facilitator", 11 * 60 + 59, False),
    ("facilitator", 12 * 60 + 1, True),
])  # fmt: skip
def test_session_ends_when_idle(db, role, minutes, is_over):
    start = timezone.now().replace(hour=3, minute=0)
    user = make_user(role)
    with time_machine.travel(start, tick=False) as clock:
        client = signed_in(user)
        client.get(MINE)
        clock.shift(timedelta(minutes=minutes))
        answer = client.get(MINE)
    assert where(answer) == (reverse("account_login") if is_over else 200)
    assert "_auth_user_id" not in client.session or not is_over


def test_session_goes_on_while_something_is_done(db):
    user = make_user("programme_officer")
    with time_machine.travel(timezone.now().replace(hour=3, minute=0), tick=False) as clock:
        client = signed_in(user)
        for _half_hour in range(4):
            assert client.get(MINE).status_code == 200
            clock.shift(timedelta(minutes=30))


def test_stamp_is_written_at_most_every_five_minutes(db, django_assert_num_queries):
    user = make_user("facilitator")
    with time_machine.travel(timezone.now().replace(hour=3, minute=0), tick=False) as clock:
        client = signed_in(user)
        client.get(MINE)
        first = client.session["seen_at"]
        clock.shift(timedelta(minutes=4))
        client.get(MINE)
        assert client.session["seen_at"] == first
        clock.shift(timedelta(minutes=2))
        client.get(MINE)
        assert client.session["seen_at"] == int(time.time())


def test_demo_account_is_signed_out_when_it_comes_from_elsewhere(db):
    client = signed_in(make_user("facilitator", is_demo=True))
    assert client.get(MINE, HTTP_HOST="localhost").status_code == 200
    assert where(client.get(MINE, HTTP_HOST="localhost", REMOTE_ADDR="203.0.113.7")) == reverse("account_login")
    assert where(client.get(MINE, HTTP_HOST="localhost")) == reverse("account_login")


def test_closed_account_is_out_at_once(db):
    user = make_user("facilitator")
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert where(client.get(MINE)) == reverse("account_login")


def language(client, path="/accounts/login/", **extra):
    return client.get(path, **extra).headers["Content-Language"]


def test_strangers_read_khmer_unless_their_cookie_says_otherwise(db):
    assert language(Client(), headers={"accept-language": "en"}) == "km"
    assert language(stranger()) == "en"
    client = Client()
    client.cookies["language"] = "xx"
    assert language(client) == "km"


def test_person_reads_their_language_whatever_the_cookie(db):
    client = signed_in(make_user("facilitator", language="km"))
    client.cookies["language"] = "en"
    assert language(client, MINE) == "km"


def test_public_page_keeps_the_language_of_its_path(db):
    client = signed_in(make_user("facilitator", language="km"))
    assert language(client, "/en/no-such-page/") == "en"
    assert language(client, "/km/no-such-page/") == "km"


class Untouchable:
    """A user whom nobody may ask anything."""

    def __getattr__(self, name):
        pytest.fail(f"The session was read for {name}.")


@pytest.mark.parametrize("path", ["/km/", "/en", "/en/help/"])
def test_public_page_asks_for_no_session(rf, path):
    request = rf.get(path)
    request.user = request.session = Untouchable()
    answer = person_language(gate(lambda request: HttpResponse("open")))(request)
    assert (answer.content, "Cache-Control" in answer.headers) == (b"open", False)


def test_unknown_page_of_the_desk_is_not_found_and_leads_nowhere(db):
    assert signed_in(make_user("facilitator")).get("/desk/no-such-page/").status_code == 404


def test_stranger_changes_the_language_by_cookie(db):
    answer = Client().post(reverse("set_language"), {"language": "en", "next": "/accounts/login/"})
    assert (answer.url, answer.cookies["language"].value) == ("/accounts/login/", "en")


@pytest.mark.parametrize("wish", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_language_switch_leads_to_no_other_site(db, wish):
    assert Client().post(reverse("set_language"), {"language": "en", "next": wish}).url == reverse("desk")


@pytest.mark.parametrize("language_wish", ["", "fr", "km\0", "x" * 999])
def test_language_switch_refuses_what_it_does_not_know(db, language_wish):
    answer = Client().post(reverse("set_language"), {"language": language_wish, "next": "/accounts/login/"})
    assert (answer.status_code, "language" in answer.cookies) == (302, False)


def test_removing_ones_own_second_factor_ends_every_other_session(facilitator):
    make_second_factor(facilitator)
    here, there = signed_in(facilitator), signed_in(facilitator)
    session = here.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(facilitator.pk)
    session.save()
    here.post(reverse("mfa_deactivate_totp"))
    assert facilitator.authenticator_set.count() == 0
    assert (here.get(MINE).status_code, where(there.get(MINE))) == (200, reverse("account_login"))


def test_last_second_factor_stays_where_a_role_needs_it(db):
    user = make_user("programme_officer")
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Set up another one first." in page
    assert user.authenticator_set.filter(type="totp").exists()
