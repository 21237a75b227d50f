"""Roles: who gives what to whom, and what happens at once when one ends."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import roles
from accounts.actions.confirming import confirm_request, turn_down_request
from accounts.actions.roles import confirm_end, confirm_role, end_role, grant_role
from accounts.actions.second_person import AskerHasLeft, NotTheAsker
from accounts.models import ConfirmationRequest, JournalEntry, Notice, RoleGrant, User
from accounts.roles import ROLES
from tests.factories.accounts import make_grant, make_user, signed_in
from tests.factories.places import make_area

OTHERS = [key for key in ROLES if key != "safeguarding_officer"]


def again(user):
    """The account as the next request sees it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", OTHERS)
def test_administrator_gives_every_role_but_safeguarding(administrator, safeguarding_officer, role):
    user = make_user()
    grant = grant_role(user=user, role=role, by=administrator)
    assert (grant.is_confirmed, grant.granted_by) == (True, administrator)
    assert again(user).current_grants == [grant]
    with pytest.raises(roles.NotYours):
        grant_role(user=make_user(), role="safeguarding_officer", by=administrator)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", [key for key in ROLES if key not in ("administrator", "safeguarding_officer")])
def test_nobody_else_gives_any_role(db, role, by):
    with pytest.raises(roles.NotYours):
        grant_role(user=make_user(), role=role, by=make_user(by))


@pytest.mark.parametrize("role", OTHERS)
def test_safeguarding_officer_gives_no_other_role(safeguarding_officer, role):
    with pytest.raises(roles.NotYours):
        grant_role(user=make_user(), role=role, by=safeguarding_officer)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gives_to_themself(administrator, safeguarding_officer, role):
    for person in (administrator, safeguarding_officer):
        with pytest.raises(roles.NotToYourself):
            grant_role(user=person, role=role, by=person)


@pytest.mark.parametrize("second", ["safeguarding_officer", "administrator"])
def test_safeguarding_is_given_by_two_and_told_to_all(safeguarding_officer, second):
    colleague, user = make_user("safeguarding_officer"), make_user()
    grant = grant_role(user=user, role="safeguarding_officer", by=safeguarding_officer)
    assert (grant.is_confirmed, again(user).current_grants) == (False, [])
    confirm_role(grant=grant, by=colleague if second == "safeguarding_officer" else make_user(second))
    assert again(user).current_grants == [grant]
    told = Notice.objects.filter(text_key="safeguarding_granted").values_list("user", flat=True)
    assert set(told) == {safeguarding_officer.pk, colleague.pk, user.pk}


def test_officer_of_an_area_gives_safeguarding_within_it_only(db):
    officer = make_user("safeguarding_officer", area=make_area("05"))
    grant = grant_role(user=make_user(), role="safeguarding_officer", area=make_area("0506"), by=officer)
    with pytest.raises(roles.OutOfReach):
        confirm_role(grant=grant, by=make_user("safeguarding_officer", area=make_area("06")))
    assert confirm_role(grant=grant, by=make_user("safeguarding_officer", area=make_area("05"))).is_confirmed
    for area in (make_area("06"), None):
        with pytest.raises(roles.OutOfReach):
            grant_role(user=make_user(), role="safeguarding_officer", area=area, by=officer)


def test_first_safeguarding_officer_is_named_by_two_administrators(administrator):
    second, user = make_user("administrator"), make_user()
    grant = grant_role(user=user, role="safeguarding_officer", by=administrator)
    assert not grant.is_confirmed
    assert again(user).current_grants == []
    assert list(Notice.objects.filter(text_key="second_person_asked").values_list("user", flat=True)) == [second.pk]
    with pytest.raises(roles.NeedsAnother):
        confirm_role(grant=grant, by=administrator)
    confirm_role(grant=grant, by=second)
    assert again(user).current_grants == [grant]


@pytest.mark.parametrize("role", [key for key in ROLES if key not in ("administrator", "safeguarding_officer")])
def test_only_administrators_confirm_the_first(administrator, role):
    grant = grant_role(user=make_user(), role="safeguarding_officer", by=administrator)
    with pytest.raises(roles.NotYours):
        confirm_role(grant=grant, by=make_user(role))


