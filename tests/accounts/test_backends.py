"""Who is this: found once, by name or address; and the few permissions of Django's that count."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission

from accounts.models import User
from tests.factories.accounts import PASSWORD, make_user


def test_name_and_address_lead_to_the_same_account(db):
    user = make_user(username="sokha", email="sokha@example.org")
    assert authenticate(None, username="sokha", password=PASSWORD) == user
    assert authenticate(None, email="SOKHA@example.org", password=PASSWORD) == user


@pytest.mark.parametrize("typed", ["", None, "sok\0ha", "soka", "%", "sokh_"])
def test_other_names_lead_nowhere(db, typed):
    make_user(username="sokha")
    assert authenticate(None, username=typed, password=PASSWORD) is None


def test_empty_address_opens_no_account_without_one(db):
    make_user(email="")
    assert authenticate(None, email="", password=PASSWORD) is None


def test_permission_given_in_person_does_not_count(db):
    user = make_user("communications")
    permission = Permission.objects.get(content_type__app_label="accounts", codename="change_user")
    user.user_permissions.add(permission)
    assert not User.objects.get(pk=user.pk).has_perm("accounts.change_user")


def test_permission_of_a_group_counts_while_the_role_is_held(db):
    user = make_user("communications")
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    group = user.groups.get()
    other = make_user("facilitator")
    other.groups.add(group)
    assert not User.objects.get(pk=other.pk).has_perm("wagtailadmin.access_admin")


def test_publishers_may_not_touch_accounts(db):
    held = User.objects.get(pk=make_user("communications").pk).get_all_permissions()
    assert [name for name in held if name.split(".")[0] in ("accounts", "auth", "account", "mfa")] == []
