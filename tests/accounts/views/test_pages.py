"""Every page of accounts opens for whom it is meant, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import JournalEntry
from tests.factories.accounts import make_grant, make_notice, make_user, signed_in

EVERYONE = [
    "accounts:roles",
    "accounts:mine",
    "accounts:my_details",
    "accounts:my_sessions",
    "accounts:conduct",
    "notices:list",
]
FOR_ONE = ["accounts:account", "accounts:grant", "accounts:close", "accounts:open", "accounts:end_sessions"]
OF_KEEPERS = [*FOR_ONE, "accounts:remove_second_factor"]


def fresh(client):
    """As if the password had just been typed."""
    session = client.session
    user_id = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
    session["account_authentication_methods_user"] = user_id
    session.save()
    return client


@pytest.mark.parametrize("name", EVERYONE)
def test_page_opens_for_everyone_signed_in(facilitator, name):
    make_notice(facilitator)
    assert fresh(signed_in(facilitator)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*EVERYONE, "accounts:list", "accounts:invite", "journal:list"])
def test_stranger_is_asked_to_sign_in(db, name):
    answer = Client().get(reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", OF_KEEPERS)
def test_page_of_an_account_opens_for_who_keeps_accounts(administrator, name):
    other = make_user("programme_officer")
    assert signed_in(administrator).get(reverse(name, args=[other.pk])).status_code == 200


@pytest.mark.parametrize(
    "role", ["facilitator", "programme_officer", "area_officer", "communications", "donor", "focal_point"]
)
def test_page_of_an_account_stays_shut_for_others(db, role):
    reader, other = make_user(role), make_user("facilitator")
    client = signed_in(reader)
    pages = [reverse(name, args=[other.pk]) for name in OF_KEEPERS] + [
        reverse("accounts:list"),
        reverse("accounts:invite"),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert JournalEntry.objects.filter(kind="refused", actor=reader).count() == len(pages)


def test_list_shows_accounts_with_roles_and_reach(administrator, facilitator):
    page = signed_in(administrator).get(reverse("accounts:list")).content.decode()
    assert facilitator.full_name in page
    assert "Facilitator" in page


def test_search_for_a_name_is_sent_by_post_and_narrows(administrator):
    make_user(full_name="Chan Sokha"), make_user(full_name="Keo Dara")
    page = signed_in(administrator).post(reverse("accounts:list"), {"q": "sokha"}).content.decode()
    assert ("Chan Sokha" in page, "Keo Dara" in page) == (True, False)


def test_search_does_not_read_the_address(administrator):
    make_user(full_name="Chan Sokha"), make_user(full_name="Keo Dara")
    page = signed_in(administrator).get(reverse("accounts:list"), {"q": "sokha"}).content.decode()
    assert "Keo Dara" in page


def test_list_filters_by_role_and_state(administrator):
    make_user("donor", full_name="Chan Sokha"), make_user("facilitator", full_name="Keo Dara")
    make_user("donor", full_name="Som Bopha", is_active=False)
    client = signed_in(administrator)

    def found(**wishes):
        page = client.post(reverse("accounts:list"), wishes).content.decode()
        return [name for name in ("Chan Sokha", "Keo Dara", "Som Bopha") if name in page]

    assert found(role="donor") == ["Chan Sokha"]
    assert found(role="donor", state="closed") == ["Som Bopha"]
    assert found(state="waiting") == ["Chan Sokha", "Keo Dara"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(administrator, number, django_assert_max_num_queries):
    for _number in range(number):
        make_grant(make_user("facilitator"), "donor")
    client = signed_in(administrator)
    client.get(reverse("accounts:list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("accounts:list"))


def test_list_has_pages(administrator):
    for number in range(51):
        make_user(full_name=f"Zz {number:02}")
    client = signed_in(administrator)
    first = client.get(reverse("accounts:list"))
    assert "Zz 50" not in first.content.decode()
    second = client.post(reverse("accounts:list"), {"after": first.context["page"].next})
    assert "Zz 50" in second.content.decode()
    back = client.post(reverse("accounts:list"), {"before": second.context["page"].previous})
    assert [row.user for row in back.context["rows"]] == [row.user for row in first.context["rows"]]


@pytest.mark.parametrize("mark", ["0", "-1", "x", "999", "9" * 30])
def test_list_survives_an_impossible_page(administrator, mark):
    for side in ("after", "before"):
        response = signed_in(administrator).post(reverse("accounts:list"), {side: mark, "role": "x"})
        assert (response.status_code, len(response.context["rows"]) > 0) == (200, True)


def test_roles_are_told_in_plain_words_with_ones_own_first(facilitator):
    cards = signed_in(facilitator).get(reverse("accounts:roles")).context["cards"]
    assert (cards[0].role.key, cards[0].is_held) == ("facilitator", True)
    assert "See the names of members" in cards[0].capabilities
    assert len(cards) == 9


@pytest.mark.parametrize("role", ["facilitator", "administrator", "programme_officer"])
def test_journal_is_shut_for_who_may_not_see_it(db, role):
    assert signed_in(make_user(role)).get(reverse("journal:list")).status_code == 404


def test_journal_opens_for_safeguarding(safeguarding_officer):
    client = signed_in(safeguarding_officer)
    page = client.get(reverse("journal:list")).content.decode()
    assert "Signed in" in page
    assert client.get(reverse("journal:list"), {"kind": "refused"}).context["rows"] == []


def test_journal_goes_on_to_earlier_lines(safeguarding_officer):
    client = signed_in(safeguarding_officer)
    first = JournalEntry.objects.order_by("pk").first()
    page = client.get(reverse("journal:list"), {"before": first.pk + 1})
    assert [row.line.pk for row in page.context["rows"]] == [first.pk]