def test_confirming_twice_or_too_late_is_refused(administrator):
    second = make_user("administrator")
    grant = grant_role(user=make_user(), role="safeguarding_officer", by=administrator)
    confirm_role(grant=grant, by=second)
    with pytest.raises(roles.OverAlready):
        confirm_role(grant=grant, by=second)


def test_proposal_kept_in_store_is_worth_nothing_once_there_is_an_officer(administrator):
    second = make_user("administrator")
    kept = grant_role(user=make_user(), role="safeguarding_officer", by=administrator)
    make_user("safeguarding_officer")
    with pytest.raises(roles.OfficersDecide):
        confirm_role(grant=kept, by=second)
    kept.refresh_from_db()
    assert not kept.is_confirmed


def test_named_officer_who_became_administrator_is_not_confirmed(administrator):
    second, user = make_user("administrator"), make_user()
    grant = grant_role(user=user, role="safeguarding_officer", by=administrator)
    make_grant(user, "administrator")
    with pytest.raises(roles.TwoPowers):
        confirm_role(grant=grant, by=second)


def test_proposal_is_taken_back_by_an_administrator(administrator):
    user = make_user()
    grant = grant_role(user=user, role="safeguarding_officer", by=administrator)
    end_role(grant=grant, by=administrator)
    with pytest.raises(roles.OverAlready):
        confirm_role(grant=grant, by=make_user("administrator"))


def test_once_there_is_an_officer_administrators_name_none(administrator, safeguarding_officer):
    with pytest.raises(roles.NotYours):
        grant_role(user=make_user(), role="safeguarding_officer", by=administrator)


def test_nobody_is_administrator_and_safeguarding_officer(administrator, safeguarding_officer):
    with pytest.raises(roles.TwoPowers):
        grant_role(user=make_user("administrator"), role="safeguarding_officer", by=safeguarding_officer)
    with pytest.raises(roles.TwoPowers):
        grant_role(user=make_user("safeguarding_officer"), role="administrator", by=administrator)
    named = make_user()
    make_grant(named, "safeguarding_officer", began_on=timezone.localdate() + timedelta(30))
    with pytest.raises(roles.TwoPowers):
        grant_role(user=named, role="administrator", by=administrator)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"role": "superuser"}, roles.UnknownRole),
        ({"role": "facilitator", "area": "05"}, roles.AreaDoesNotBelong),
        ({"role": "communications", "area": "05"}, roles.AreaDoesNotBelong),
        ({"role": "donor", "began_on": -1}, roles.BeginsInThePast),
    ],
)
def test_impossible_grants_are_refused(administrator, values, refusal):
    if "area" in values:
        values = {**values, "area": make_area(values["area"])}
    if "began_on" in values:
        values = {**values, "began_on": timezone.localdate() + timedelta(values["began_on"])}
    with pytest.raises(refusal):
        grant_role(user=make_user(), by=administrator, **values)
    assert RoleGrant.objects.exclude(user=administrator).count() == 0


def test_grant_that_ends_before_it_begins_is_refused(administrator):
    tomorrow = timezone.localdate() + timedelta(1)
    with pytest.raises(ValidationError):
        grant_role(
            user=make_user(), role="donor", began_on=tomorrow, ended_on=tomorrow - timedelta(1), by=administrator
        )


def test_closed_account_gets_no_role(administrator):
    with pytest.raises(roles.AccountIsClosed):
        grant_role(user=make_user(is_active=False), role="donor", by=administrator)


def test_same_role_in_the_same_reach_is_refused_and_in_another_given(administrator):
    user, area = make_user(), make_area("05")
    grant_role(user=user, role="area_officer", area=area, by=administrator)
    with pytest.raises(roles.HeldAlready):
        grant_role(user=user, role="area_officer", area=area, by=administrator)
    grant_role(user=user, role="area_officer", area=make_area("06"), by=administrator)
    assert len(again(user).current_grants) == 2


