"""Which rows of accounts a person sees and changes; a model without a rule shows nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import scoping
from accounts.models import JournalEntry, Notice, RoleGrant, User
from accounts.roles import Capability
from accounts.scoping import NOBODY, reach_q
from places.models import AdminArea
from tests.factories.accounts import make_grant, make_journal_entry, make_notice, make_user
from tests.factories.places import make_area

KEEPERS = ["administrator", "safeguarding_officer"]
OTHERS = ["facilitator", "programme_officer", "area_officer", "focal_point", "communications", "donor"]


@pytest.mark.parametrize("role", KEEPERS)
def test_keepers_see_all_accounts_and_roles(db, role):
    reader, other = make_user(role), make_user("donor")
    assert set(User.objects.visible_to(reader)) == {reader, other}
    assert RoleGrant.objects.visible_to(reader).count() == 2
    assert set(User.objects.editable_by(reader)) == {reader, other}


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_themselves(db, role):
    reader = make_user(role)
    make_user("donor")
    assert list(User.objects.visible_to(reader)) == [reader]
    assert [grant.user for grant in RoleGrant.objects.visible_to(reader)] == [reader]
    assert list(User.objects.editable_by(reader)) == []


@pytest.mark.parametrize("role", [*OTHERS, "administrator"])
def test_journal_is_for_safeguarding(db, role):
    make_journal_entry()
    assert list(JournalEntry.objects.visible_to(make_user(role))) == []
    assert JournalEntry.objects.visible_to(make_user("safeguarding_officer")).count() == 1


def test_nobody_changes_the_journal(db):
    make_journal_entry()
    assert list(JournalEntry.objects.editable_by(make_user("safeguarding_officer"))) == []


def test_strangers_and_closed_accounts_see_nothing(db):
    notice = make_notice(make_user(is_active=False))
    assert list(Notice.objects.visible_to(AnonymousUser())) == []
    assert list(Notice.objects.visible_to(notice.user)) == []


def test_model_without_a_rule_shows_nothing(db, monkeypatch):
    notice = make_notice()
    monkeypatch.setattr(scoping, "_scopes", {})
    assert list(Notice.objects.visible_to(notice.user)) == []
    assert list(Notice.objects.editable_by(notice.user)) == []


def test_second_rule_for_a_model_is_a_mistake():
    with pytest.raises(ValueError, match="has a scope already"):
        scoping.register(User, visible=lambda user: NOBODY, editable=lambda user: NOBODY)


def reached(user, capability):
    return set(AdminArea.objects.filter(reach_q(user, capability, area="id", own=NOBODY)).values_list("id", flat=True))


def test_reach_of_an_area_is_the_area_and_what_lies_in_it(db):
    for code in ("0506", "0507", "06"):
        make_area(code)
    user = make_user("area_officer", area=make_area("0506"))
    assert reached(user, Capability.SEE_GROUPS) == {"mef0506"}
    make_area("050601")
    assert reached(user, Capability.SEE_GROUPS) == {"mef0506", "mef050601"}
    assert reached(user, Capability.SEE_PEOPLE) == set()


def test_reaches_of_several_roles_add_up(db):
    for code in ("05", "06", "07"):
        make_area(code)
    user = make_user("area_officer", area=make_area("05"))
    make_grant(user, "programme_officer", area=make_area("06"))
    assert reached(user, Capability.SEE_GROUPS) == {"mef05", "mef06"}
    assert reached(user, Capability.SEE_PEOPLE) == {"mef06"}


def test_area_role_without_an_area_reaches_everywhere(db):
    make_area("05"), make_area("06")
    assert reached(make_user("area_officer"), Capability.SEE_GROUPS) == {"mef05", "mef06"}


def test_area_of_another_list_is_out_of_reach(db):
    make_area("05"), make_area("05", source="nis")
    user = make_user("area_officer", area=make_area("05"))
    assert reached(user, Capability.SEE_GROUPS) == {"mef05"}
