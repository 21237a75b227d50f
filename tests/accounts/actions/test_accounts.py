"""Accounts: invited, closed, opened, and what their owners change."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions import accounts as actions
from accounts.actions.roles import NotYours
from accounts.models import JournalEntry, Notice, OneTimeLink, User
from accounts.roles import ROLES
from tests.factories.accounts import make_link, make_user, signed_in, stranger

OTHERS = [key for key in ROLES if key != "administrator"]


def invited(by, **values):
    defaults = {"username": "sokha", "full_name": "Chan Sokha", "role": "facilitator"}
    return actions.invite_person(by=by, **{**defaults, **values})


def test_invitation_makes_account_role_and_link(administrator):
    user, path = invited(administrator)
    assert (user.username, user.has_usable_password(), user.is_staff) == ("sokha", False, False)
    assert [grant.role for grant in user.role_grants.all()] == ["facilitator"]
    assert path.startswith("/desk/link/")
    assert OneTimeLink.objects.get().user == user


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_but_administrators_invites(db, role):
    with pytest.raises(NotYours):
        invited(make_user(role))
    assert not User.objects.filter(username="sokha").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"username": "taken"},
        {"username": "Taken"},
        {"username": "a b"},
        {"username": "sokha@example.org"},
        {"username": ""},
        {"email": "taken@example.org"},
        {"email": "Taken@Example.org"},
        {"email": "no address"},
        {"language": "fr"},
        {"role": "superuser"},
        {"full_name": "x" * 121},
    ],
)
def test_impossible_invitation_saves_nothing(administrator, values):
    make_user(username="taken", email="taken@example.org")
    with pytest.raises(ValidationError):
        invited(administrator, **values)
    assert User.objects.count() == 2
    assert OneTimeLink.objects.count() == 0


def test_invitation_through_the_page_shows_the_link_once(administrator):
    client = signed_in(administrator)
    answer = client.post(
        reverse("accounts:invite"),
        {"full_name": "Chan Sokha", "username": "sokha", "language": "km", "role": "facilitator"},
    )
    assert "http://localhost:8000/desk/link/" in answer.content.decode()
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("strict-origin", "no-store")
    user = User.objects.get(username="sokha")
    assert "/desk/link/" not in client.get(reverse("accounts:account", args=[user.pk])).content.decode()


def test_invitation_that_fails_says_why_at_the_field(administrator):
    make_user(username="sokha")
    answer = signed_in(administrator).post(
        reverse("accounts:invite"),
        {"full_name": "Chan Sokha", "username": "Sokha", "language": "km", "role": "facilitator"},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_closing_ends_sessions_and_links(administrator):
    user = make_user("facilitator")
    client, link = signed_in(user), make_link(user)
    actions.disable_account(user=user, by=administrator)
    assert client.get(reverse("accounts:mine")).status_code == 302
    assert OneTimeLink.objects.get(pk=link.pk).revoked_at is not None
    assert stranger().get("/desk/link/a-token-for-tests/").status_code == 410


def test_closed_account_opens_again(administrator):
    user = make_user("facilitator")
    actions.disable_account(user=user, by=administrator)
    actions.enable_account(user=user, by=administrator)
    assert signed_in(User.objects.get(pk=user.pk)).get(reverse("accounts:mine")).status_code == 200


@pytest.mark.parametrize("act", [actions.disable_account, actions.enable_account, actions.give_link])
def test_keeping_accounts_is_for_administrators_and_not_for_oneself(administrator, act):
    for role in OTHERS:
        with pytest.raises(NotYours):
            act(user=make_user(), by=make_user(role))
    with pytest.raises(actions.NotYourself):
        act(user=administrator, by=administrator)


def test_closing_an_officer_is_told_to_safeguarding(administrator, safeguarding_officer):
    actions.disable_account(user=make_user("safeguarding_officer"), by=administrator)
    assert Notice.objects.filter(user=safeguarding_officer, text_key="safeguarding_ended").count() == 1


def test_link_for_a_new_password_leaves_the_old_one_until_it_is_used(administrator):
    user = make_user("facilitator")
    password = user.password
    actions.give_link(user=user, by=administrator)
    user.refresh_from_db()
    assert user.password == password
    assert OneTimeLink.objects.get().purpose == "new_password"


def test_link_for_who_never_signed_in_is_the_invitation_again(administrator):
    user, path = invited(administrator)
    again = actions.give_link(user=user, by=administrator)
    assert again != path
    assert stranger().get(path).status_code == 410
    assert stranger().get(again).status_code == 200


def test_second_factor_is_taken_away_for_who_lost_the_phone(administrator):
    user = make_user("programme_officer")
    actions.remove_second_factor(user=user, by=administrator)
    assert user.authenticator_set.count() == 0
    assert Notice.objects.filter(user=user, text_key="second_factor_removed").count() == 1


def test_second_factor_of_an_officer_is_out_of_the_administrators_hands(administrator, safeguarding_officer):
    officer = make_user("safeguarding_officer")
    with pytest.raises(actions.OnlySafeguarding):
        actions.remove_second_factor(user=officer, by=administrator)
    assert officer.authenticator_set.count() == 2
    actions.remove_second_factor(user=officer, by=safeguarding_officer)
    assert officer.authenticator_set.count() == 0
    assert Notice.objects.filter(user=safeguarding_officer, text_key="safeguarding_reset").count() == 1


@pytest.mark.parametrize("role", OTHERS)
def test_second_factor_is_taken_away_by_nobody_else(db, role):
    user = make_user("programme_officer")
    with pytest.raises(NotYours):
        actions.remove_second_factor(user=user, by=make_user(role))


def test_nobody_takes_away_their_own_second_factor_this_way(administrator):
    with pytest.raises(actions.NotYourself):
        actions.remove_second_factor(user=administrator, by=administrator)


def test_signing_out_everywhere_else_keeps_this_session(facilitator):
    here, there = signed_in(facilitator), signed_in(facilitator)
    here.post(reverse("accounts:my_sessions"))
    assert here.get(reverse("accounts:mine")).status_code == 200
    assert there.get(reverse("accounts:mine")).status_code == 302


def test_signing_others_out_is_for_administrators(administrator, facilitator):
    with pytest.raises(NotYours):
        actions.sign_out_everywhere(user=administrator, by=facilitator)
    client = signed_in(facilitator)
    actions.sign_out_everywhere(user=facilitator, by=administrator)
    assert client.get(reverse("accounts:mine")).status_code == 302


def test_person_changes_their_own_details_only(facilitator, administrator):
    deputy = make_user()
    actions.change_details(
        user=facilitator, full_name="New Name", email="New@Example.org", deputy=deputy, by=facilitator
    )
    facilitator.refresh_from_db()
    assert (facilitator.full_name, facilitator.email, facilitator.deputy) == ("New Name", "new@example.org", deputy)
    assert Notice.objects.get(user=deputy).text_key == "named_deputy"
    with pytest.raises(NotYours):
        actions.change_details(user=facilitator, full_name="x", email="", deputy=None, by=administrator)


def test_address_of_another_account_is_refused(facilitator):
    make_user(email="taken@example.org")
    with pytest.raises(ValidationError):
        actions.change_details(user=facilitator, full_name="x", email="Taken@example.org", deputy=None, by=facilitator)


def test_details_ask_for_a_fresh_proof(facilitator):
    answer = signed_in(facilitator).get(reverse("accounts:my_details"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_reauthenticate"))


@pytest.mark.parametrize("step", ["close", "open", "end_sessions", "remove_second_factor"])
def test_question_is_asked_by_get_and_done_by_post(administrator, step):
    user = make_user("programme_officer")
    before = JournalEntry.objects.count()
    client = signed_in(administrator)
    page = reverse(f"accounts:{step}", args=[user.pk])
    lines = JournalEntry.objects.count()
    assert client.get(page).status_code == 200
    assert JournalEntry.objects.count() == lines > before
    assert client.post(page).url == reverse("accounts:account", args=[user.pk])
    assert JournalEntry.objects.count() > lines


def test_refused_question_says_why(administrator):
    page = reverse("accounts:close", args=[administrator.pk])
    answer = signed_in(administrator).post(page, follow=True)
    assert "Ask a colleague" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_no_mail_goes_to_who_has_no_address(administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited(administrator)
    assert mail.outbox == []