def test_role_counts_from_its_first_to_its_last_day(administrator):
    user, today = make_user(), timezone.localdate()
    grant = grant_role(
        user=user, role="donor", began_on=today + timedelta(1), ended_on=today + timedelta(2), by=administrator
    )
    days = [RoleGrant.objects.current(today + timedelta(day)).filter(pk=grant.pk).exists() for day in range(4)]
    assert days == [False, True, True, False]


def test_ending_is_felt_at_the_next_click(administrator):
    user = make_user("programme_officer")
    client = signed_in(user)
    assert client.get(reverse("accounts:mine")).status_code == 200
    end_role(grant=user.role_grants.get(), by=administrator)
    assert client.get(reverse("accounts:mine")).status_code == 302
    assert again(user).current_grants == []
    assert not again(user).needs_second_factor


def test_role_given_today_can_be_ended_today(administrator):
    user = make_user()
    grant = grant_role(user=user, role="donor", by=administrator)
    end_role(grant=grant, by=administrator)
    assert again(user).current_grants == []
    grant_role(user=user, role="donor", by=administrator)
    assert len(again(user).current_grants) == 1


def test_history_still_says_that_the_role_was_held(administrator):
    user = make_user("donor")
    grant = user.role_grants.get()
    end_role(grant=grant, by=administrator)
    yesterday = timezone.localdate() - timedelta(1)
    assert list(RoleGrant.objects.current(yesterday).filter(user=user)) == [grant]


def test_role_ends_on_a_later_day_without_signing_out(administrator):
    user = make_user("donor")
    client = signed_in(user)
    end_role(grant=user.role_grants.get(), on=timezone.localdate() + timedelta(3), by=administrator)
    assert client.get(reverse("accounts:mine")).status_code == 200
    assert RoleGrant.objects.get(user=user).revoked_at is None


def test_role_that_is_over_is_not_ended_again(administrator):
    grant = make_user("donor").role_grants.get()
    end_role(grant=grant, by=administrator)
    with pytest.raises(roles.OverAlready):
        end_role(grant=grant, by=administrator)


@pytest.mark.parametrize("by", [key for key in ROLES if key != "administrator"])
def test_only_administrators_end_roles(db, by):
    with pytest.raises(roles.NotYours):
        end_role(grant=make_user("donor").role_grants.get(), by=make_user(by))


def test_safeguarding_is_ended_by_officers_only_and_told(administrator, safeguarding_officer):
    leaver = make_user("safeguarding_officer")
    grant = leaver.role_grants.get()
    with pytest.raises(roles.NotYours):
        end_role(grant=grant, by=administrator)
    end_role(grant=grant, by=safeguarding_officer)
    assert again(leaver).current_grants == [grant]
    confirm_end(grant=grant, by=administrator)
    assert again(leaver).current_grants == []
    told = Notice.objects.filter(text_key="safeguarding_ended").values_list("user", flat=True)
    assert set(told) == {leaver.pk, safeguarding_officer.pk}


def test_an_officer_lays_down_the_own_role_at_once(safeguarding_officer):
    end_role(grant=safeguarding_officer.role_grants.get(), by=safeguarding_officer)
    assert again(safeguarding_officer).current_grants == []


def test_the_officer_in_question_neither_confirms_nor_turns_down_the_own_end(administrator, safeguarding_officer):
    leaver = make_user("safeguarding_officer")
    end_role(grant=leaver.role_grants.get(), by=safeguarding_officer)
    request = ConfirmationRequest.objects.get()
    for by in (leaver, safeguarding_officer):
        with pytest.raises(NotTheAsker):
            confirm_request(request=request, by=by)
    with pytest.raises(NotTheAsker):
        turn_down_request(request=request, by=leaver)
    turn_down_request(request=request, by=administrator)
    assert len(again(leaver).current_grants) == 1
    with pytest.raises(roles.TooLate):
        confirm_end(grant=leaver.role_grants.get(), by=administrator)


