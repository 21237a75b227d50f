"""The pages of keys for other systems: who opens them, and the key on a screen once."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from accounts.reads.tokens import token_shown
from tests.accounts.downloads.reading import proven, warm
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.places import make_area

pytestmark = pytest.mark.django_db

LIST, MAKE = "/desk/accounts/systems/", "/desk/accounts/systems/make/"
ANSWERS = {"system": "Statistics", "reason": "Reports of each quarter", "scopes": ["places", "targets"], "days": "30"}


@pytest.fixture
def officer():
    return make_user("programme_officer", area=make_area("05"))


def test_a_key_is_made_after_a_fresh_second_factor_and_shown_once(officer):
    client = signed_in(officer)
    for answer in (client.get(MAKE), client.post(MAKE, {**ANSWERS, "area": "mef05"})):
        assert "/accounts/2fa/reauthenticate/" in answer.url
    assert ApiToken.objects.count() == 0
    proven(client)
    assert client.get(MAKE).status_code == 200
    answer = client.post(MAKE, {**ANSWERS, "area": "mef05"})
    (plain,) = re.findall(r"ccpr_[A-Za-z0-9_-]{43}", answer.text)
    assert token_shown(f"Bearer {plain}") == ApiToken.objects.get()
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    page = client.get(LIST).text
    assert plain not in page
    assert plain[:9] in page


def test_an_old_proof_is_not_enough(officer):
    assert "/accounts/2fa/reauthenticate/" in proven(signed_in(officer), age=700).get(MAKE).url
    assert "/accounts/2fa/reauthenticate/" in proven(signed_in(officer), method="password").get(MAKE).url


def test_the_form_offers_what_the_maker_sees_and_asks_for_the_place(officer):
    client = proven(signed_in(officer))
    page = client.get(MAKE).text
    assert [scope for scope in ("targets", "quarters", "services") if f'value="{scope}"' not in page] == []
    answer = client.post(MAKE, ANSWERS)
    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)
    assert "Choose a place." in answer.text
    administrator = proven(signed_in(make_user("administrator")))
    page = administrator.get(MAKE).text
    assert 'value="groups"' in page
    assert 'value="targets"' not in page
    assert administrator.post(MAKE, {**ANSWERS, "scopes": ["targets"]}).status_code == 200
    assert ApiToken.objects.count() == 0


def test_a_place_beyond_the_maker_is_refused(officer):
    make_area("10")
    answer = proven(signed_in(officer)).post(MAKE, {**ANSWERS, "area": "mef10"})
    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)


def test_officers_see_their_own_keys_and_who_keeps_accounts_sees_all(officer):
    own, other = make_token(officer, system="Own system"), make_token(system="Another system")
    assert "Another system" not in signed_in(officer).get(LIST).text
    page = signed_in(make_user("administrator")).get(LIST).text
    assert ("Own system" in page, "Another system" in page) == (True, True)
    assert signed_in(officer).post(reverse("accounts:end_token", args=[other.pk])).status_code == 404
    assert signed_in(officer).post(reverse("accounts:end_token", args=[own.pk])).status_code == 302
    assert set(ApiToken.objects.filter(ended_at__isnull=False)) == {own}
    signed_in(make_user("administrator")).post(reverse("accounts:end_token", args=[other.pk]))
    assert ApiToken.objects.filter(ended_at__isnull=False).count() == 2


def test_looking_ends_nothing(officer):
    token = make_token(officer)
    assert signed_in(officer).get(reverse("accounts:end_token", args=[token.pk])).status_code == 405
    assert ApiToken.objects.get().ended_at is None


@pytest.mark.parametrize("role", ["facilitator", "area_officer", "safeguarding_officer", "donor", None])
def test_others_find_no_such_page(role):
    client = signed_in(make_user(role))
    assert [client.get(path).status_code for path in (LIST, MAKE)] == [404, 404]


def test_who_lost_the_role_sees_no_key_any_more(officer):
    make_token(officer)
    officer.role_grants.update(ended_on=timezone.localdate(), revoked_at=timezone.now())
    assert signed_in(officer).get(LIST).status_code == 404


def test_the_list_costs_the_same_for_one_key_and_for_thirty(officer, django_assert_num_queries):
    administrator = make_user("administrator")
    make_token(officer, area=make_area("05"))
    client = warm(signed_in(administrator))
    client.get(LIST)
    with django_assert_num_queries(7):
        assert client.get(LIST).text.count("End this key") == 1
    for number in range(29):
        make_token(make_user("programme_officer"), area=make_area(f"{number % 20 + 1:02}"))
    with django_assert_num_queries(7):
        assert client.get(LIST).text.count("End this key") == 30
