"""Setting up the second step: app, recovery codes, passkeys; each page opens and says what it should."""

import time

import pytest
from django.urls import reverse

from accounts.models import JournalEntry
from tests.factories.accounts import PASSWORD, code_now, make_second_factor, make_user, signed_in, stranger


@pytest.fixture
def officer(db):
    return make_user("programme_officer", username="sokha", second_factor=False)


def proven(client, user):
    """As if the password had been typed this minute."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def test_new_officer_is_led_from_the_password_to_the_desk(officer):
    client = stranger()
    client.post(reverse("account_login"), {"login": "sokha", "password": PASSWORD})
    page = client.get(reverse("accounts:mine"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    page = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    codes = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    assert [code in page.content.decode() for code in codes] == [True] * 10
    assert client.get(reverse("accounts:mine")).status_code == 200


def test_wrong_first_code_sets_up_nothing(officer):
    client = proven(signed_in(officer), officer)
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert officer.authenticator_set.count() == 0


def test_recovery_codes_are_shown_once(officer):
    make_second_factor(officer)
    client = proven(signed_in(officer), officer)
    codes = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    first, second = (client.get(reverse("mfa_view_recovery_codes")).content.decode() for _time in range(2))
    assert ([code in first for code in codes], [code in second for code in codes]) == ([True] * 10, [False] * 10)
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_new_recovery_codes_end_the_old(officer):
    make_second_factor(officer)
    old = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    client = proven(signed_in(officer), officer)
    page = client.post(reverse("mfa_generate_recovery_codes"), follow=True).content.decode()
    assert [code in page for code in old] == [False] * 10
    new = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    assert [code in page for code in new] == [True] * 10


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_change_password"]
)
def test_what_matters_asks_for_a_fresh_proof(facilitator, name):
    client = signed_in(facilitator)
    if name == "account_change_password":
        assert client.post(reverse(name), {"oldpassword": "wrong"}).context["form"].errors
        return
    answer = client.get(reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_reauthenticate"))


def test_proof_grows_old(facilitator):
    client = proven(signed_in(facilitator), facilitator)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 601}]
    session.save()
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_proof_by_password_leads_back(facilitator):
    client = signed_in(facilitator)
    asked = client.get(reverse("mfa_activate_totp")).url
    assert "Is it you?" in client.get(asked).content.decode()
    answer = client.post(asked, {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    assert answer.url == reverse("mfa_activate_totp")
    assert client.get(answer.url).status_code == 200


def test_proof_by_code_leads_back(officer):
    make_second_factor(officer)
    client = signed_in(officer)
    page = client.get(reverse("mfa_reauthenticate"))
    assert "Is it you?" in page.content.decode()
    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assert client.get(reverse("mfa_add_webauthn"), HTTP_HOST="localhost").status_code == 200


def test_proof_of_another_person_does_not_count(facilitator):
    client = proven(signed_in(facilitator), make_user())
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "account_logout"])
def test_page_opens_for_everyone_signed_in(facilitator, name):
    assert signed_in(facilitator).get(reverse(name)).status_code == 200


def test_password_change_keeps_this_session_and_ends_others(facilitator):
    here, there = signed_in(facilitator), signed_in(facilitator)
    new = "another sentence of words"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.url == reverse("accounts:mine")
    assert here.get(reverse("accounts:mine")).status_code == 200
    assert there.get(reverse("accounts:mine")).status_code == 302
    assert JournalEntry.objects.filter(verb="account.password_changed", actor=facilitator).count() == 1


def test_journal_knows_when_second_factors_come_and_go(facilitator, django_capture_on_commit_callbacks):
    client = proven(signed_in(facilitator), facilitator)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    lines = JournalEntry.objects.filter(verb__contains="second_factor").order_by("pk")
    assert [(line.verb, line.details["type"], line.actor_id) for line in lines] == [
        ("account.second_factor_added", "totp", facilitator.pk),
        ("account.second_factor_added", "recovery_codes", facilitator.pk),
        ("account.second_factor_removed", "totp", facilitator.pk),
        ("account.second_factor_removed", "recovery_codes", facilitator.pk),
    ]


@pytest.mark.parametrize("credential", ["", "{}", "null", '{"id": 1}', '{"id": "x", "rawId": "x", "response": {}}'])
@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_broken_passkeys_are_refused_without_an_error(facilitator, name, credential):
    client = proven(signed_in(facilitator), facilitator)
    client.get(reverse(name), HTTP_HOST="localhost")
    answer = client.post(reverse(name), {"credential": credential, "name": "x"}, HTTP_HOST="localhost")
    assert answer.status_code in (200, 302)
    assert facilitator.authenticator_set.count() == 0
