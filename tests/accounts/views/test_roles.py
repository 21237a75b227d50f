"""Giving, confirming and ending roles through the pages."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from tests.factories.accounts import make_user, signed_in
from tests.factories.places import make_area


def test_role_is_given_with_its_area(administrator):
    user, area = make_user(), make_area("0506")
    client = signed_in(administrator)
    page = reverse("accounts:grant", args=[user.pk])
    today = timezone.localdate().isoformat()
    answer = client.post(page, {"role": "area_officer", "area": area.pk, "began_on": today})
    assert answer.url == reverse("accounts:account", args=[user.pk])
    assert RoleGrant.objects.get(user=user).area == area
    shown = client.get(answer.url).content.decode()
    assert "Place 05" in shown
    assert "Place 0506" in shown


def test_list_of_roles_holds_those_that_the_giver_may_give(administrator, safeguarding_officer):
    def offered(giver):
        form = signed_in(giver).get(reverse("accounts:grant", args=[make_user().pk])).context["form"]
        return [key for key, _label in form.fields["role"].choices]

    assert "safeguarding_officer" not in offered(administrator)
    assert len(offered(administrator)) == 8
    assert offered(safeguarding_officer) == ["safeguarding_officer"]


def test_forged_role_is_refused_at_the_field(administrator, safeguarding_officer):
    user = make_user()
    answer = signed_in(administrator).post(
        reverse("accounts:grant", args=[user.pk]),
        {"role": "safeguarding_officer", "began_on": timezone.localdate().isoformat()},
    )
    assert list(answer.context["form"].errors) == ["role"]
    assert RoleGrant.objects.filter(user=user).count() == 0


def test_refusal_of_the_action_stands_at_the_field(administrator):
    user = make_user("donor")
    answer = signed_in(administrator).post(
        reverse("accounts:grant", args=[user.pk]), {"role": "donor", "began_on": timezone.localdate().isoformat()}
    )
    assert list(answer.context["form"].errors) == ["role"]


def test_role_is_ended(administrator):
    user = make_user("donor")
    page = reverse("accounts:end_role", args=[user.pk, user.role_grants.get().pk])
    client = signed_in(administrator)
    assert client.get(page).status_code == 200
    assert RoleGrant.objects.get(user=user).ended_on is None
    client.post(page, {"on": ""})
    assert RoleGrant.objects.get(user=user).revoked_at is not None


def test_role_under_the_wrong_account_is_not_found(administrator):
    grant = make_user("donor").role_grants.get()
    page = reverse("accounts:end_role", args=[make_user().pk, grant.pk])
    assert signed_in(administrator).post(page).status_code == 404
    assert RoleGrant.objects.get(pk=grant.pk).ended_on is None


def test_second_administrator_confirms_on_the_page(administrator):
    user, second = make_user(), make_user("administrator")
    signed_in(administrator).post(
        reverse("accounts:grant", args=[user.pk]),
        {"role": "safeguarding_officer", "began_on": timezone.localdate().isoformat()},
    )
    grant = RoleGrant.objects.get(user=user)
    page = reverse("accounts:confirm_role", args=[user.pk, grant.pk])
    assert signed_in(administrator).post(page, follow=True).status_code == 200
    grant.refresh_from_db()
    assert not grant.is_confirmed
    shown = signed_in(second).get(reverse("accounts:account", args=[user.pk])).content.decode()
    assert page in shown
    signed_in(second).post(page)
    grant.refresh_from_db()
    assert grant.is_confirmed


def test_who_keeps_no_accounts_confirms_nothing(administrator, facilitator):
    grant = administrator.role_grants.get()
    page = reverse("accounts:confirm_role", args=[administrator.pk, grant.pk])
    assert signed_in(facilitator).post(page).status_code == 404