def test_a_last_day_that_was_asked_for_is_kept(administrator, safeguarding_officer):
    leaver, day = make_user("safeguarding_officer"), timezone.localdate() + timedelta(3)
    end_role(grant=leaver.role_grants.get(), by=safeguarding_officer, on=day)
    confirm_end(grant=leaver.role_grants.get(), by=administrator)
    assert leaver.role_grants.get().ended_on == day


def test_a_request_is_worth_nothing_after_a_week(administrator, safeguarding_officer):
    user = make_user()
    with time_machine.travel("2026-11-01T08:00:00+07:00", tick=False):
        grant = grant_role(user=user, role="safeguarding_officer", by=safeguarding_officer)
        with pytest.raises(roles.HeldAlready):
            grant_role(user=user, role="safeguarding_officer", by=safeguarding_officer)
    with time_machine.travel("2026-11-08T07:59:00+07:00", tick=False), transaction.atomic():
        confirm_role(grant=grant, by=again(administrator))
        transaction.set_rollback(True)
    grant.refresh_from_db()
    with time_machine.travel("2026-11-08T08:00:00+07:00", tick=False):
        with pytest.raises(roles.TooLate):
            confirm_role(grant=grant, by=again(administrator))
        anew = grant_role(user=user, role="safeguarding_officer", by=again(safeguarding_officer))
    assert (anew.is_confirmed, anew.pk == grant.pk) == (False, False)


def test_what_somebody_asked_who_has_left_since_is_not_confirmed(administrator, safeguarding_officer):
    grant = grant_role(user=make_user(), role="safeguarding_officer", by=safeguarding_officer)
    make_user("safeguarding_officer")
    end_role(grant=safeguarding_officer.role_grants.get(), by=safeguarding_officer)
    with pytest.raises(AskerHasLeft):
        confirm_role(grant=grant, by=administrator)


def test_a_proposal_turned_down_is_over(administrator, safeguarding_officer):
    grant = grant_role(user=make_user(), role="safeguarding_officer", by=safeguarding_officer)
    turn_down_request(request=ConfirmationRequest.objects.get(), by=administrator)
    with pytest.raises(roles.OverAlready):
        confirm_role(grant=grant, by=administrator)
    verbs = JournalEntry.objects.filter(verb__startswith="request.").order_by("pk").values_list("verb", "actor_id")
    assert list(verbs) == [("request.made", safeguarding_officer.pk), ("request.turned_down", administrator.pk)]


def test_last_administrator_stays(administrator):
    with pytest.raises(roles.LastAdministrator):
        end_role(grant=administrator.role_grants.get(), by=administrator)
    second = make_user("administrator")
    end_role(grant=administrator.role_grants.get(), by=administrator)
    with pytest.raises(roles.LastAdministrator):
        end_role(grant=second.role_grants.get(), by=second)


def test_publishing_roles_bring_wagtails_group_and_take_it_away(administrator):
    user = make_user()
    grant = grant_role(user=user, role="communications", by=administrator)
    assert list(user.groups.values_list("name", flat=True)) == ["Communications"]
    assert again(user).has_perm("wagtailadmin.access_admin")
    end_role(grant=grant, by=administrator)
    assert user.groups.count() == 0
    assert not again(user).has_perm("wagtailadmin.access_admin")


def test_other_roles_bring_no_permission_of_djangos(administrator):
    user = make_user()
    grant_role(user=user, role="programme_officer", by=administrator)
    assert again(user).get_all_permissions() == set()
    assert user.groups.count() == 0


def test_journal_tells_who_gave_and_ended_what(administrator):
    user = make_user(full_name="Chan Sokha")
    grant = grant_role(user=user, role="donor", area=make_area("05"), by=administrator)
    end_role(grant=grant, by=administrator)
    lines = JournalEntry.objects.filter(about_type="accounts.rolegrant").order_by("pk")
    assert [(line.verb, line.kind, line.actor_id) for line in lines] == [
        ("role.granted", "security", administrator.pk),
        ("role.ended", "security", administrator.pk),
    ]
    assert lines[0].details == {"user": user.pk, "role": "donor", "area": "mef05"}
    assert "Sokha" not in str(list(JournalEntry.objects.values()))
